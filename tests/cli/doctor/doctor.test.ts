import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import type { Finding } from "../../../cli/commands/doctor/finding";
import { type Report, reportOf, tableOf } from "../../../cli/commands/doctor/report";
import type { Deployment } from "../../../openmetadata/deployment";
import { Database } from "../../openMetadataServer/database";
import { Issuer } from "./issuer";
import { Patient } from "./patient";

/** The modulus of the key that OpenMetadata ships; its private half is public too. */
const shippedModulus =
    "2XTHbrS8uYv-THweGDgqRciCTZJIU0NuaPUQT43V7oQgj3EFptWyRd0Q6xZjsf6O8z2zWZd0qNQbMm7qIcnSkBetkJKsoqg1qjT-GEKP09Go" +
    "RQLDpkl7ACgMr6Mxge7uGmE15TFTOBUGJboI3byx-LSzg6rZXr5jdq_8IqP7_OaiRAsLDjefC85Db-N7IE-FsxeDWX8jlyh1bfP-cIOrh9rN" +
    "ZxsXJuc6lloZE0z9CIB0knh1mLsFxQfU_KBgDdL_pLBwq9Kl5nS6veTiF7gplLsr61KOVRzyoyUbV7-TPb-lX4cGEjxaMb0MuCqioZwB_qxZ" +
    "U6c2ZisBgMu2pazPZQ";

/** What is wrong, and how doctor calls it. */
interface Fault {
    readonly id: string;
    readonly what: string;
    /** What else follows from it, and is named as well. */
    readonly also?: readonly string[];
    readonly deployment?: Partial<Deployment>;
    /** Starts the patient's server with the fault, and lets doctor look. */
    readonly examine: (patient: Patient) => Promise<Report>;
}

/** A fault in the tenant, of a server that has been started before. */
function tenantFault(id: string, what: string, faults: Issuer["faults"], also: readonly string[] = []): Fault {
    return {
        id,
        what,
        also,
        async examine(patient) {
            await patient.start();
            patient.issuer.faults = { ...patient.issuer.faults, ...faults };
            return patient.examine();
        },
    };
}

/** A fault in what the server was started with, which everyone can see. */
function settingFault(
    id: string,
    what: string,
    environment: (patient: Patient) => Record<string, string>,
    also: readonly string[] = ["settings.database"],
    asAdmin = false,
): Fault {
    return {
        id,
        what,
        also,
        async examine(patient) {
            await patient.start(environment(patient));
            return patient.examine(asAdmin ? { token: await patient.adminToken() } : {});
        },
    };
}

/** A fault in what the server was started with, which only an admin can see. */
function hiddenFault(
    id: string,
    what: string,
    environment: (patient: Patient) => Record<string, string>,
    also: readonly string[] = ["settings.database"],
): Fault {
    return settingFault(id, what, environment, also, true);
}

/** A fault that an admin's token shows. */
function adminFault(
    id: string,
    what: string,
    plant: (database: Database, patient: Patient) => void | Promise<void>,
    also: readonly string[] = [],
): Fault {
    return {
        id,
        what,
        also,
        async examine(patient) {
            const { database } = await patient.start();
            await plant(database, patient);
            return patient.examine({ token: await patient.adminToken() });
        },
    };
}

/** A fault in a token that is looked into. */
function jwtFault(id: string, what: string, token: (patient: Patient) => Promise<string>): Fault {
    return {
        id,
        what,
        also: ["jwt.form", "jwt.accepted"].includes(id) ? [] : ["jwt.accepted"],
        async examine(patient) {
            await patient.start();
            return patient.examine({ jwt: await token(patient), token: await patient.adminToken() });
        },
    };
}

function isWrong({ severity }: Finding): boolean {
    return severity === "warning" || severity === "error";
}

const hour = 3600;
const now = (): number => Math.floor(Date.now() / 1000);

/** A stack whose users are added to teams. */
const withTeams: Partial<Deployment> = { targetVersion: "1.12.6", teams: { "catalog-user": "Users" } };

