import { deepEqual, match, notEqual } from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput } from "../../components";
import { readConfig } from "../../config";
import { keyOf, configurableNames } from "../../components/options/table";
import { checkSettingsCarrySecret } from "../../openmetadata/applicationType";
import { checkKeyRotations } from "../../openmetadata/keyRotations";
import { checkRotation } from "../../openmetadata/names";
import { checkPrincipalClaims } from "../../openmetadata/principalClaims";
import type { Problem } from "../../openmetadata/problem";
import { checkKubernetesName } from "../../openmetadata/renderings/kubernetesSecrets";
import { shipped } from "../../openmetadata/shipped";
import { runProcess } from "../../processes/childProcess";
import { declaredBy } from "./mocks";

/** Keys of a stack's configuration, of this project where they have no prefix, or variables of the environment. */
type Settings = Record<string, string | undefined>;

/** A stack with which nothing is wrong. */
const right: Settings = {
    applicationType: "web",
    openMetadataUrl: "https://om.example.com",
    admins: "jane.doe@example.com",
    "auth0:domain": "example.eu.auth0.com",
    "auth0:clientId": "id",
    "auth0:clientSecret": "provider-secret",
};
const variables = /^(AUTH0_|OPENMETADATA_TOKEN)/;

/** What is wrong with a stack. */
async function problemsWith(changes: Settings): Promise<readonly Problem[]> {
    const given = Object.entries({ ...right, ...changes }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const isVariable = ([name]: [string, string]): boolean => variables.test(name);
    Object.assign(process.env, Object.fromEntries(given.filter(isVariable)));
    let problems: readonly Problem[] = [];
    await declaredBy(() => {
        pulumi.runtime.setAllConfig(
            Object.fromEntries(
                given
                    .filter((entry) => !isVariable(entry))
                    .map(([name, value]) => [name.includes(":") ? name : `openmetadata-auth0:${name}`, value]),
            ),
            [],
        );
        try {
            readConfig();
        } catch (error) {
            if (!(error instanceof InvalidInput)) {
                throw error;
            }
            problems = error.problems;
        }
    });
    clearVariables();
    return problems;
}

function clearVariables(): void {
    for (const name of Object.keys(process.env).filter((one) => variables.test(one))) {
        Reflect.deleteProperty(process.env, name);
    }
}

/** What a command that is named in an advice prints. */
async function printed(command = ""): Promise<string> {
    const { exitCode, stdout, stderr } = await runProcess("sh", ["-c", command]);
    notEqual(stdout, "", `${command} ended with ${exitCode}: ${stderr}`);
    return stdout.trim();
}

function list(...items: string[]): string {
    return JSON.stringify(items);
}

/** The words of an enumeration: "a, b or c". */
function words(enumeration = ""): string[] {
    return enumeration.split(/, | or /);
}

const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "pem", type: "pkcs8" });
const encrypted = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "pem",
    type: "pkcs8",
    cipher: "aes-256-cbc",
    passphrase: "passphrase",
});
const otherDomain = { admins: list("jane.doe@example.com", "john@example.org") };
const named = { admins: "jane", principalDomain: "example.com" };
const token = "header.claims.signature";

/**
 * What is wrong, the key that is named, its advice with what it names in groups, and all ways of following it: the settings
 * that are changed then.
 */
