import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput, ServerConfiguration, type ServerConfigurationArgs } from "../../components";
import { newKeyFiles } from "./keyPair";
import { declaredBy, valueOf } from "./mocks";

const args = {
    domain: "example.eu.auth0.com",
    clientId: "QXBwbGljYXRpb25JZA",
    serverUrl: "https://om.example.com/",
    admins: ["Jane.Doe@example.com", "john@example.com"],
    keyId: "0d5a3b5e-7e4c-4b0e-9d53-5e9c4f5d7f11",
    ...newKeyFiles(),
};
const spa: ServerConfigurationArgs = { ...args, applicationType: "spa" };
const web: ServerConfigurationArgs = { ...args, applicationType: "web", clientSecret: "s3cr3t" };

async function environmentOf(of: ServerConfigurationArgs): Promise<{ value: Record<string, string>; secret: boolean }> {
    let configuration: ServerConfiguration | undefined;
    await declaredBy(() => {
        configuration = new ServerConfiguration("om", of);
    });
    ok(configuration);
    return valueOf(configuration.environment);
}

function mistakes(of: ServerConfigurationArgs): string[] {
    try {
        new ServerConfiguration("om", of);
    } catch (error) {
        ok(error instanceof InvalidInput);
        return error.problems.map(({ key }) => key);
    }
    return [];
}

const common = {
    AUTHORIZER_CLASS_NAME: "org.openmetadata.service.security.DefaultAuthorizer",
    AUTHORIZER_REQUEST_FILTER: "org.openmetadata.service.security.JwtFilter",
    AUTHORIZER_ADMIN_PRINCIPALS: "[jane.doe,john]",
    AUTHORIZER_PRINCIPAL_DOMAIN: "example.com",
    AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "true",
    AUTHORIZER_ALLOWED_DOMAINS: "[]",
    AUTHORIZER_USE_ROLES_FROM_PROVIDER: "false",
    AUTHORIZER_ENABLE_SECURE_SOCKET: "false",
    AUTHENTICATION_PROVIDER: "auth0",
    CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME: "auth0",
    AUTHENTICATION_PUBLIC_KEYS:
        "[https://example.eu.auth0.com/.well-known/jwks.json,https://om.example.com/api/v1/system/config/jwks]",
    AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM: "RS256",
    AUTHENTICATION_AUTHORITY: "https://example.eu.auth0.com",
    AUTHENTICATION_CLIENT_ID: "QXBwbGljYXRpb25JZA",
    AUTHENTICATION_CALLBACK_URL: "https://om.example.com/callback",
    AUTHENTICATION_JWT_PRINCIPAL_CLAIMS: "[email,preferred_username,sub]",
    AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING: "[]",
    AUTHENTICATION_ENABLE_SELF_SIGNUP: "true",
    FORCE_SECURE_SESSION_COOKIE: "true",
    AUTHENTICATION_SESSION_EXPIRY: "604800",
    RSA_PUBLIC_KEY_FILE_PATH: "/etc/openmetadata/jwtkeys/public_key.der",
    RSA_PRIVATE_KEY_FILE_PATH: "/etc/openmetadata/jwtkeys/private_key.der",
    JWT_ISSUER: "om.example.com",
    JWT_KEY_ID: "0d5a3b5e-7e4c-4b0e-9d53-5e9c4f5d7f11",
};