const faults: readonly Fault[] = [
    tenantFault("tenant.discovery", "a tenant without a discovery document", { discoveryStatus: 404 }),
    tenantFault("tenant.issuer", "a tenant with another issuer", { issuer: "https://custom.example.com/" }),
    tenantFault("tenant.keys", "a tenant with an empty JWKS", { noKeys: true }, ["keys.reachable"]),
    tenantFault("tenant.secret", "a client secret that Auth0 rejects", { clientSecret: "another" }),
    tenantFault("server.clock", "clocks five minutes apart", { ahead: 300 }),
    {
        id: "server.reachable",
        what: "a server that is down",
        examine: (patient) => patient.examine(),
    },
    {
        id: "server.version",
        what: "an unsupported server version",
        async examine(patient) {
            await patient.start({}, { version: "1.9.4" });
            return patient.examine();
        },
    },
    {
        id: "server.version",
        what: "a targetVersion later than the server's version",
        deployment: { targetVersion: "2.0" },
        async examine(patient) {
            await patient.start({}, { version: "1.13.1" });
            return patient.examine();
        },
    },
    hiddenFault(
        "server.https",
        "a public key URL without TLS",
        ({ environment }) => ({
            AUTHENTICATION_PUBLIC_KEYS: `${environment["AUTHENTICATION_PUBLIC_KEYS"]?.slice(0, -1) ?? ""},http://keys.invalid/jwks]`,
        }),
        ["keys.reachable", "settings.database", "settings.publicKeys"],
    ),
    {
        id: "server.replicas",
        what: "replicas with different key IDs",
        also: ["keys.id"],
        async examine(patient) {
            await patient.startReplicas({ JWT_KEY_ID: "of-another-replica" });
            return patient.examine();
        },
    },
    {
        id: "server.reachable",
        what: "key files in PEM format",
        async examine(patient) {
            await patient.writeKeys("-----BEGIN PUBLIC KEY-----", "-----BEGIN PRIVATE KEY-----");
            await rejects(patient.start());
            return patient.examine();
        },
    },
    {
        id: "keys.loaded",
        what: "a server whose JWKS cannot be read",
        also: ["keys.reachable", "settings.deployed"],
        async examine(patient) {
            const { faults } = await patient.start();
            faults.add({ path: "/api/v1/system/config/jwks", status: 500 });
            return patient.examine();
        },
    },
    settingFault("keys.shipped", "the default key ID", () => ({ JWT_KEY_ID: "Gb389a-9f76-gdjs-a92j-0242bk94356" }), [
        "keys.id",
        "settings.deployed",
    ]),
    {
        id: "keys.shipped",
        what: "the default key under another key ID",
        also: ["keys.modulus", "settings.deployed"],
        async examine(patient) {
            const jwk = { kty: "RSA", n: shippedModulus, e: "AQAB" };
            const shipped = createPublicKey({ key: jwk, format: "jwk" });
            await patient.writeKeys(shipped.export({ format: "der", type: "spki" }), patient.otherKeys.privateKey);
            await patient.start();
            return patient.examine();
        },
    },
    settingFault("keys.id", "the key ID of another stack", () => ({ JWT_KEY_ID: "of-another-stack" }), [
        "settings.deployed",
    ]),
    {
        id: "keys.modulus",
        what: "another key under the same key ID",
        also: ["settings.deployed"],
        async examine(patient) {
            await patient.writeKeys(patient.otherKeys.publicKey, patient.otherKeys.privateKey);
            await patient.start();
            return patient.examine();
        },
    },
    hiddenFault(
        "keys.reachable",
        "a public key URL that does not answer",
        ({ environment, url }) => ({
            AUTHENTICATION_PUBLIC_KEYS:
                environment["AUTHENTICATION_PUBLIC_KEYS"]?.replace(url, "https://om.invalid") ?? "",
        }),
        ["settings.database", "settings.publicKeys"],
    ),
    {
        id: "settings.deployed",
        what: "a server with default settings",
        also: [
            "keys.shipped",
            "keys.id",
            "keys.modulus",
            "admins.password",
            "settings.provider",
            "settings.clientType",
            "settings.clientId",
            "settings.callback",
            "settings.authority",
            "settings.domain",
        ],
        async examine(patient) {
            await patient.start({}, { environment: {} });
            return patient.examine();
        },
    },
    {
        id: "settings.database",
        what: "database settings of a first start with basic authentication",
        also: ["settings.provider", "settings.clientType", "admins.password"],
        async examine(patient) {
            const first = await patient.start({
                AUTHENTICATION_PROVIDER: "basic",
                AUTHENTICATION_CLIENT_TYPE: "public",
            });
            await first.close();
            await patient.start({}, { database: first.database, version: "1.13.1" });
            return patient.examine();
        },
    },
    settingFault("settings.provider", "another authentication provider", () => ({ AUTHENTICATION_PROVIDER: "basic" }), [
        "settings.database",
        "admins.password",
    ]),
    settingFault("settings.clientType", "the client type of a SPA", () => ({ AUTHENTICATION_CLIENT_TYPE: "public" })),
    settingFault("settings.clientId", "the client ID of another application", () => ({
        AUTHENTICATION_CLIENT_ID: "another",
    })),
    settingFault("settings.callback", "the callback URL of another host", () => ({
        AUTHENTICATION_CALLBACK_URL: "http://localhost:8585/callback",
    })),
    settingFault("settings.authority", "an authority with a trailing slash", ({ environment }) => ({
        AUTHENTICATION_AUTHORITY: `${environment["AUTHENTICATION_AUTHORITY"] ?? ""}/`,
    })),
    hiddenFault("settings.publicKeys", "public key URLs without the server's own", ({ issuer }) => ({
        AUTHENTICATION_PUBLIC_KEYS: `[https://${issuer.domain}/.well-known/jwks.json]`,
    })),
    hiddenFault(
        "settings.admins",
        "the default admin among the admin principals",
        () => ({ AUTHORIZER_ADMIN_PRINCIPALS: "[admin, jane.doe, john]" }),
        ["settings.database", "admins.default"],
    ),
    hiddenFault(
        "settings.strangers",
        "a principal domain that is not enforced",
        () => ({ AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "false" }),
        ["settings.database", "settings.domain"],
    ),
    settingFault("settings.selfSignup", "disabled self-signup", () => ({ AUTHENTICATION_ENABLE_SELF_SIGNUP: "false" })),
    hiddenFault("settings.rest", "another OIDC scope", () => ({ OIDC_SCOPE: "openid" }), []),
    hiddenFault(
        "settings.roles",
        "roles from the provider",
        () => ({ AUTHORIZER_USE_ROLES_FROM_PROVIDER: "true" }),
        [],
    ),
    {
        id: "settings.environment",
        what: "an environment that differs from the settings in the database",
        async examine(patient) {
            const first = await patient.start();
            await first.close();
            await patient.start({ AUTHORIZER_PRINCIPAL_DOMAIN: "example.org" }, { database: first.database });
            return patient.examine({ token: await patient.adminToken() });
        },
    },
    {
        id: "admins.password",
        what: "admins with the default password",
        also: ["settings.provider", "settings.clientType", "settings.database"],
        async examine(patient) {
            const { database } = await patient.start({
                AUTHENTICATION_PROVIDER: "basic",
                AUTHENTICATION_CLIENT_TYPE: "public",
            });
            equal(database.user("john")?.password, "admin");
            const report = await patient.examine({ token: await patient.adminToken() });
            const finding = report.findings.find(({ id }) => id === "admins.password");
            equal(finding?.found, "jane.doe, john");
            return report;
        },
    },
    {
        id: "settings.mapping",
        what: "a claim name with a colon in the claims mapping",
        also: ["settings.claims", "settings.database"],
        async examine(patient) {
            await patient.start({
                AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING: "[username:https://example.com/name,email:email]",
            });
            return patient.examine();
        },
    },
    {
        id: "server.signIn",
        what: "a server that was started while Auth0 was unreachable",
        async examine(patient) {
            patient.issuer.faults = { ...patient.issuer.faults, discoveryStatus: 503 };
            await patient.start();
            patient.issuer.faults = { clientSecret: patient.clientSecret };
            return patient.examine();
        },
    },
    settingFault(
        "server.signIn",
        "a sign-in with another application's client ID",
        () => ({ OIDC_CLIENT_ID: "another" }),
        [],
    ),
    settingFault(
        "server.signIn",
        "a sign-in to an organization that the stack does not set",
        () => ({ OIDC_CUSTOM_PARAMS: "{customParamKey1: organization, customParamValue1: org_1}" }),
        [],
    ),
    settingFault("settings.domain", "another principal domain", () => ({ AUTHORIZER_PRINCIPAL_DOMAIN: "example.org" })),
    settingFault("settings.claims", "user names from another claim", () => ({
        AUTHENTICATION_JWT_PRINCIPAL_CLAIMS: "[sub, email]",
    })),
    hiddenFault("settings.secureSocket", "an enabled secure socket", () => ({
        AUTHORIZER_ENABLE_SECURE_SOCKET: "true",
    })),
    {
        id: "settings.secret",
        what: "another client secret on the server",
        async examine(patient) {
            const { database } = await patient.start({ OIDC_CLIENT_SECRET: "of-last-year" });
            const bot = database.user("ingestion-bot");
            ok(bot);
            bot.isAdmin = true;
            return patient.examine({ token: patient.botToken() });
        },
    },
    {
        id: "settings.secret",
        what: "the mask instead of the client secret",
        async examine(patient) {
            const { database } = await patient.start({ OIDC_CLIENT_SECRET: '"*********"' });
            const bot = database.user("ingestion-bot");
            ok(bot);
            bot.isAdmin = true;
            return patient.examine({ token: patient.botToken() });
        },
    },
    {
        id: "token.accepted",
        what: "an API token that is not a JWT",
        async examine(patient) {
            await patient.start();
            return patient.examine({ token: "opaque-token" });
        },
    },
    {
        id: "token.accepted",
        what: "a token of a user who is not an admin",
        async examine(patient) {
            const { database } = await patient.start();
            database.addUser({ name: "jim", email: "jim@example.com" });
            return patient.examine({ token: await patient.issuer.token({ email: "jim@example.com" }) });
        },
    },
    adminFault("admins.default", "the default admin account", (database) => {
        database.addUser({ name: "admin", email: "admin@example.com", isAdmin: true });
    }),
    adminFault("admins.missing", "an admin of the stack who is not an admin on the server", (database) => {
        database.addUser({ name: "john", email: "john@example.com" });
    }),
    adminFault("admins.others", "an admin who is not in the stack", (database) => {
        database.addUser({ name: "mallory", email: "mallory@example.com", isAdmin: true });
    }),
    adminFault("bots.token", "a bot without a token", (database) => {
        database.addUser({ name: "profiler-bot", email: "profiler-bot@example.com", isBot: true });
    }),
    {
        id: "bots.key",
        what: "a bot token signed with the previous key",
        async examine(patient) {
            const first = await patient.start({ JWT_KEY_ID: "the-one-before" });
            await first.close();
            first.database.removeSecurityConfig();
            await patient.start({}, { database: first.database });
            patient.botToken();
            return patient.examine({ token: await patient.adminToken() });
        },
    },
    adminFault("bots.expiry", "an expired bot token", async (database, patient) => {
        const jwt = await patient.sign({ sub: "ingestion-bot", isBot: true, exp: now() - hour });
        Object.assign(database.user("ingestion-bot") ?? {}, { jwt: { JWTToken: jwt } });
    }),
    {
        id: "bots.accepted",
        what: "a public key file that does not match the private key",
        also: ["keys.modulus", "settings.deployed"],
        async examine(patient) {
            await patient.writePublicKey(patient.otherKeys.publicKey);
            await patient.start();
            return patient.examine({ token: await patient.adminToken() });
        },
    },
    {
        id: "bots.accepted",
        what: "a bot token newer than the one the server has cached",
        async examine(patient) {
            const { database } = await patient.start();
            const token = await patient.adminToken();
            await patient.examine({ token });
            const bot = database.user("profiler-bot");
            ok(bot);
            bot.jwt = { JWTToken: await patient.sign({ sub: "profiler-bot", email: bot.email, isBot: true }) };
            return patient.examine({ token });
        },
    },
    {
        id: "bots.token",
        what: "a Fernet key that cannot decrypt the bots' tokens",
        async examine(patient) {
            const first = await patient.start({ FERNET_KEY: Buffer.alloc(32, 1).toString("base64") });
            await first.close();
            await patient.start({ FERNET_KEY: Buffer.alloc(32, 2).toString("base64") }, { database: first.database });
            return patient.examine({ token: await patient.adminToken() });
        },
    },
    adminFault("bots.accepted", "a stored bot token that the server rejects", async (database, patient) => {
        const jwt = await patient.sign({ sub: "ingestion-bot", isBot: true }, patient.otherKeys);
        Object.assign(database.user("ingestion-bot") ?? {}, { jwt: { JWTToken: jwt } });
    }),
    {
        id: "settings.teams",
        what: "a server without a team claim mapping",
        deployment: withTeams,
        async examine(patient) {
            const { database } = await patient.start({}, { version: "1.12.6" });
            database.addTeam({ name: "Users", teamType: "Group" });
            return patient.examine({ token: await patient.adminToken() });
        },
    },
    {
        id: "teams.exist",
        what: "a team that does not exist",
        deployment: withTeams,
        also: ["settings.teams"],
        async examine(patient) {
            await patient.start({}, { version: "1.12.6" });
            return patient.examine({ token: await patient.adminToken() });
        },
    },
    {
        id: "teams.exist",
        what: "a team that is not a Group",
        deployment: withTeams,
        also: ["settings.teams"],
        async examine(patient) {
            const { database } = await patient.start({}, { version: "1.12.6" });
            database.addTeam({ name: "Users", teamType: "Department" });
            return patient.examine({ token: await patient.adminToken() });
        },
    },
    {
        id: "settings.defaultRole",
        what: "a defaultOAuthRole that does not exist",
        deployment: { targetVersion: "1.12.6", defaultOAuthRole: "Nobody" },
        async examine(patient) {
            await patient.start({}, { version: "1.12.6" });
            return patient.examine({ token: await patient.adminToken() });
        },
    },
    {
        id: "jwt.teams",
        what: "a token without a team claim",
        deployment: withTeams,
        async examine(patient) {
            const { database } = await patient.start({}, { version: "1.12.6" });
            database.addUser({ name: "jo", email: "jo@example.com" });
            return patient.examine({ jwt: await patient.issuer.token({ email: "jo@example.com" }) });
        },
    },
    {
        id: "server.version",
        what: "a server version without team claims",
        deployment: withTeams,
        async examine(patient) {
            await patient.start({}, { version: "1.11.5" });
            return patient.examine();
        },
    },
    jwtFault("jwt.form", "a string that is not a JWT", () => Promise.resolve("opaque-token")),
    jwtFault("jwt.expiry", "an expired token", (patient) =>
        patient.issuer.token({ email: "jane.doe@example.com", exp: now() - hour }),
    ),
    jwtFault("jwt.key", "a token of another issuer", async () => {
        const other = await Issuer.start();
        const token = await other.token({ email: "jane.doe@example.com" });
        await other.close();
        return token;
    }),
    jwtFault("jwt.signature", "a token signed with another key", (patient) =>
        patient.sign({ email: "jane.doe@example.com" }, patient.otherKeys),
    ),
    jwtFault("jwt.signature", "a token whose claims were changed", async (patient) => {
        const [header = "", , signature = ""] = (await patient.adminToken()).split(".");
        const claims = { email: "mallory@example.com", exp: now() + hour };
        return `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
    }),
    jwtFault("jwt.signature", "a truncated token", async (patient) => (await patient.adminToken()).slice(0, -8)),
    jwtFault("jwt.claims", "a token without a user name claim", (patient) =>
        patient.issuer.token({ nickname: "jane" }),
    ),
    jwtFault("jwt.domain", "a token with an e-mail address in another domain", (patient) =>
        patient.issuer.token({ email: "jane.doe@example.org" }),
    ),
    jwtFault("jwt.bot", "a bot token that is not the current one", (patient) =>
        patient.sign({ sub: "ingestion-bot", email: "ingestion-bot@open-metadata.org", isBot: true }),
    ),
    jwtFault("jwt.accepted", "a valid token of a user whom the server does not know", (patient) =>
        patient.issuer.token({ email: "new@example.com" }),
    ),
];

describe("doctor", () => {
    let issuer: Issuer;
    let patient: Patient;

    before(async () => {
        issuer = await Issuer.start();
    });
    after(async () => {
        await issuer.close();
    });
    afterEach(async () => {
        await patient.close();
    });

    for (const deployment of [
        {},
        { targetVersion: "2.0.7" },
        { applicationType: "spa" as const },
        { principalClaimsMapping: { username: "nickname", email: "email" } },
    ]) {
        it(`doctor reports no problem for a healthy deployment with ${JSON.stringify(deployment)}`, async () => {
            patient = await Patient.create(issuer, deployment);
            await patient.start({}, { version: deployment.targetVersion ?? "1.12.6" });
            const jwt = await issuer.token({ nickname: "jane.doe", email: "jane.doe@example.com" });
            for (const given of [{}, { token: jwt }, { token: jwt, jwt }, { token: jwt, jwt: patient.botToken() }]) {
                const { result, findings } = await patient.examine(given);
                deepEqual(findings.filter(isWrong), []);
                equal(result, "ok");
                ok(findings.length > 20);
            }
        });
    }

    for (const version of ["1.10.0", "1.10.14", "1.11.4", "1.11.14", "1.12.6", "1.13.6", "2.0.7"]) {
        for (const applicationType of ["web", "spa"] as const) {
            it(`doctor reports no problem for a healthy OpenMetadata ${version} with a ${applicationType} application`, async () => {
                patient = await Patient.create(issuer, { targetVersion: version, applicationType });
                await patient.start({}, { version });
                const [person, finite] = [await patient.adminToken(), await patient.finiteBotToken()];
                for (const given of [
                    {},
                    { token: person },
                    { jwt: person },
                    { token: person, jwt: person },
                    { token: person, jwt: patient.botToken() },
                    { token: person, jwt: finite },
                    { jwt: finite },
                ]) {
                    const { result, findings } = await patient.examine(given);
                    deepEqual(findings.filter(isWrong), []);
                    equal(result, "ok");
                    const bots = findings.filter(({ id }) => id === "bots.accepted" && "token" in given);
                    equal(new Set(bots.map(({ found }) => found)).size, bots.length);
                    equal(bots.length, "token" in given ? 8 : 0);
                    const unseen = findings.filter(({ severity }) => severity === "hidden").map(({ id }) => id);
                    deepEqual(unseen.includes("settings.publicKeys"), !("token" in given));
                    deepEqual(unseen.includes("settings.secret"), applicationType === "web");
                }
            });
        }
    }

    it("doctor reports no problem for a server below a path and requests nothing outside it", async () => {
        patient = await Patient.create(issuer, {}, "/openmetadata");
        const server = await patient.start();
        const { findings } = await patient.examine({ token: await patient.adminToken(), jwt: patient.botToken() });
        deepEqual(findings.filter(isWrong), []);
        deepEqual(
            server.requests.filter((request) => !request.includes(" /openmetadata/")),
            [],
        );
    });

    it("doctor names the teams in a token", async () => {
        patient = await Patient.create(issuer, withTeams);
        await patient.start({}, { version: "1.12.6" });
        const said = async (teams: readonly string[]): Promise<string | undefined> => {
            const jwt = await patient.issuer.token({
                email: "jo@example.com",
                "https://open-metadata.org/teams": teams,
            });
            return (await patient.examine({ jwt })).findings.find(({ id }) => id === "jwt.teams")?.found;
        };
        equal(await said(["Users", "Stewards"]), "Users, Stewards");
        equal(await said([]), "none: the user has no role with a team");
    });

    it("doctor checks a bot that the server lists twice only once", async () => {
        patient = await Patient.create(issuer);
        const { database } = await patient.start();
        const bot = database.user("ingestion-bot");
        ok(bot);
        database.users.set("on the next page again", bot);
        const { findings } = await patient.examine({ token: await patient.adminToken() });
        const accepted = findings.filter(({ id, found }) => id === "bots.accepted" && found.startsWith(bot.name));
        equal(accepted.length, 1);
    });

    for (const { id, what, also = [], deployment, examine } of faults) {
        it(`doctor reports ${id} for ${what}`, async () => {
            patient = await Patient.create(issuer, deployment);
            const report = await examine(patient);
            const wrong = report.findings.filter(isWrong);
            deepEqual([...new Set(wrong.map((finding) => finding.id))].sort(), [id, ...also].sort());
            for (const finding of report.findings) {
                if ("meaning" in finding) {
                    match(finding.meaning, /^[A-Z].*\.$/);
                    match(finding.remedy, /^[A-Z].*\.$/);
                }
            }
            for (const secret of patient.secrets) {
                ok(!Patient.said(report).includes(secret), secret);
            }
        });
    }

    it("The remedy for settings in the database fits the server's version", async () => {
        patient = await Patient.create(issuer);
        const { database } = await patient.start({ AUTHENTICATION_CLIENT_ID: "another" });
        for (const [version, remedy] of [
            ["1.13.1", /openmetadata-ops\.sh remove-security-config --force.*before 2\.0, that signs everyone out/],
            [
                "2.0.9",
                /openmetadata-ops\.sh remove-security-config --force` in the server and restart every replica\.$/,
            ],
        ] as const) {
            await patient.server?.close();
            await patient.start({}, { database, version });
            const { findings } = await patient.examine();
            const finding = findings.find(({ id }) => id === "settings.database");
            ok(finding && "remedy" in finding);
            match(finding.remedy, remedy);
        }
    });

    it("doctor sends only GET requests and changes no user", async () => {
        patient = await Patient.create(issuer);
        const server = await patient.start();
        const before = structuredClone([...server.database.users.values()]);
        await patient.examine({ token: await patient.adminToken(), jwt: patient.botToken() });
        deepEqual([...server.database.users.values()], before);
        deepEqual(
            server.requests.filter((request) => !request.startsWith("GET ")),
            [],
        );
    });

    it("doctor reports no server check as ok while the server is down", async () => {
        patient = await Patient.create(issuer);
        const server = await patient.start();
        const token = await patient.adminToken();
        await server.close();
        const { findings } = await patient.examine({ token });
        ok(findings.some(({ id, severity }) => id === "server.reachable" && severity === "error"));
        deepEqual(
            findings.filter(({ id, severity }) => severity === "ok" && !id.startsWith("tenant.")).map(({ id }) => id),
            [],
        );
    });

    it("doctor reports each server endpoint that fails", async () => {
        patient = await Patient.create(issuer);
        const server = await patient.start();
        const token = await patient.adminToken();
        for (const [path, id] of [
            ["config/jwks", "keys.loaded"],
            ["config/auth", "settings.stated"],
            ["config/authorizer", "settings.stated"],
            ["security/config", "token.sees"],
            ["version", "server.reachable"],
        ] as const) {
            for (const fault of [{ status: 401 }, { status: 409 }, { status: 500 }, { cut: true as const }]) {
                server.faults.clear();
                server.faults.add({ path: `/api/v1/system/${path}`, ...fault });
                const { findings } = await patient.examine({ token });
                const wrong = findings.filter(isWrong).map((finding) => finding.id);
                ok(wrong.includes(id), `${path}: ${wrong.join(" ")}`);
            }
        }
    });
});

describe("doctor report", () => {
    it("The report counts one error in the singular", () => {
        const findings: Finding[] = [
            { id: "a", severity: "ok", found: "fine" },
            { id: "b", severity: "error", found: "wrong", meaning: "It does not work.", remedy: "Mend it." },
        ];
        match(
            tableOf(reportOf("prod", "https://om.example.com", findings, [])),
            /^1 error, 0 warnings, 1 check fine, 0 not visible\.$/m,
        );
    });
});
