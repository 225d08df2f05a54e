import { deepEqual, equal, match, ok } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput, SingleSignOn, type SingleSignOnArgs } from "../../components";
import { readConfig } from "../../config";
import { declaredBy, only, valueOf } from "./mocks";

const good = {
    "openmetadata-auth0:applicationType": "web",
    "openmetadata-auth0:openMetadataUrl": "https://om.example.com",
    "openmetadata-auth0:admins": '["jane@example.com"]',
    "auth0:domain": "example.eu.auth0.com",
    "auth0:clientId": "id",
    "auth0:clientSecret": "provider-secret",
};

/** Reads the configuration with the given keys set, or without those that are undefined. */
async function read(changes: Record<string, string | undefined>): Promise<SingleSignOnArgs> {
    const values = Object.entries<string | undefined>({ ...good, ...changes }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const results: SingleSignOnArgs[] = [];
    const errors: unknown[] = [];
    await declaredBy(() => {
        pulumi.runtime.setAllConfig(Object.fromEntries(values), [
            "openmetadata-auth0:clientSecret",
            "auth0:clientSecret",
        ]);
        try {
            results.push(readConfig());
        } catch (error) {
            errors.push(error);
        }
    });
    const [result] = results;
    if (result === undefined) {
        throw errors[0];
    }
    return result;
}

async function refused(changes: Record<string, string | undefined>): Promise<InvalidInput> {
    try {
        await read(changes);
    } catch (error) {
        ok(error instanceof InvalidInput);
        return error;
    }
    throw new Error("was not refused");
}

describe("Stack configuration", () => {
    const environment = { ...process.env };
    beforeEach(() => {
        for (const name of Object.keys(process.env).filter((name) => name.startsWith("AUTH0_"))) {
            Reflect.deleteProperty(process.env, name);
        }
    });
    afterEach(() => {
        Object.assign(process.env, environment);
    });

    it("Only the application type, a server, an admin and the tenant are required", async () => {
        const given = Object.entries(await read({})).filter(([, value]) => value !== undefined);
        deepEqual(Object.fromEntries(given), {
            applicationType: "web",
            domain: "example.eu.auth0.com",
            serverUrls: ["https://om.example.com"],
            admins: ["jane@example.com"],
            displayName: "OpenMetadata (test)",
        });
    });

    it("The AUTH0_ environment variables can replace the provider's configuration", async () => {
        process.env["AUTH0_DOMAIN"] = "env.auth0.com";
        process.env["AUTH0_CLIENT_ID"] = "id";
        process.env["AUTH0_CLIENT_SECRET"] = "secret";
        const { domain } = await read({
            "auth0:domain": undefined,
            "auth0:clientId": undefined,
            "auth0:clientSecret": undefined,
        });
        equal(domain, "env.auth0.com");
    });

    it("openMetadataUrl is one URL or a list", async () => {
        const { serverUrls } = await read({
            "openmetadata-auth0:openMetadataUrl": '["https://a.example.com","https://b.example.com"]',
        });
        deepEqual(serverUrls, ["https://a.example.com", "https://b.example.com"]);
    });

    it("openmetadata:token is one token or one for each server, and stays secret", async () => {
        const { serverTokens: one } = await read({ "openmetadata:token": "header.claims.signature" });
        deepEqual(Object.keys(one ?? {}), ["https://om.example.com"]);
        const { serverTokens: each } = await read({
            "openmetadata-auth0:openMetadataUrl": '["https://a.example.com","https://b.example.com"]',
            "openmetadata:token": '{"https://b.example.com":"header.claims.signature"}',
        });
        deepEqual(Object.keys(each ?? {}), ["https://b.example.com"]);
        ok(await pulumi.isSecret(pulumi.output(each?.["https://b.example.com"])));
    });

    it("Options of inner components can be set in the stack configuration", async () => {
        const args = await read({
            "openmetadata-auth0:description": "Data catalog",
            "openmetadata-auth0:secureSessionCookie": "false",
            "openmetadata-auth0:botTokenExpiry": "7",
            "openmetadata-auth0:botTokenRenewBefore": "24",
            "openmetadata:token": "header.claims.signature",
        });
        let signOn: SingleSignOn | undefined;
        const declared = await declaredBy(() => {
            signOn = new SingleSignOn("sso", args);
        });
        equal(only(declared, "auth0:index/client:Client").inputs["description"], "Data catalog");
        equal(only(declared, "openmetadata-server:index:BotToken").inputs["renewBefore"], 24);
        ok(signOn);
        const { value: environments } = await valueOf(signOn.environments);
        equal(environments["https://om.example.com"]?.["FORCE_SECURE_SESSION_COOKIE"], "false");
    });

    it("The client secret of the configuration stays secret", async () => {
        const { clientSecret } = await read({ "openmetadata-auth0:clientSecret": "secret-of-the-user" });
        ok(pulumi.Output.isInstance(clientSecret));
        ok(await pulumi.isSecret(pulumi.output(clientSecret)));
    });

    const mistakes: [string, Record<string, string | undefined>, RegExp][] = [
        [
            "an unknown application type",
            { "openmetadata-auth0:applicationType": "native" },
            /openmetadata-auth0:applicationType: "native" is not a valid application type/,
        ],
        [
            "a client secret with spaces and a comment",
            { "openmetadata-auth0:clientSecret": "a secret # with a comment" },
            /openmetadata-auth0:clientSecret: is not a client secret/,
        ],
        [
            "a client secret together with a client secret rotation",
            {
                "openmetadata-auth0:clientSecret": "secret-of-the-user",
                "openmetadata-auth0:clientSecretRotation": "2027-01",
            },
            /openmetadata-auth0:clientSecretRotation: generates a client secret, but one is set as well/,
        ],
        [
            "OpenMetadata's default Fernet key",
            { "openmetadata-auth0:fernetKey": "jJ/9sz0g0OHxsfxOoSfdFdmk3ysNmPRnH3TUAbz3IHA=" },
            /openmetadata-auth0:fernetKey: is OpenMetadata's default key/,
        ],
        [
            "the folder of OpenMetadata's default keys",
            { "openmetadata-auth0:keyFolder": "/opt/openmetadata/conf" },
            /openmetadata-auth0:keyFolder: .* is where OpenMetadata keeps its default keys/,
        ],
        [
            "a token for an unknown server",
            { "openmetadata:token": '{"https://other.example.com":"header.claims.signature"}' },
            /openmetadata:token\.https:\/\/other\.example\.com: there is no server with this URL/,
        ],
        [
            "malformed JSON of tokens without quoting it",
            { "openmetadata:token": '{"https://om.example.com":header.claims.signature}' },
            /^(?![^]*header\.claims)[^]*openmetadata:token: is neither a token nor a JSON object/,
        ],
        [
            "an unknown bot token expiry",
            { "openmetadata-auth0:botTokenExpiry": "14" },
            /openmetadata-auth0:botTokenExpiry: "14" is not a valid expiry/,
        ],
        [
            "OpenMetadata's default key ID",
            { "openmetadata-auth0:keyId": "Gb389a-9f76-gdjs-a92j-0242bk94356" },
            /openmetadata-auth0:keyId: .* is a default or documented key ID of OpenMetadata/,
        ],
        [
            "a key rotation that is named twice",
            { "openmetadata-auth0:keyRotations": '["initial","initial"]' },
            /openmetadata-auth0:keyRotations\[1\]: "initial" is named twice/,
        ],
        [
            "an admin with an apostrophe in the email address",
            { "openmetadata-auth0:admins": "o'neil@example.com" },
            /openmetadata-auth0:admins\[0\]: .* has a name before the @/,
        ],
        [
            "a key ID with a command substitution",
            { "openmetadata-auth0:keyId": "$(id)" },
            /openmetadata-auth0:keyId: "\$\(id\)" is not a valid key ID/,
        ],
        [
            "a key ID with a line break",
            { "openmetadata-auth0:keyId": "key-1\nBASE_PATH=/" },
            /openmetadata-auth0:keyId: "key-1\\nBASE_PATH=\/" is not a valid key ID/,
        ],
        [
            "a key ID that YAML reads as a number",
            { "openmetadata-auth0:keyId": "1e3" },
            /openmetadata-auth0:keyId: "1e3" is not a valid key ID: OpenMetadata reads its settings as YAML/,
        ],
        [
            "a host name with a command substitution",
            { "openmetadata-auth0:openMetadataUrl": "https://`id`.example.com" },
            /openmetadata-auth0:openMetadataUrl: .* has no valid host name/,
        ],
        [
            "more than 33 servers",
            {
                "openmetadata-auth0:openMetadataUrl": JSON.stringify(
                    Array.from({ length: 34 }, (_, index) => `https://om${index}.example.com`),
                ),
            },
            /openMetadataUrl: has 34 servers, but an Auth0 application has room for the URLs of only 33/,
        ],
        [
            "a display name of two lines",
            { "openmetadata-auth0:displayName": "OpenMetadata\n# Heading" },
            /openmetadata-auth0:displayName: .* is not a valid application name/,
        ],
        [
            "a display name with markup",
            { "openmetadata-auth0:displayName": "<b>OpenMetadata</b>" },
            /openmetadata-auth0:displayName: .* is not a valid application name/,
        ],
        [
            "an invalid connection name",
            { "openmetadata-auth0:connections": '["google-oauth2","a b"]' },
            /openmetadata-auth0:connections\[1\]: "a b" is not a valid connection name or ID/,
        ],
        [
            "a bot name with a relative path",
            { "openmetadata-auth0:bots": "../../bot" },
            /openmetadata-auth0:bots\[0\]: .* is not a valid bot name/,
        ],
        [
            "an invalid client ID",
            { "openmetadata-auth0:importClientId": "a;b" },
            /openmetadata-auth0:importClientId: "a;b" is not a valid client ID/,
        ],
        [
            "an empty application type",
            { "openmetadata-auth0:applicationType": "" },
            /openmetadata-auth0:applicationType: is missing/,
        ],
        [
            "a list that is not a list of strings",
            { "openmetadata-auth0:admins": '{"a":1}' },
            /openmetadata-auth0:admins: is not a list of strings/,
        ],
        [
            "a key size that is not a number",
            { "openmetadata-auth0:keySize": "big" },
            /openmetadata-auth0:keySize: "big" is not a whole number/,
        ],
        [
            "a key size of 1024 bits",
            { "openmetadata-auth0:keySize": "1024" },
            /openmetadata-auth0:keySize: 1024 bits are too few/,
        ],
        [
            "an unknown configuration key",
            { "openmetadata-auth0:openMetadataURL": "x" },
            /openmetadata-auth0:openMetadataURL: there is no such key\.\s+Write openMetadataUrl if that is what you meant/,
        ],
        [
            "an http URL on a host that is not loopback",
            { "openmetadata-auth0:openMetadataUrl": "http://om.example.com" },
            /is http on a host that is not loopback: .*\n\s+Write https:\/\/om\.example\.com\. Behind a proxy/,
        ],
        [
            "a server URL with a wildcard",
            { "openmetadata-auth0:openMetadataUrl": "https://*.example.com" },
            /has a wildcard/,
        ],
        [
            "the URL of a page of OpenMetadata",
            { "openmetadata-auth0:openMetadataUrl": "https://om.example.com/callback" },
            /is a page of OpenMetadata, not its base URL.*\n\s+Write https:\/\/om\.example\.com\./,
        ],
        [
            "a server URL with a password",
            { "openmetadata-auth0:openMetadataUrl": "https://user:hunter2@om.example.com" },
            /contains a user name or password/,
        ],
        [
            "a server that is named twice",
            { "openmetadata-auth0:openMetadataUrl": '["https://a.com","https://A.com/"]' },
            /openMetadataUrl\[1\]: .* is named twice/,
        ],
        [
            "the default admin as an admin",
            { "openmetadata-auth0:admins": "admin@example.com" },
            /admins\[0\]: .* is OpenMetadata's default admin/,
        ],
        [
            "an admin without an email domain",
            { "openmetadata-auth0:admins": "jane" },
            /admins\[0\]: "jane" is not a valid e-mail address/,
        ],
        [
            "an admin outside the principal domain",
            { "openmetadata-auth0:principalDomain": "example.org" },
            /is outside the principal domain example\.org/,
        ],
        [
            "two admins with the same user name",
            {
                "openmetadata-auth0:admins": '["jane@example.com","Jane@example.org"]',
                "openmetadata-auth0:allowedDomains": '["example.com","example.org"]',
            },
            /admins\[1\]: "Jane@example\.org" and "jane@example\.com" would be one user, jane/,
        ],
        [
            "an admin outside the allowed domains",
            {
                "openmetadata-auth0:admins": '["jane@example.com","john@example.net"]',
                "openmetadata-auth0:allowedDomains": '["example.com","example.org"]',
            },
            /admins\[1\]: "john@example\.net" is outside the allowed domains[^]*add example\.net to allowedDomains/,
        ],
        [
            "allowed domains without the principal domain",
            {
                "openmetadata-auth0:principalDomain": "Example.com",
                "openmetadata-auth0:allowedDomains": "example.org",
            },
            /allowedDomains: lacks the principal domain example\.com[^]*Add example\.com/,
        ],
        [
            "allowed domains that are not enforced",
            {
                "openmetadata-auth0:enforcePrincipalDomain": "false",
                "openmetadata-auth0:allowedDomains": '["example.com","example.org"]',
            },
            /allowedDomains: has no effect where enforcePrincipalDomain is false/,
        ],
        [
            "an allowed domain that is named twice",
            { "openmetadata-auth0:allowedDomains": '["example.com","EXAMPLE.com"]' },
            /allowedDomains\[1\]: "example\.com" is named twice/,
        ],
        [
            "an invalid principal domain",
            { "openmetadata-auth0:principalDomain": "@example.com" },
            /principalDomain: "@example.com" is not a valid domain name/,
        ],
        [
            "OpenMetadata's default issuer",
            { "openmetadata-auth0:issuer": "open-metadata.org" },
            /issuer: .* is OpenMetadata's default issuer/,
        ],
        [
            "an unknown additional grant type",
            { "openmetadata-auth0:additionalGrantTypes": "device_code" },
            /additionalGrantTypes\[0\]: "device_code" is not a valid additional grant/,
        ],
        ["a missing tenant domain", { "auth0:domain": undefined }, /auth0:domain: is missing/],
        [
            "a tenant domain with a scheme",
            { "auth0:domain": "https://example.auth0.com" },
            /auth0:domain: .* is not a valid domain/,
        ],
        [
            "missing Auth0 credentials",
            { "auth0:clientId": undefined, "auth0:clientSecret": undefined },
            /auth0:clientId: is missing[^]*auth0:clientSecret: is missing/,
        ],
        [
            "a client secret for a single-page application",
            { "openmetadata-auth0:applicationType": "spa", "openmetadata-auth0:clientSecret": "hunter2" },
            /clientSecret: a Single Page Application is a public client/,
        ],
        [
            "the prompt none",
            { "openmetadata-auth0:prompt": "none" },
            /prompt: "none" refuses everyone who has no session with Auth0 yet\.\n\s+Write one of login, consent/,
        ],
        ["an unknown prompt", { "openmetadata-auth0:prompt": "always" }, /prompt: "always" is not a valid prompt/],
        [
            "a max_age for a single-page application",
            { "openmetadata-auth0:applicationType": "spa", "openmetadata-auth0:maxAge": "0" },
            /maxAge: has no effect on a Single Page Application/,
        ],
        [
            "a setting that targetVersion does not have",
            { "openmetadata-auth0:enableAutoRedirect": "true", "openmetadata-auth0:targetVersion": "1.11.4" },
            /enableAutoRedirect: needs OpenMetadata 1\.11\.5 or later, but targetVersion is 1\.11\.4/,
        ],
        [
            "a new setting without targetVersion",
            { "openmetadata-auth0:maxActiveSessionsPerUser": "3" },
            /maxActiveSessionsPerUser: needs OpenMetadata 2\.0\.0 or later, but targetVersion is not set/,
        ],
        [
            "zero sessions per user",
            { "openmetadata-auth0:maxActiveSessionsPerUser": "0", "openmetadata-auth0:targetVersion": "2.0.7" },
            /maxActiveSessionsPerUser: 0 is not a valid number of sessions/,
        ],
        [
            "a trusted redirect URL with a wildcard",
            {
                "openmetadata-auth0:additionalTrustedRedirectUris": "https://*.example.com/",
                "openmetadata-auth0:targetVersion": "2.0.7",
            },
            /additionalTrustedRedirectUris\[0\]: is not a valid URL with only scheme, host and path/,
        ],
        [
            "a public key URL with a password",
            { "openmetadata-auth0:publicKeyUrls": "https://user:hunter2@om.example.com/jwks" },
            /publicKeyUrls\[0\]: is not a valid URL with only scheme, host and path/,
        ],
        [
            "a public key URL over http on another host",
            { "openmetadata-auth0:publicKeyUrls": "http://openmetadata:8585/api/v1/system/config/jwks" },
            /publicKeyUrls\[0\]: .* is http on a host that is not loopback/,
        ],
        ["a targetVersion before 1.10", { "openmetadata-auth0:targetVersion": "1.9" }, /OpenMetadata 1.9 is too old/],
        [
            "a boolean that is neither true nor false",
            { "openmetadata-auth0:selfSignup": "maybe" },
            /selfSignup: "maybe" is neither/,
        ],
        [
            "a claims mapping with a namespaced claim",
            { "openmetadata-auth0:principalClaimsMapping": '{"username":"https://example.com/login","email":"email"}' },
            /principalClaimsMapping\.username: .* has a colon: OpenMetadata would look for the claim "https", and let nobody in/,
        ],
        [
            "an email address as an admin when another claim names users",
            { "openmetadata-auth0:principalClaimsMapping": '{"username":"employee","email":"email"}' },
            /admins\[0\]: "jane@example\.com" is an e-mail address, but users are named by the claim employee[^]*Write this admin's value of the claim employee/,
        ],
        [
            "a claims mapping without email",
            { "openmetadata-auth0:principalClaimsMapping": '{"username":"sub"}' },
            /principalClaimsMapping: must have exactly username and email/,
        ],
        [
            "a session expiry of a minute",
            { "openmetadata-auth0:sessionExpiry": "60" },
            /sessionExpiry: 60 is not a number of seconds/,
        ],
    ];
    for (const [what, changes, message] of mistakes) {
        it(`readConfig refuses ${what}`, async () => {
            const error = await refused(changes);
            match(error.message, message);
            ok(error.problems.every(({ write }) => write.length > 0));
            ok(!error.message.includes("hunter2"));
        });
    }

    it("A custom domain is accepted with the tenant's own domain or its audience", async () => {
        const custom = { "openmetadata-auth0:customDomain": "login.example.com" };
        const { domain, customDomain } = await read(custom);
        deepEqual([domain, customDomain], ["example.eu.auth0.com", "login.example.com"]);
        const audience = { "auth0:audience": "https://example.eu.auth0.com/api/v2/" };
        for (const changes of [
            { ...custom, ...audience },
            { "auth0:domain": "access.example.com", ...audience, ...custom },
            // A tenant under a name of its own, as in a private cloud.
            { "auth0:domain": "auth.example.com", "auth0:audience": "https://auth.example.com/api/v2/" },
            // No token is asked for, so that the audience does not matter.
            { "auth0:domain": "auth.example.com", "auth0:apiToken": "token" },
            // The sandbox under another of this machine's names, and a program that names the production's.
            { "auth0:domain": "localhost:4443", "openmetadata-auth0:customDomain": "127.0.0.1:4443" },
            { "auth0:domain": "localhost:4443", ...custom },
        ]) {
            await read(changes);
        }
    });

    it("readConfig of another stack leaves the running program's configuration as it is", async () => {
        await declaredBy(() => {
            pulumi.runtime.setAllConfig(good, []);
            const values = { ...good, "openmetadata-auth0:displayName": "Another" };
            equal(readConfig({ project: "openmetadata-auth0", stack: "other", values }).displayName, "Another");
            deepEqual(pulumi.runtime.allConfig(), good);
            equal(readConfig().displayName, `OpenMetadata (${pulumi.getStack()})`);
        });
    });

    it("readConfig refuses a custom domain that is also in auth0:domain, with a message for each of the two keys", async () => {
        const { problems } = await refused({
            "auth0:domain": "login.example.com",
            "openmetadata-auth0:customDomain": "login.example.com",
        });
        deepEqual(
            problems.map(({ key, wrong }) => [key, wrong]),
            [
                ["openmetadata-auth0:customDomain", '"login.example.com" is already set in auth0:domain'],
                [
                    "auth0:domain",
                    '"login.example.com" is not a domain that Auth0 gives to tenants, and a custom domain has no Management API of its own',
                ],
            ],
        );
    });

    it("readConfig reports all mistakes at once, each key once", async () => {
        const { problems } = await refused({
            "openmetadata-auth0:applicationType": "",
            "openmetadata-auth0:openMetadataUrl": "http://om.example.com",
            "openmetadata-auth0:admins": "[{}]",
            "openmetadata-auth0:keySize": "big",
            "openmetadata-auth0:typo": "x",
            "auth0:domain": undefined,
        });
        deepEqual(problems.map(({ key }) => key).sort(), [
            "auth0:domain",
            "openmetadata-auth0:admins",
            "openmetadata-auth0:applicationType",
            "openmetadata-auth0:keySize",
            "openmetadata-auth0:openMetadataUrl",
            "openmetadata-auth0:typo",
        ]);
    });
});
