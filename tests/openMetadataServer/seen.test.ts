import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { CompactSign, decodeJwt } from "jose";
import { teamsClaim } from "../../openmetadata/teams";
import { codeFor, Issuer } from "../cli/doctor/issuer";
import { adminBot, type Answer, ask, open, sendable } from "./asking";
import type { Environment } from "./configuration";
import { Database } from "./database";
import { type OpenMetadataServer, type OpenMetadataServerOptions, startOpenMetadataServer } from "./server";

const settingsPath = "/system/security/config";

describe("OpenMetadata stand-in: behaviour seen in 1.12.6", () => {
    const secret = "secret-of-the-application";
    let folder: string;
    let issuer: Issuer;
    let spa: Environment;
    let web: Environment;
    const running: { close(): Promise<void> }[] = [];

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-seen-"));
        issuer = await Issuer.start();
        spa = {
            AUTHENTICATION_PROVIDER: "auth0",
            CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME: "auth0",
            AUTHENTICATION_AUTHORITY: `https://${issuer.domain}`,
            AUTHENTICATION_PUBLIC_KEYS: `[https://${issuer.domain}/.well-known/jwks.json]`,
            AUTHENTICATION_CLIENT_ID: "client",
            AUTHENTICATION_CALLBACK_URL: "https://om.example.com/callback",
            AUTHORIZER_ADMIN_PRINCIPALS: "[jane.doe,john]",
            AUTHORIZER_PRINCIPAL_DOMAIN: "example.com",
        };
        web = {
            ...spa,
            AUTHENTICATION_CLIENT_TYPE: "confidential",
            OIDC_TYPE: "auth0",
            OIDC_CLIENT_ID: "client",
            OIDC_CLIENT_SECRET: secret,
            OIDC_DISCOVERY_URI: `https://${issuer.domain}/.well-known/openid-configuration`,
            OIDC_CALLBACK: "https://om.example.com/callback",
            OIDC_SERVER_URL: "https://om.example.com",
        };
    });
    after(async () => {
        await issuer.close();
        await rm(folder, { recursive: true });
    });
    beforeEach(() => {
        issuer.faults = { clientSecret: secret };
    });
    afterEach(async () => {
        mock.timers.reset();
        await Promise.all(running.splice(0).map((server) => server.close()));
    });

    async function start(
        environment: Environment,
        options: Partial<OpenMetadataServerOptions> = {},
    ): Promise<OpenMetadataServer> {
        const server = await startOpenMetadataServer({ environment, trusts: issuer.certificate, ...options });
        running.push(server);
        return server;
    }

    async function keyFiles(publicKey: string | Uint8Array, privateKey: string | Uint8Array): Promise<Environment> {
        const files = {
            RSA_PUBLIC_KEY_FILE_PATH: join(folder, "public_key.der"),
            RSA_PRIVATE_KEY_FILE_PATH: join(folder, "private_key.der"),
            JWT_KEY_ID: "of-these-files",
        };
        await writeFile(files.RSA_PUBLIC_KEY_FILE_PATH, publicKey);
        await writeFile(files.RSA_PRIVATE_KEY_FILE_PATH, privateKey);
        return files;
    }

    const jane = (claims: object = {}): Promise<string> => issuer.token({ email: "jane.doe@example.com", ...claims });

    /** Changes single fields of what a server shows, and sends it back. */
    async function put(
        server: OpenMetadataServer,
        token: string,
        { authentication = {}, authorizer = {} }: { authentication?: object; authorizer?: object },
    ): Promise<Answer> {
        const settings = sendable((await ask(server, "GET", settingsPath, { token })).body) as Record<string, object>;
        const json = {
            authenticationConfiguration: { ...settings["authenticationConfiguration"], ...authentication },
            authorizerConfiguration: { ...settings["authorizerConfiguration"], ...authorizer },
        };
        return ask(server, "PUT", settingsPath, { token, json });
    }

    describe("Stored settings", () => {
        it("The public endpoints return neither public key URLs nor admins, and only the principal domain", async () => {
            const server = await start(web);
            const auth = (await ask(server, "GET", "/system/config/auth")).body;
            deepEqual([auth["publicKeyUrls"], auth["clientId"]], [[], "client"]);
            ok(!("oidcConfiguration" in auth) && !("ldapConfiguration" in auth));
            const authorizer = (await ask(server, "GET", "/system/config/authorizer")).body;
            deepEqual([authorizer["adminPrincipals"], authorizer["principalDomain"]], [[], "example.com"]);
            ok(!("enforcePrincipalDomain" in authorizer));
        });

        it("The principal domain is the environment's until the first PUT, then that of the PUT", async () => {
            const first = await start(spa);
            await first.close();
            const { database } = first;
            const server = await start({ ...spa, AUTHORIZER_PRINCIPAL_DOMAIN: "example.org" }, { database });
            const stated = async (): Promise<unknown> =>
                (await ask(server, "GET", "/system/config/authorizer")).body["principalDomain"];
            equal(await stated(), "example.org");
            equal((await put(server, await jane(), {})).status, 200);
            equal(await stated(), "example.com");
        });

        it("The server refuses its own settings in a PUT or a validation unless LDAP is left out", async () => {
            const server = await start(web);
            const token = await jane();
            const shown = (await ask(server, "GET", settingsPath, { token })).body;
            for (const [method, path] of [
                ["PUT", settingsPath],
                ["POST", "/system/security/validate"],
            ] as const) {
                const refused = await ask(server, method, path, { token, json: shown });
                equal(refused.status, 400);
                for (const name of ["host", "port", "mailAttributeName"]) {
                    match(String(refused.body["message"]), new RegExp(`query param ${name} must not be null`));
                }
                equal((await ask(server, method, path, { token, json: sendable(shown) })).status, 200);
            }
        });

        it("Only admins read the settings, and a masked secret that is sent back is stored", async () => {
            const server = await start(web);
            server.database.addUser({ name: "jim", email: "jim@example.com" });
            const plain = await issuer.token({ email: "jim@example.com" });
            equal((await ask(server, "GET", settingsPath, { token: plain })).status, 403);
            equal((await put(server, await jane(), {})).status, 200);
            equal(server.database.authenticationConfiguration?.oidcConfiguration?.secret, "*********");
        });

        it("An unknown field is refused in a PUT and in the YAML, and nothing is stored", async () => {
            const server = await start(spa);
            const before = structuredClone(server.database.authenticationConfiguration);
            const refused = await put(server, await jane(), { authentication: { sessionExpiry: 3600, clientId: "x" } });
            equal(refused.status, 400);
            match(String(refused.body["message"]), /Unrecognized field "sessionExpiry"/);
            deepEqual(server.database.authenticationConfiguration, before);
            const yaml = "authorizerConfiguration:\n  className: x\n  domains: [example.com]\n";
            await rejects(start(spa, { yaml }), /Unrecognized field at: authorizerConfiguration\.domains/);
        });

        it("Admins come from the environment at each start, the provider from the database", async () => {
            const first = await start(spa);
            equal((await put(first, await jane(), { authorizer: { adminPrincipals: ["mary"] } })).status, 200);
            equal(first.database.user("mary"), undefined);
            await first.close();
            const again = await start(spa, { database: first.database });
            equal(again.database.user("mary"), undefined);
            await again.close();
            const last = await start({}, { database: first.database });
            equal(last.database.user("admin")?.email, "admin@open-metadata.org");
            equal((await ask(last, "GET", "/system/config/auth")).body["provider"], "auth0");
        });

        it("New admins get the password admin if the stored provider is still basic", async () => {
            const first = await start({});
            await first.close();
            await start(spa, { database: first.database });
            equal(first.database.user("jane.doe")?.password, "admin");
            const fresh = await start(spa);
            equal(fresh.database.user("jane.doe")?.password, undefined);
            equal((await ask(fresh, "POST", "/users/login", { json: {} })).status, 403);
        });

        it("A PUT that disables self-signup takes effect only after a restart for a public client", async () => {
            const server = await start(spa);
            equal((await put(server, await jane(), { authentication: { enableSelfSignup: false } })).status, 200);
            equal((await ask(server, "GET", "/system/config/auth")).body["enableSelfSignup"], false);
            const sign = async (to: OpenMetadataServer, name: string): Promise<number> => {
                const email = `${name}@example.com`;
                const token = await issuer.token({ email });
                return (await ask(to, "POST", "/users", { token, json: { name, email } })).status;
            };
            equal(await sign(server, "new"), 201);
            await server.close();
            equal(await sign(await start(spa, { database: server.database }), "newer"), 403);
        });

        it("Settings that stop the first start are stored and must be removed", async () => {
            const database = new Database();
            const mapping = "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING";
            await rejects(start({ ...spa, [mapping]: "[email:email]" }, { database }), /Both username and email/);
            await rejects(start(spa, { database }), /Both username and email/);
            database.removeSecurityConfig();
            await start(spa, { database });
        });

        it("Replicas do not notice each other's PUT, and a stale one overwrites it", async () => {
            const one = await start(spa);
            const other = await start(spa, { database: one.database });
            const token = await jane();
            await put(one, token, { authentication: { enableSelfSignup: false } });
            equal((await ask(other, "GET", "/system/config/auth")).body["enableSelfSignup"], true);
            await put(other, token, {});
            equal(one.database.authenticationConfiguration?.enableSelfSignup, true);
        });
    });

    describe("Users, domains and roles", () => {
        it("A foreign email domain is refused only when the principal domain is enforced", async () => {
            const stranger = await issuer.token({ email: "jane.doe@evil.example" });
            const open = await start({ ...spa, AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "false" });
            equal((await ask(open, "GET", settingsPath, { token: stranger })).status, 200);
            const closed = await start({ ...spa, AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "true" });
            equal((await ask(closed, "GET", settingsPath, { token: stranger })).status, 401);
        });

        it("Allowed domains replace the principal domain and are case-sensitive", async () => {
            const server = await start({
                ...spa,
                AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "true",
                AUTHORIZER_ALLOWED_DOMAINS: "[example.org]",
            });
            const status = async (email: string): Promise<number> =>
                (await ask(server, "GET", settingsPath, { token: await issuer.token({ email }) })).status;
            deepEqual(
                await Promise.all(["jane.doe@example.com", "jane.doe@Example.org", "jane.doe@example.org"].map(status)),
                [401, 401, 200],
            );
        });

        it("An unknown user gets 404, and a mapped name with another user's email gets 400", async () => {
            const server = await start(spa);
            const nobody = await issuer.token({ email: "nobody@example.com" });
            equal((await ask(server, "GET", "/users/loggedInUser", { token: nobody })).status, 404);
            const mapped = await start({
                ...spa,
                AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING: "[username:nickname,email:email]",
            });
            const other = await ask(mapped, "GET", "/users/loggedInUser", { token: await jane({ nickname: "Janie" }) });
            deepEqual(
                [other.status, other.body["message"]],
                [400, "Account already exists. Please contact administrator."],
            );
            const same = await ask(mapped, "GET", "/users/loggedInUser", {
                token: await jane({ nickname: "Jane.Doe" }),
            });
            equal(same.status, 200);
        });

        it("A mapping of a claim with a colon is accepted and locks out everyone but bots", async () => {
            const server = await start(spa);
            const jwtPrincipalClaimsMapping = ["username:https://example.com/name", "email:email"];
            equal((await put(server, await jane(), { authentication: { jwtPrincipalClaimsMapping } })).status, 200);
            const claims = { "https://example.com/name": "jane.doe" };
            const refused = await ask(server, "GET", "/users/loggedInUser", { token: await jane(claims) });
            equal(refused.status, 401);
            match(String(refused.body["message"]), /'username' claim is not present/);
            equal((await ask(server, "GET", "/users/loggedInUser", { token: adminBot(server) })).status, 200);
        });

        it("An unusable claims mapping gets 500, and the old settings still apply", async () => {
            const server = await start(spa);
            for (const jwtPrincipalClaimsMapping of [
                ["email:email"],
                ["username:sub", "email:email", "name:name"],
                ["username:sub", "username:name", "email:email"],
            ]) {
                equal((await put(server, await jane(), { authentication: { jwtPrincipalClaimsMapping } })).status, 500);
                equal((await ask(server, "GET", "/users/loggedInUser", { token: await jane() })).status, 200);
            }
        });

        it("Roles of the token replace the user's roles, and a token without any removes them all", async () => {
            const server = await start({ ...spa, AUTHORIZER_USE_ROLES_FROM_PROVIDER: "true" });
            const john = server.database.user("john");
            ok(john);
            john.roles = ["DataSteward"];
            const visit = async (claims: object): Promise<string[]> => {
                await ask(server, "GET", "/users/loggedInUser", {
                    token: await issuer.token({ email: "john@example.com", ...claims }),
                });
                return john.roles;
            };
            deepEqual(await visit({ roles: ["DataConsumer", "Unknown"] }), ["DataConsumer"]);
            deepEqual(await visit({}), []);
            john.isAdmin = false;
            await visit({ roles: ["Admin"] });
            equal(john.isAdmin, true);
        });
    });

    describe("Team claim of a public client", () => {
        it("The team claim does not add users of a public client to teams", async () => {
            const server = await start({ ...spa, AUTHENTICATION_ENABLE_SELF_SIGNUP: "true" });
            server.database.addTeam({ name: "Data" });
            const settings = server.database.authenticationConfiguration;
            ok(settings);
            server.database.authenticationConfiguration = { ...settings, jwtTeamClaimMapping: teamsClaim };
            await server.close();
            const again = await start(spa, { database: server.database });
            const email = "eve@example.com";
            const token = await issuer.token({ email, [teamsClaim]: ["Data"] });
            const made = await ask(again, "POST", "/users", { token, json: { name: "eve", email } });
            deepEqual([made.status, again.database.user("eve")?.teams], [201, []]);
            equal((await ask(again, "GET", "/users/loggedInUser", { token })).status, 200);
            deepEqual(again.database.user("eve")?.teams, []);
        });
    });

    describe("Keys and tokens", () => {
        const pair = (): { publicKey: KeyObject; privateKey: KeyObject } =>
            generateKeyPairSync("rsa", { modulusLength: 2048 });

        it("Key files that are missing or in a wrong format, or no key ID, stop the server", async () => {
            const { publicKey, privateKey } = pair();
            const der = publicKey.export({ format: "der", type: "spki" });
            for (const [publicFile, privateFile] of [
                [
                    publicKey.export({ format: "pem", type: "spki" }),
                    privateKey.export({ format: "pem", type: "pkcs8" }),
                ],
                [der, privateKey.export({ format: "der", type: "pkcs1" })],
            ] as const) {
                await rejects(start(await keyFiles(publicFile, privateFile)), /NullPointerException/);
            }
            await rejects(start({ RSA_PUBLIC_KEY_FILE_PATH: join(folder, "missing") }), /NullPointerException/);
            await rejects(start({ JWT_KEY_ID: "" }), /NullPointerException/);
        });

        it("The server starts with a mismatched key pair and refuses all bot tokens", async () => {
            const files = await keyFiles(
                pair().publicKey.export({ format: "der", type: "spki" }),
                pair().privateKey.export({ format: "der", type: "pkcs8" }),
            );
            const server = await start({ ...spa, ...files });
            equal((await ask(server, "GET", "/users/loggedInUser", { token: await jane() })).status, 200);
            const bot = await ask(server, "GET", "/users/loggedInUser", { token: adminBot(server) });
            equal(bot.status, 401);
            match(String(bot.body["message"]), /Public key mismatch/);
        });

        it("A bot token without an expiry has exp null and works", async () => {
            const server = await start(spa);
            const claims = decodeJwt(adminBot(server));
            equal("exp" in claims && (claims.exp as unknown), null);
            equal((await ask(server, "GET", "/users/loggedInUser", { token: adminBot(server) })).status, 200);
        });

        it("The list of bots omits their users, which each bot's own record has", async () => {
            const server = await start(spa);
            const token = await jane();
            const { data } = (await ask(server, "GET", "/bots?limit=100&fields=botUser", { token })).body as {
                data: Record<string, unknown>[];
            };
            ok(data.length > 1 && data.every((bot) => !("botUser" in bot)));
            const one = (await ask(server, "GET", "/bots/name/ingestion-bot", { token })).body;
            equal((one["botUser"] as { name: string }).name, "ingestion-bot");
        });

        it("A token with an unknown key ID or none gets 500, and an expired one gets 401", async () => {
            const server = await start(spa);
            const { privateKey } = pair();
            const signed = (header: object): Promise<string> =>
                new CompactSign(Buffer.from(JSON.stringify({ email: "jane.doe@example.com" })))
                    .setProtectedHeader({ alg: "RS256", ...header })
                    .sign(privateKey);
            for (const [token, status, message] of [
                [await signed({ kid: "unknown" }), 500, /JWT Token keyID doesn't match the configured keyID/],
                [await signed({}), 500, /\[null\]/],
                [await jane({ exp: 1 }), 401, /Expired token!/],
            ] as const) {
                const answer = await ask(server, "GET", "/users/loggedInUser", { token });
                equal(answer.status, status);
                match(String(answer.body["message"]), message);
            }
        });

        it("A new key ID invalidates all bot tokens, while tokens of users still work", async () => {
            const first = await start({ ...spa, JWT_KEY_ID: "old" });
            const old = adminBot(first);
            await first.close();
            const server = await start({ ...spa, JWT_KEY_ID: "new" }, { database: first.database });
            equal((await ask(server, "GET", "/users/loggedInUser", { token: old })).status, 500);
            equal((await ask(server, "GET", settingsPath, { token: await jane() })).status, 200);
        });

        it("After a change of the Fernet key, bots need the old key too or new tokens", async () => {
            const [oldKey, newKey] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")];
            const first = await start({ ...spa, FERNET_KEY: oldKey });
            await first.close();
            const { database } = first;
            const token = await jane();
            const bot = database.user("ingestion-bot");
            const statuses = async (key: string): Promise<number[]> => {
                const server = await start({ ...spa, FERNET_KEY: key }, { database });
                return [
                    (await ask(server, "GET", `/users/auth-mechanism/${bot?.id ?? ""}`, { token })).status,
                    (await ask(server, "GET", "/users/loggedInUser", { token: adminBot(server) })).status,
                ];
            };
            deepEqual(await statuses(newKey), [400, 401]);
            deepEqual(await statuses(`${newKey},${oldKey}`), [200, 200]);
            const server = await start({ ...spa, FERNET_KEY: newKey }, { database });
            const json = { JWTTokenExpiry: "30" };
            await ask(server, "PUT", `/users/generateToken/${bot?.id ?? ""}`, { token, json });
            deepEqual(await statuses(newKey), [200, 200]);
        });

        it("The secure socket option allows API calls, and a user's token cannot be revoked", async () => {
            const server = await start({ ...spa, AUTHORIZER_ENABLE_SECURE_SOCKET: "true" });
            const token = await jane();
            equal((await ask(server, "GET", "/users/loggedInUser", { token })).status, 200);
            const json = { id: server.database.user("john")?.id };
            equal((await ask(server, "PUT", "/users/revokeToken", { token, json })).status, 500);
        });

        it("Each replica refuses a replaced bot token only after its cache expires", async () => {
            mock.timers.enable({ apis: ["Date"], now: Date.now() });
            const one = await start(spa, { botTokenCache: 3_000 });
            const other = await start(spa, { database: one.database, botTokenCache: 3_000 });
            const [token, old] = [await jane(), adminBot(one)];
            const statuses = (): Promise<number[]> =>
                Promise.all(
                    [one, other].map(
                        async (server) => (await ask(server, "GET", "/users/loggedInUser", { token: old })).status,
                    ),
                );
            deepEqual(await statuses(), [200, 200]);
            const id = one.database.user("ingestion-bot")?.id ?? "";
            await ask(one, "PUT", `/users/generateToken/${id}`, { token, json: { JWTTokenExpiry: "30" } });
            deepEqual(await statuses(), [200, 200]);
            mock.timers.tick(3_000);
            deepEqual(await statuses(), [401, 401]);
        });
    });

    describe("Sign-in of a confidential client", () => {
        /** Begins a sign-in, and gives what has to be sent back. */
        async function begin(server: OpenMetadataServer): Promise<{ cookie: string; location: URL }> {
            const { status, headers } = await open(
                `${server.url}/api/v1/auth/login?redirectUri=${server.url}/auth/callback`,
            );
            equal(status, 302);
            return {
                cookie: headers.get("set-cookie")?.split(";", 1)[0] ?? "",
                location: new URL(headers.get("location") ?? ""),
            };
        }

        /** Signs somebody in, and gives the answer of the callback. */
        async function signIn(server: OpenMetadataServer, claims: object): ReturnType<typeof open> {
            const { cookie, location } = await begin(server);
            const query = new URLSearchParams({
                state: location.searchParams.get("state") ?? "",
                code: codeFor({ ...claims, nonce: location.searchParams.get("nonce") }),
            });
            return open(`${server.url}/callback?${query.toString()}`, { headers: { cookie } });
        }

        it("The sign-in sends prompt=consent and max_age=0 unless both are set empty", async () => {
            const asked = async (environment: Environment): Promise<(string | null)[]> => {
                const { location } = await begin(await start(environment));
                return ["prompt", "max_age"].map((name) => location.searchParams.get(name));
            };
            deepEqual(await asked(web), ["consent", "0"]);
            deepEqual(await asked({ ...web, OIDC_PROMPT_TYPE: "", OIDC_MAX_AGE: "" }), [null, null]);
        });

        it("Custom parameters are sent only if they are written as numbered pairs", async () => {
            const sent = async (parameters: string): Promise<string | null> =>
                (await begin(await start({ ...web, OIDC_CUSTOM_PARAMS: parameters }))).location.searchParams.get(
                    "organization",
                );
            equal(await sent("{customParamKey1: organization, customParamValue1: org_1}"), "org_1");
            equal(await sent("{organization: org_1}"), null);
        });

        it("A server that starts without Auth0 has no sign-in until a restart", async () => {
            issuer.faults = { ...issuer.faults, discoveryStatus: 503 };
            const server = await start(web);
            match(server.log.join("\n"), /SSO will not be available/);
            issuer.faults = { clientSecret: secret };
            equal((await ask(server, "GET", "/auth/login")).status, 404);
            await server.close();
            await begin(await start(web, { database: server.database }));
            equal((await ask(await start(spa), "GET", "/auth/login")).status, 404);
        });

        it("Each failed sign-in shows the same message, and the log has the cause", async () => {
            const server = await start(web);
            const { cookie } = await begin(server);
            const sentence = /Authentication failed\. Please try again\./;
            for (const [path, headers, cause] of [
                ["/callback?code=x&state=y", {}, /No session found for callback/],
                ["/callback?code=x", { cookie }, /Missing state parameter/],
                ["/callback?code=x&state=y", { cookie }, /State parameter is different/],
                ["/callback?error=access_denied", { cookie }, /Bad authentication response/],
            ] as const) {
                const { status, text } = await open(`${server.url}${path}`, { headers });
                equal(status, 500);
                match(text, sentence);
                match(server.log.at(-1) ?? "", cause);
            }
            issuer.faults = { clientSecret: "another" };
            const { status, text } = await signIn(server, { email: "jane.doe@example.com" });
            equal(status, 500);
            match(text, sentence);
            match(server.log.at(-1) ?? "", /Bad token response, error=access_denied/);
        });

        it("A callback to another replica than the sign-in's fails", async () => {
            const one = await start(web);
            const other = await start(web, { database: one.database });
            const { cookie, location } = await begin(one);
            const query = `state=${location.searchParams.get("state") ?? ""}&code=x`;
            equal((await open(`${other.url}/callback?${query}`, { headers: { cookie } })).status, 500);
        });

        it("Sign-in creates users outside the principal domain, but not outside allowedEmailRegistrationDomains", async () => {
            const server = await start({ ...web, AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "true" });
            equal((await signIn(server, { email: "eve@evil.example" })).status, 302);
            ok(server.database.user("eve"));
            const closed = await start({ ...web, AUTHORIZER_ALLOWED_REGISTRATION_DOMAIN: "[example.com]" });
            equal((await signIn(closed, { email: "eve@evil.example" })).status, 500);
            equal(closed.database.user("eve"), undefined);
        });

        it("The team claim adds the user to groups with exactly that name and removes none", async () => {
            const server = await start(web);
            server.database.addTeam({ name: "Data" });
            server.database.addTeam({ name: "Sales", teamType: "Department" });
            server.database.addTeam({ name: "Gone", deleted: true });
            const settings = server.database.authenticationConfiguration;
            ok(settings);
            server.database.authenticationConfiguration = { ...settings, jwtTeamClaimMapping: teamsClaim };
            await server.close();
            const again = await start(web, { database: server.database });
            const email = "jane.doe@example.com";
            await signIn(again, { email, [teamsClaim]: ["Data", "data", "Sales", "Gone", "Unknown"] });
            deepEqual(again.database.user("jane.doe")?.teams, ["Data"]);
            const skipped = again.log.filter((line) => line.startsWith("WARN Team"));
            deepEqual(
                skipped.map((line) => line.split("'")[1]),
                ["data", "Sales", "Gone", "Unknown"],
            );
            await signIn(again, { email, [teamsClaim]: "Data" });
            await signIn(again, { email, [teamsClaim]: [] });
            deepEqual(again.database.user("jane.doe")?.teams, ["Data"]);
        });

        it("A new user gets the default role, or none if the role does not exist", async () => {
            const role = async (name: string): Promise<string[] | undefined> => {
                const server = await start({ ...web, AUTHORIZER_DEFAULT_OAUTH_ROLE: name });
                await signIn(server, { email: "eve@example.com" });
                return server.database.user("eve")?.roles;
            };
            deepEqual(await role("DataSteward"), ["DataSteward"]);
            deepEqual(await role("datasteward"), []);
        });

        it("A base path moves the API and the callback away from the root", async () => {
            const server = await start({ ...web, BASE_PATH: "/openmetadata" });
            equal((await ask(server, "GET", "/system/version")).status, 200);
            equal((await ask(server, "GET", "/system/config/jwks")).status, 200);
            await begin(server);
            const root = new URL(server.url).origin;
            equal((await open(`${root}/api/v1/system/version`)).status, 404);
            equal((await open(`${root}/callback`)).status, 404);
        });
    });

    it("Bot tokens work with a wrong or missing URL of the server's own keys", async () => {
        for (const urls of ["[]", "[https://om.invalid/api/v1/system/config/jwks]"]) {
            const server = await start({ ...spa, AUTHENTICATION_PUBLIC_KEYS: urls });
            equal((await ask(server, "GET", "/users/loggedInUser", { token: adminBot(server) })).status, 200);
        }
    });
});