describe("ServerConfiguration", () => {
    it("A single-page application gets public client settings without a secret", async () => {
        deepEqual(await environmentOf(spa), {
            value: { ...common, AUTHENTICATION_CLIENT_TYPE: "public" },
            secret: false,
        });
    });

    it("A web application gets confidential client settings as a secret", async () => {
        deepEqual(await environmentOf(web), {
            value: {
                ...common,
                AUTHENTICATION_CLIENT_TYPE: "confidential",
                OIDC_CLIENT_ID: "QXBwbGljYXRpb25JZA",
                OIDC_TYPE: "auth0",
                OIDC_CLIENT_SECRET: "s3cr3t",
                OIDC_SCOPE: "openid email profile offline_access",
                OIDC_DISCOVERY_URI: "https://example.eu.auth0.com/.well-known/openid-configuration",
                OIDC_PREFERRED_JWS: "RS256",
                OIDC_RESPONSE_TYPE: "code",
                OIDC_CALLBACK: "https://om.example.com/callback",
                OIDC_SERVER_URL: "https://om.example.com",
                OIDC_CLIENT_AUTH_METHOD: "client_secret_post",
                OIDC_TENANT: "example.eu.auth0.com",
                OIDC_PROMPT_TYPE: "",
                OIDC_MAX_AGE: "",
                OIDC_OM_REFRESH_TOKEN_VALIDITY: "3600",
                OIDC_SESSION_EXPIRY: "604800",
            },
            secret: true,
        });
    });

    it("The issuer, the principal domain and the key folder can be set", async () => {
        const { value } = await environmentOf({
            ...spa,
            issuer: "catalog.example.com",
            principalDomain: "example.com",
            keyFolder: "/keys",
        });
        equal(value["JWT_ISSUER"], "catalog.example.com");
        equal(value["AUTHORIZER_PRINCIPAL_DOMAIN"], "example.com");
        equal(value["RSA_PRIVATE_KEY_FILE_PATH"], "/keys/private_key.der");
    });

    it("The custom domain replaces the tenant's own domain in every setting", async () => {
        const { value: own } = await environmentOf(web);
        const { value } = await environmentOf({ ...web, customDomain: "Login.example.com" });
        const text = JSON.stringify(own).replaceAll("example.eu.auth0.com", "login.example.com");
        deepEqual(value, JSON.parse(text));
        ok(!JSON.stringify(value).includes("auth0.com"));
    });

    it("An invalid custom domain, or the tenant's own domain as one, is refused", () => {
        for (const [domains, message] of [
            [{ customDomain: "https://login.example.com" }, /customDomain: .* is not a valid custom domain/],
            [
                { domain: "login.example.com", customDomain: "Login.example.com" },
                /customDomain: .* is already set in domain/,
            ],
        ] as const) {
            throws(() => new ServerConfiguration("server", { ...web, ...domains }), message);
        }
    });

    it("The organization ID becomes a custom parameter, for web applications only", async () => {
        const { value } = await environmentOf({ ...web, organizationId: pulumi.output("org_1") });
        equal(value["OIDC_CUSTOM_PARAMS"], "{customParamKey1: organization, customParamValue1: org_1}");
        ok(!("OIDC_CUSTOM_PARAMS" in (await environmentOf(web)).value));
        for (const [wrong, message] of [
            [{ ...web, organizationId: "acme" }, /organizationId: "acme" is not the ID of an organization/],
            [{ ...spa, organizationId: "org_1" }, /organizationId: cannot be used with a Single Page Application/],
        ] as const) {
            throws(() => new ServerConfiguration("server", wrong), message);
        }
    });

    it("OpenMetadata 2.0 and later gets its own session expiry, earlier releases Auth0's refresh token", async () => {
        const { value: older } = await environmentOf({ ...web, targetVersion: "1.13.1", sessionExpiry: 7200 });
        equal(older["OIDC_SCOPE"], "openid email profile offline_access");
        equal(older["OIDC_SESSION_EXPIRY"], "7200");
        ok(!("AUTHENTICATION_SESSION_EXPIRY" in older));
        const { value: newer } = await environmentOf({ ...web, targetVersion: "2.0.9", sessionExpiry: 7200 });
        equal(newer["OIDC_SCOPE"], "openid email profile");
        equal(newer["AUTHENTICATION_SESSION_EXPIRY"], "7200");
        ok(!("OIDC_SESSION_EXPIRY" in newer));
    });

    it("selfSignup, enforcePrincipalDomain and allowedDomains set their own variables and no others", async () => {
        const asUsual = { ...common, AUTHENTICATION_CLIENT_TYPE: "public" };
        for (const [changes, changed] of [
            [{ selfSignup: false }, { AUTHENTICATION_ENABLE_SELF_SIGNUP: "false" }],
            [{ enforcePrincipalDomain: false }, { AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "false" }],
            [
                { allowedDomains: ["example.com", "example.org"] },
                { AUTHORIZER_ALLOWED_DOMAINS: "[example.com,example.org]" },
            ],
        ] as [Partial<ServerConfigurationArgs>, Record<string, string>][]) {
            const { value } = await environmentOf({ ...spa, ...changes });
            deepEqual(value, { ...asUsual, ...changed }, JSON.stringify(changes));
        }
    });

    it("Domains are written in lower case, as the server compares them literally", async () => {
        const { value: one } = await environmentOf({ ...spa, principalDomain: "Example.COM" });
        equal(one["AUTHORIZER_PRINCIPAL_DOMAIN"], "example.com");
        const { value: several } = await environmentOf({
            ...spa,
            admins: ["Jane@Example.com", "john@Sub.example.com"],
            allowedDomains: [pulumi.output("Example.com"), "sub.EXAMPLE.com"],
        });
        equal(several["AUTHORIZER_PRINCIPAL_DOMAIN"], "example.com");
        equal(several["AUTHORIZER_ALLOWED_DOMAINS"], "[example.com,sub.example.com]");
        equal(several["AUTHORIZER_ADMIN_PRINCIPALS"], "[jane,john]");
    });

    it("publicKeyUrls replaces the server's own URL of public keys, never Auth0's", async () => {
        const auth0 = "https://example.eu.auth0.com/.well-known/jwks.json";
        const internal = "http://127.0.0.1:8585/api/v1/system/config/jwks";
        for (const publicKeyUrls of [[internal], [auth0, internal]]) {
            const { value } = await environmentOf({ ...spa, publicKeyUrls });
            equal(value["AUTHENTICATION_PUBLIC_KEYS"], `[${auth0},${internal}]`);
        }
        const { value } = await environmentOf({ ...spa, publicKeyUrls: [] });
        equal(value["AUTHENTICATION_PUBLIC_KEYS"], `[${auth0}]`);
    });

    it("A configured prompt and max_age are passed to the server", async () => {
        const { value } = await environmentOf({ ...web, prompt: "login", maxAge: pulumi.output(0) });
        deepEqual([value["OIDC_PROMPT_TYPE"], value["OIDC_MAX_AGE"]], ["login", "0"]);
    });

    it("Settings of newer releases are passed when targetVersion has them", async () => {
        const { value } = await environmentOf({
            ...spa,
            targetVersion: "2.0.0",
            enableAutoRedirect: true,
            maxActiveSessionsPerUser: 1,
            additionalTrustedRedirectUris: ["https://a.example.com/done", "https://b.example.com/done"],
        });
        equal(value["AUTHENTICATION_ENABLE_AUTO_REDIRECT"], "true");
        equal(value["AUTHENTICATION_MAX_ACTIVE_SESSIONS_PER_USER"], "1");
        equal(
            value["AUTHENTICATION_ADDITIONAL_TRUSTED_REDIRECT_URIS"],
            "[https://a.example.com/done,https://b.example.com/done]",
        );
    });

    it("Settings that targetVersion lacks are refused, also without a targetVersion", () => {
        const newer = {
            enableAutoRedirect: false,
            maxActiveSessionsPerUser: 5,
            additionalTrustedRedirectUris: ["https://a.example.com/done"],
        };
        deepEqual(mistakes({ ...spa, ...newer }), Object.keys(newer));
        deepEqual(mistakes({ ...spa, ...newer, targetVersion: "1.11" }), Object.keys(newer));
        deepEqual(mistakes({ ...spa, ...newer, targetVersion: "1.11.5" }), Object.keys(newer).slice(1));
        deepEqual(mistakes({ ...spa, ...newer, targetVersion: "2.0" }), []);
        deepEqual(mistakes({ ...spa, ...newer, targetVersion: "latest" }), ["targetVersion"]);
    });

    it("The claims for user name and email can be set", async () => {
        const { value } = await environmentOf({
            ...spa,
            principalClaims: ["email"],
            principalClaimsMapping: { username: "nickname", email: "om_email" },
        });
        equal(value["AUTHENTICATION_JWT_PRINCIPAL_CLAIMS"], "[email]");
        equal(value["AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING"], "[username:nickname,email:om_email]");
    });

    it("Admins are written by user name when another claim names users", async () => {
        const { value } = await environmentOf({
            ...spa,
            admins: ["JDoe", pulumi.output("john")],
            principalDomain: "example.com",
            principalClaimsMapping: { username: "employee", email: "email" },
        });
        equal(value["AUTHORIZER_ADMIN_PRINCIPALS"], "[jdoe,john]");
        equal(value["AUTHORIZER_PRINCIPAL_DOMAIN"], "example.com");
        // Auth0 fills a nickname with the part of the address before the @ where nothing else is said.
        const nickname = { principalClaimsMapping: { username: "nickname", email: "email" } };
        const { value: either } = await environmentOf({ ...spa, ...nickname, admins: ["jdoe", "john@example.com"] });
        equal(either["AUTHORIZER_ADMIN_PRINCIPALS"], "[jdoe,john]");
        equal(either["AUTHORIZER_PRINCIPAL_DOMAIN"], "example.com");
    });

    it("Admins that no user can match by the naming claim are refused", () => {
        const named = (claim: string) => ({ principalClaimsMapping: { username: claim, email: "om_email" } });
        const cases: [object, string[]][] = [
            [{ ...named("employee"), admins: ["jane.doe@example.com"] }, ["admins[0]"]],
            [{ ...named("employee"), admins: ["jdoe"] }, ["principalDomain"]],
            [{ ...named("employee"), admins: ["jdoe", "JDOE"], principalDomain: "example.com" }, ["admins[1]"]],
            [{ ...named("employee"), admins: ["admin"], principalDomain: "example.com" }, ["admins[0]"]],
            [{ ...named("email"), admins: ["jdoe", "john@example.com"] }, ["admins[0]"]],
            [{ ...named("om_email"), admins: ["jdoe", "john@example.com"] }, ["admins[0]"]],
            [
                { ...named("nickname"), admins: ["jdoe", "john@example.org"], principalDomain: "example.com" },
                ["admins[1]"],
            ],
            [named("sub"), ["admins"]],
            [{ principalClaims: ["sub"], enforcePrincipalDomain: false }, ["admins"]],
        ];
        for (const [changes, expected] of cases) {
            deepEqual(mistakes({ ...spa, ...changes }), expected, JSON.stringify(changes));
        }
    });

    it("A mapped claim that the server's release cannot find is refused", () => {
        const of = (claim: string, targetVersion?: string) =>
            mistakes({
                ...spa,
                admins: ["jdoe"],
                principalDomain: "example.com",
                principalClaimsMapping: { username: claim, email: claim.replace("login", "email") },
                targetVersion,
            }).filter((key) => key !== "admins[0]");
        const both = ["principalClaimsMapping.username", "principalClaimsMapping.email"];
        for (const targetVersion of [undefined, "1.10", "1.12.6", "2.0.7"]) {
            deepEqual(of("https://example.com/login", targetVersion), both);
            deepEqual(of("urn:login", targetVersion), both);
            deepEqual(of("om_login", targetVersion), []);
        }
        deepEqual(of("om.login"), both);
        deepEqual(of("om.login", "1.11.5"), both);
        deepEqual(of("om.login", "1.11.4"), []);
    });

    it("Enforcing domains is refused when the naming claim has no domain", () => {
        for (const principalClaims of [["nickname", "email"], ["sub"]]) {
            ok(mistakes({ ...spa, principalClaims }).includes("principalClaims"));
        }
        deepEqual(mistakes({ ...spa, principalClaims: ["preferred_username", "email", "sub"] }), []);
        deepEqual(mistakes({ ...spa, principalClaims: ["nickname"], enforcePrincipalDomain: false }), []);
        deepEqual(
            mistakes({
                ...spa,
                principalClaims: ["nickname"],
                principalClaimsMapping: { username: "nickname", email: "email" },
            }),
            [],
        );
    });

    it("ServerConfiguration reports invalid versions, claims and lifetimes at once", () => {
        deepEqual(
            mistakes({
                ...spa,
                targetVersion: "1.9",
                principalClaims: [],
                principalClaimsMapping: { username: "a b", email: "email" },
                sessionExpiry: 60,
                tokenValidity: 0,
            }),
            ["principalClaims", "targetVersion", "sessionExpiry", "tokenValidity", "principalClaimsMapping.username"],
        );
    });

    it("A loopback server without TLS gets no secure cookie", async () => {
        const { value } = await environmentOf({ ...spa, serverUrl: "http://localhost:8585" });
        equal(value["FORCE_SECURE_SESSION_COOKIE"], "false");
        equal(value["AUTHENTICATION_CALLBACK_URL"], "http://localhost:8585/callback");
    });

    it("An admin may be an output that is known later", async () => {
        const { value } = await environmentOf({ ...spa, admins: [pulumi.output(Promise.resolve("late@example.com"))] });
        equal(value["AUTHORIZER_ADMIN_PRINCIPALS"], "[late]");
    });

    it("A client secret is refused for a single-page application and required for a web application", () => {
        deepEqual(mistakes({ ...spa, clientSecret: "s3cr3t" }), ["clientSecret"]);
        deepEqual(mistakes({ ...web, clientSecret: undefined }), ["clientSecret"]);
    });

    it("OpenMetadata's default key ID, issuer, admin and domain are refused", () => {
        deepEqual(mistakes({ ...spa, keyId: "Gb389a-9f76-gdjs-a92j-0242bk94356" }), ["keyId"]);
        deepEqual(mistakes({ ...spa, issuer: "open-metadata.org" }), ["issuer"]);
        deepEqual(mistakes({ ...spa, admins: ["admin@example.com"] }), ["admins[0]"]);
        deepEqual(mistakes({ ...spa, admins: ["jane@open-metadata.org"], principalDomain: "open-metadata.org" }), [
            "principalDomain",
        ]);
    });

    describe("Secrets in errors of ServerConfiguration", () => {
        const { privateKeyDer } = newKeyFiles();
        for (const [what, of, key, secret] of [
            ["client secret of a single-page application", { ...spa, clientSecret: "s3cr3t" }, "clientSecret"],
            ["empty client secret", { ...web, clientSecret: "" }, "clientSecret"],
            ["client secret of more than one line", { ...web, clientSecret: "s3cr3t\nof 2 lines" }, "clientSecret"],
            ["client secret that YAML reads as a date", { ...web, clientSecret: "2027-01-31" }, "clientSecret"],
            ["malformed Fernet key", { ...web, fernetKey: "s3cr3t-but-not-32-bytes" }, "fernetKey"],
            [
                "Fernet key that is followed by a malformed one",
                { ...web, fernetKey: `${"A".repeat(43)}=,s3cr3t` },
                "fernetKey",
                "s3cr3t",
            ],
            ["private key that is not DER", { ...web, privateKeyDer: "s3cr3t-of-no-form" }, "privateKeyDer"],
            ["private key of another pair", { ...web, privateKeyDer }, "publicKeyDer", privateKeyDer.slice(-40)],
        ] as readonly (readonly [string, ServerConfigurationArgs, string, string?])[]) {
            it(`The error about a ${what} does not contain it`, () => {
                const given = secret ?? (of as unknown as Record<string, string>)[key] ?? "";
                throws(
                    () => new ServerConfiguration("om", of),
                    (error) => {
                        ok(error instanceof InvalidInput);
                        deepEqual(
                            error.problems.map((problem) => problem.key),
                            [key],
                        );
                        // With its problems, its cause and its stack.
                        const text = inspect(error, { depth: Infinity, showHidden: true });
                        for (const part of given.split(/[\n,]/).filter((line) => line !== "")) {
                            ok(!text.includes(part), text);
                        }
                        return true;
                    },
                );
            });
        }
    });
});