const advices: [Settings, string, RegExp, (...named: string[]) => Promise<Settings[]> | Settings[]][] = [
    // The application and its secret.
    [
        { applicationType: "native" },
        "applicationType",
        /^Write "(spa)" .* or "(web)" /,
        (...all) => all.map((applicationType) => ({ applicationType })),
    ],
    [
        { clientSecret: "a".repeat(32), applicationType: "spa" },
        "clientSecret",
        /^Remove the secret, or set applicationType to "(web)"\.$/,
        (applicationType) => [{ clientSecret: undefined }, { applicationType }],
    ],
    [
        { clientSecretRotation: "one", applicationType: "spa" },
        "clientSecretRotation",
        /^Remove the secret, or set applicationType to "(web)"\.$/,
        (applicationType) => [{ clientSecretRotation: undefined }, { applicationType }],
    ],
    [
        { clientSecret: "too short" },
        "clientSecret",
        /`(.*)` generates one\.$/,
        async (command) => [{ clientSecret: await printed(command) }],
    ],
    [
        { clientSecret: "a".repeat(32), clientSecretRotation: "one" },
        "clientSecretRotation",
        /^Remove one of the two/,
        () => [{ clientSecret: undefined }, { clientSecretRotation: undefined }],
    ],
    ...["clientSecretRotation", "botTokenRotation", "settingsRewrite"].map((key): (typeof advices)[number] => [
        { [key]: "two\nlines" },
        key,
        /such as (.*)\.$/,
        (name) => [{ [key]: name }],
    ]),
    [
        { connections: "/" },
        "connections[0]",
        /such as (\S+), or its ID, (\S+)…/,
        (name, id) => [{ connections: name }, { connections: `${id}a1B2` }],
    ],
    [
        { additionalGrantTypes: "refresh" },
        "additionalGrantTypes[0]",
        /^Write one of (.*);/,
        (grants) => words(grants).map((grant) => ({ additionalGrantTypes: grant })),
    ],
    [
        { additionalGrantTypes: "client_credentials", applicationType: "spa" },
        "additionalGrantTypes[0]",
        /set applicationType to "(web)"\.$/,
        (applicationType) => [{ applicationType }, { additionalGrantTypes: undefined }],
    ],
    // Keys.
    [
        { privateKey: "no key" },
        "privateKey",
        /as `(.*)` generates it\.$/,
        async (command) => [{ privateKey: await printed(command) }],
    ],
    [
        { privateKey: String(elliptic) },
        "privateKey",
        /as `(.*)` generates it\.$/,
        async (command) => [{ privateKey: await printed(command) }],
    ],
    [
        { privateKey: String(encrypted) },
        "privateKey",
        /`(.*)`\.$/,
        async (command) => [{ privateKey: await decrypted(command) }],
    ],
    [{ keyId: shipped.keyIds[0] }, "keyId", /such as a random UUID\.$/, () => [{ keyId: randomUUID() }]],
    [{ keyId: "a key" }, "keyId", /such as a UUID\.$/, () => [{ keyId: randomUUID() }]],
    [{ keySize: "1024" }, "keySize", /^Write (.*)\.$/, (sizes) => words(sizes).map((keySize) => ({ keySize }))],
    [{ keySize: "big" }, "keySize", /such as (.*)\.$/, (keySize) => [{ keySize }]],
    [{ keyRotations: "a generation" }, "keyRotations[0]", /such as (.*)\.$/, (name) => [{ keyRotations: name }]],
    [{ keyFolder: "keys" }, "keyFolder", /such as (.*)\.$/, (keyFolder) => [{ keyFolder }]],
    [{ keyFolder: shipped.keyFolder }, "keyFolder", /such as (.*)\.$/, (keyFolder) => [{ keyFolder }]],
    [
        { fernetKey: "no key" },
        "fernetKey",
        /as `(.*)` generates it; .* alone or after a new one and a comma\.$/,
        async (command) => {
            const [first, second] = [await printed(command), await printed(command)];
            return [
                { fernetKey: first },
                { fernetKey: `${first},${second}` },
                { fernetKey: `${first},${shipped.fernetKey}` },
            ];
        },
    ],
    [
        { fernetKey: shipped.fernetKey },
        "fernetKey",
        /as `(.*)` generates it; .* that key, a comma and this one\.$/,
        async (command) => {
            const key = await printed(command);
            return [{ fernetKey: key }, { fernetKey: `${key},${shipped.fernetKey}` }];
        },
    ],
    [{ issuer: shipped.issuer }, "issuer", /such as the host of the server\.$/, () => [{ issuer: "om.example.com" }]],
    [
        { issuer: "an issuer" },
        "issuer",
        /^Write a host name or an https URL/,
        () => [{ issuer: "om.example.com" }, { issuer: "https://om.example.com" }],
    ],
    // Settings.
    [
        { targetVersion: "1.1" },
        "targetVersion",
        /such as (\S+); (\S+) and later are supported/,
        (...all) => all.map((targetVersion) => ({ targetVersion })),
    ],
    [
        { targetVersion: "newest" },
        "targetVersion",
        /such as (\S+); (\S+) and later are supported/,
        (...all) => all.map((targetVersion) => ({ targetVersion })),
    ],
    [{ sessionExpiry: "60" }, "sessionExpiry", /, (\d+) or more\.$/, (sessionExpiry) => [{ sessionExpiry }]],
    [{ tokenValidity: "0" }, "tokenValidity", /, (\d+) or more\.$/, (tokenValidity) => [{ tokenValidity }]],
    [
        { maxActiveSessionsPerUser: "0", targetVersion: "2.0.7" },
        "maxActiveSessionsPerUser",
        /, (\d+) or more\.$/,
        (number) => [{ maxActiveSessionsPerUser: number }],
    ],
    [
        { selfSignup: "yes" },
        "selfSignup",
        /^Write (true) or (false)\.$/,
        (...all) => all.map((selfSignup) => ({ selfSignup })),
    ],
    ...["none", "often"].map((prompt): (typeof advices)[number] => [
        { prompt },
        "prompt",
        /^Write one of (.*), or remove it\.$/,
        (prompts) => [...words(prompts).map((one) => ({ prompt: one })), { prompt: undefined }],
    ]),
    [
        { maxAge: "60", applicationType: "spa" },
        "maxAge",
        /^Remove it, or set applicationType to "(web)"\.$/,
        (applicationType) => [{ maxAge: undefined }, { applicationType }],
    ],
    ...Object.entries({
        enableAutoRedirect: "true",
        maxActiveSessionsPerUser: "3",
        additionalTrustedRedirectUris: "https://a.example.com",
    }).flatMap(([key, value]) =>
        [undefined, "1.10.4"].map((targetVersion): (typeof advices)[number] => [
            { [key]: value, targetVersion },
            key,
            /^Remove it, or set targetVersion .*, (\S+) or later\.$/,
            (version) => [{ [key]: undefined }, { targetVersion: version }],
        ]),
    ),
    [{ publicKeyUrls: "keys" }, "publicKeyUrls[0]", /such as (\S+), without/, (url) => [{ publicKeyUrls: url }]],
    [
        { publicKeyUrls: "http://om.example.com/keys" },
        "publicKeyUrls[0]",
        /^Write an https URL, or one of (\S+) if/,
        (url) => [{ publicKeyUrls: "https://om.example.com/keys" }, { publicKeyUrls: url }],
    ],
    [{ unknown: "value" }, "unknown", /^Remove it, or write one of (.*)\.$/, () => [{ unknown: undefined }]],
    // The bots of a running server, and the tokens that it is changed with.
    [{ bots: "a/b" }, "bots[0]", /such as (.*)\.$/, (bots) => [{ bots }]],
    [
        { botTokenExpiry: "2" },
        "botTokenExpiry",
        /^Write one of (.*)\.$/,
        (all) => words(all).map((botTokenExpiry) => ({ botTokenExpiry })),
    ],
    [{ caCertificate: "two\nlines" }, "caCertificate", /such as (.*)\.$/, (caCertificate) => [{ caCertificate }]],
    [
        { "openmetadata:token": `{"https://om.example.com":${token}}` },
        "openmetadata:token",
        /^Write the (token) alone, or (\{.*\})\.$/,
        (_word, object) => [{ "openmetadata:token": token }, { "openmetadata:token": object }],
    ],
    [
        { "openmetadata:token": `{"https://other.example.com":"${token}"}` },
        "openmetadata:token.https://other.example.com",
        /^Write one of (.*)\.$/,
        (urls) => words(urls).map((url) => ({ "openmetadata:token": JSON.stringify({ [url]: token }) })),
    ],
    [
        { "openmetadata:token": `{"https://om.example.com":"${token}","https://OM.example.com/":"${token}"}` },
        "openmetadata:token.https://OM.example.com/",
        /^Remove one of the two\.$/,
        () =>
            ["https://om.example.com", "https://OM.example.com/"].map((url) => ({
                "openmetadata:token": JSON.stringify({ [url]: token }),
            })),
    ],
    [
        { OPENMETADATA_TOKEN: "two words" },
        "OPENMETADATA_TOKEN",
        /^Copy the whole token again, and nothing else\.$/,
        () => [{ OPENMETADATA_TOKEN: token }],
    ],
    // The tenant.
    [
        { "auth0:domain": undefined },
        "auth0:domain",
        /such as (.*), or set AUTH0_DOMAIN\.$/,
        (domain) => [{ "auth0:domain": domain }, { AUTH0_DOMAIN: domain }],
    ],
    [
        { "auth0:domain": "https://example.eu.auth0.com/" },
        "auth0:domain",
        /such as (.*), or set AUTH0_DOMAIN\.$/,
        (domain) => [{ "auth0:domain": domain }],
    ],
    // A custom domain in place of the tenant's own.
    [
        { "auth0:domain": "login.example.org" },
        "auth0:domain",
        /own domain, such as (\S+), and the custom domain in openmetadata-auth0:(\w+); if .* set (\S+) to (\S+) with/,
        (domain = "", customKey = "", audienceKey = "", audience = "") => [
            { "auth0:domain": domain, [customKey]: "login.example.org" },
            { [audienceKey]: audience.replace("TENANT", domain) },
        ],
    ],
    [
        { "auth0:domain": "login.example.org", "auth0:audience": "https://login.example.com/api" },
        "auth0:audience",
        /such as (\S+)\.$/,
        (audience) => [{ "auth0:audience": audience }],
    ],
    [
        { "auth0:audience": "https://other.eu.auth0.com/api/v2/" },
        "auth0:audience",
        /^Remove it\.$/,
        () => [{ "auth0:audience": undefined }],
    ],
    [
        {
            "auth0:domain": "access.example.org",
            AUTH0_AUDIENCE: "https://Login.example.org/api/v2/",
            customDomain: "login.example.org",
        },
        "auth0:audience",
        /^Write (\S+) with the tenant's own domain\.$/,
        (audience = "") => [{ AUTH0_AUDIENCE: audience.replace("TENANT", "example.eu.auth0.com") }],
    ],
    ...["https://login.example.org", "login.example.org/", "login.example.org:443", "login", "203.0.113.7"].map(
        (customDomain): (typeof advices)[number] => [
            { customDomain },
            "customDomain",
            /such as (\S+)\.$/,
            (named) => [{ customDomain: named }],
        ],
    ),
    ...["example.eu.auth0.com", "Other.auth0.com", "example-cd-1.edge.tenants.auth0.com"].map(
        (customDomain): (typeof advices)[number] => [
            { customDomain },
            "customDomain",
            /such as (\S+), or remove it\.$/,
            (named) => [{ customDomain: named }, { customDomain: undefined }],
        ],
    ),
    [
        {
            "auth0:domain": "login.example.org",
            "auth0:audience": "https://example.eu.auth0.com/api/v2/",
            customDomain: "Login.example.org",
        },
        "customDomain",
        /such as (\S+), in (\S+); if it has no other, remove this one\.$/,
        (domain, key = "") => [{ [key]: domain }, { customDomain: undefined }],
    ],
    [
        { customDomain: "login.localhost:4443" },
        "customDomain",
        /such as (\S+), or remove it\.$/,
        (named) => [{ customDomain: named }, { customDomain: undefined }],
    ],
    [
        { "auth0:clientId": undefined },
        "auth0:clientId",
        /^Write the client ID .*, or set (\S+)\.$/,
        (variable = "") => [{ "auth0:clientId": "id" }, { [variable]: "id" }],
    ],
    [
        { "auth0:clientSecret": undefined },
        "auth0:clientSecret",
        /^Run `pulumi config set --secret (\S+)` .*, or set (\S+)\.$/,
        (...all) => all.map((name) => ({ [name]: "secret" })),
    ],
    // Users and admins.
    [
        { admins: undefined },
        "admins",
        /^Write at least one e-mail address\.$/,
        () => [{ admins: "jane.doe@example.com" }],
    ],
    [
        { admins: "admin@example.com" },
        "admins[0]",
        /^Write a user's e-mail address\.$/,
        () => [{ admins: "jane.doe@example.com" }],
    ],
    [{ admins: "jane.doe" }, "admins[0]", /such as (.*)\.$/, (admins) => [{ admins }]],
    [
        { admins: list("jane@example.com", "Jane@example.com") },
        "admins[1]",
        /^Remove one of the two\.$/,
        () => [{ admins: list("jane@example.com") }, { admins: list("Jane@example.com") }],
    ],
    [
        { admins: list("jane@example.com", "jane@example.org"), allowedDomains: list("example.com", "example.org") },
        "admins[1]",
        /^Remove one of the two\.$/,
        () => [{ admins: list("jane@example.com") }, { admins: list("jane@example.org") }],
    ],
    [
        { ...named, admins: "jane@example.com", principalClaims: "staff_id" },
        "admins[0]",
        /^Write this admin's value of the claim staff_id, up to the @/,
        () => [{ admins: "jane" }],
    ],
    [
        { admins: "jane", principalClaims: "staff_id" },
        "principalDomain",
        /such as (.*)\.$/,
        (principalDomain) => [{ principalDomain }],
    ],
    [
        { principalClaims: "sub", enforcePrincipalDomain: "false" },
        "admins",
        /such as (.*)\.$/,
        (principalClaims) => [{ principalClaims }],
    ],
    [
        { ...otherDomain },
        "admins[1]",
        /^Write an address of (\S+), or name all domains of your users in allowedDomains\.$/,
        (domain = "") => [
            { admins: list("jane.doe@example.com", `john@${domain}`) },
            { allowedDomains: list("example.com", "example.org") },
        ],
    ],
    [
        { ...otherDomain, allowedDomains: list("example.com", "example.net") },
        "admins[1]",
        /^Write an address of (\S+) or (\S+), or add (\S+) to allowedDomains\.$/,
        (first = "", second = "", third = "") => [
            ...[first, second].map((domain) => ({ admins: list("jane.doe@example.com", `john@${domain}`) })),
            { allowedDomains: list("example.com", "example.net", third) },
        ],
    ],
    [{ principalDomain: "example" }, "principalDomain", /such as (.*)\.$/, (principalDomain) => [{ principalDomain }]],
    [
        { principalDomain: shipped.principalDomain },
        "principalDomain",
        /^Write the domain of your own/,
        () => [{ principalDomain: "example.com" }],
    ],
    [
        { enforcePrincipalDomain: "false", allowedDomains: "example.com" },
        "allowedDomains",
        /^Remove openmetadata-auth0:(\S+), or the allowed domains\.$/,
        (key = "") => [{ [key]: undefined }, { allowedDomains: undefined }],
    ],
    [
        { allowedDomains: list("example.com", "Example.com") },
        "allowedDomains[1]",
        /^Remove it\.$/,
        () => [{ allowedDomains: list("example.com") }],
    ],
    [
        { admins: "jane@example.org", principalDomain: "example.com", allowedDomains: "example.org" },
        "allowedDomains",
        /^Add (\S+), or set principalDomain to one of the allowed domains\.$/,
        (domain = "") => [{ allowedDomains: list("example.org", domain) }, { principalDomain: "example.org" }],
    ],
    [
        { principalClaims: "a claim" },
        "principalClaims[0]",
        /such as (.*)\.$/,
        (principalClaims) => [{ principalClaims }],
    ],
    [
        { principalClaims: "nickname" },
        "principalClaims",
        /^Write (\S+) first, or set (\S+), which/,
        (first = "", mapping = "") => [
            { principalClaims: list(first, "nickname") },
            { [mapping]: '{"username":"nickname","email":"email"}' },
        ],
    ],
    ...["https://example.com/username", "user.name"].map((claim): (typeof advices)[number] => [
        { ...named, principalClaimsMapping: JSON.stringify({ username: claim, email: "email" }) },
        "principalClaimsMapping.username",
        /such as (\S+), and write that\.$/,
        (username) => [{ principalClaimsMapping: JSON.stringify({ username, email: "email" }) }],
    ]),
];

/** The same for what a configuration cannot hold, by the checks themselves. */
const ofArguments: [() => Problem[], RegExp, (named: string) => Problem[]][] = [
    [() => checkKubernetesName("name", "Upper"), /such as (\S+);/, (name) => checkKubernetesName("name", name)],
    [() => checkPrincipalClaims("claims", []), /such as (.*)\.$/, (claim) => checkPrincipalClaims("claims", [claim])],
    [() => checkKeyRotations("rotations", []), /^Write (.*)\.$/, (name) => checkKeyRotations("rotations", [name])],
    [() => checkSettingsCarrySecret("secret", "~"), /such as (.*)\.$/, (name) => checkRotation("rotation", name)],
];

/** Decrypts the key as the advice has it; what is typed there is an argument here. */
async function decrypted(command = ""): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-advice-"));
    const file = join(folder, "key.pem");
    await writeFile(file, encrypted);
    const key = await printed(`${command.replace("FILE", file)} -passin pass:passphrase`);
    await rm(folder, { recursive: true });
    return key;
}

describe("Advice of error messages", () => {
    const environment = { ...process.env };
    beforeEach(clearVariables);
    afterEach(() => {
        Object.assign(process.env, environment);
    });

    it("A valid configuration needs no advice", async () => {
        deepEqual(await problemsWith({}), []);
    });

    for (const [wrong, key, advice, follow] of advices) {
        it(`Following the advice about ${key} fixes ${JSON.stringify(wrong).slice(0, 100)}`, async function () {
            const problem = (await problemsWith(wrong)).find(
                (one) => one.key.replace("openmetadata-auth0:", "") === key,
            );
            match(problem?.write ?? "", advice);
            if (
                problem?.write.includes("openssl") === true &&
                (await runProcess("openssl", ["version"])).exitCode !== 0
            ) {
                console.log("      left out: there is no openssl here");
                this.skip();
            }
            const [, ...literals] = advice.exec(problem?.write ?? "") ?? [];
            for (const mended of await follow(...literals)) {
                deepEqual(await problemsWith({ ...wrong, ...mended }), [], JSON.stringify(mended));
            }
        });
    }

    it("Following the advice fixes arguments that no configuration key sets", () => {
        for (const [check, advice, follow] of ofArguments) {
            const [problem] = check();
            const [, named] = advice.exec(problem?.write ?? "") ?? [];
            deepEqual(follow(named ?? ""), [], problem?.write);
        }
    });

    it("The advice for an unknown key lists exactly the existing keys", async () => {
        const [problem] = await problemsWith({ unknown: "value" });
        deepEqual(
            problem?.write.replace(/^Remove it, or write one of |\.$/g, "").split(", "),
            configurableNames.map(keyOf),
        );
    });
});
