import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { mock } from "node:test";
import { adminBot, ask, sendable } from "./asking";
import type { Environment } from "./configuration";
import { Database } from "./database";
import { type OpenMetadataServer, type OpenMetadataServerOptions, startOpenMetadataServer } from "./server";

const sso: Environment = {
    AUTHENTICATION_PROVIDER: "auth0",
    CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME: "auth0",
    AUTHENTICATION_PUBLIC_KEYS: "[http://127.0.0.1:9/.well-known/jwks.json]",
    AUTHENTICATION_CLIENT_ID: "client",
    AUTHENTICATION_CALLBACK_URL: "https://om.example.com/callback",
    AUTHORIZER_ADMIN_PRINCIPALS: "[jane.doe,john]",
    AUTHORIZER_PRINCIPAL_DOMAIN: "example.com",
};

describe("OpenMetadata stand-in", () => {
    const running: OpenMetadataServer[] = [];

    afterEach(async () => {
        mock.timers.reset();
        await Promise.all(running.splice(0).map((server) => server.close()));
    });

    async function start(options: OpenMetadataServerOptions): Promise<OpenMetadataServer> {
        const server = await startOpenMetadataServer(options);
        running.push(server);
        return server;
    }

    async function signIn(server: OpenMetadataServer): Promise<string> {
        const { status, body } = await ask(server, "POST", "/users/login", {
            json: { email: "admin@open-metadata.org", password: Buffer.from("admin").toString("base64") },
        });
        equal(status, 200);
        return body["accessToken"] as string;
    }

    it("A new server starts with basic sign-in, the admin user and the default key ID", async () => {
        const server = await start({ environment: {} });
        const token = await signIn(server);
        equal((await ask(server, "GET", "/users/loggedInUser", { token })).body["name"], "admin");
        equal((await ask(server, "GET", "/system/config/auth")).body["provider"], "basic");
        const { keys } = (await ask(server, "GET", "/system/config/jwks")).body as {
            keys: { kid: string; n: string }[];
        };
        equal(keys[0]?.kid, "Gb389a-9f76-gdjs-a92j-0242bk94356");
        equal(Buffer.from(keys[0].n, "base64")[0], 0);
    });

    it("A server ignores the environment's settings until the stored ones are removed", async () => {
        const first = await start({ environment: {} });
        await first.close();
        const again = await start({ environment: sso, database: first.database });
        equal((await ask(again, "GET", "/system/config/auth")).body["provider"], "basic");
        again.database.removeSecurityConfig();
        await again.close();
        const last = await start({ environment: sso, database: first.database });
        equal((await ask(last, "GET", "/system/config/auth")).body["provider"], "auth0");
        equal(last.database.user("jane.doe")?.email, "jane.doe@example.com");
    });

    it("Password sign-in is refused under single sign-on", async () => {
        const server = await start({ environment: sso });
        equal((await ask(server, "POST", "/users/login", { json: { email: "a", password: "b" } })).status, 403);
    });

    it("A hard-deleted admin is created again at the next start while it is listed", async () => {
        const first = await start({ environment: {} });
        const { id } = first.database.user("admin") ?? {};
        const token = await signIn(first);
        equal((await ask(first, "DELETE", `/users/${id ?? ""}?hardDelete=true`, { token })).status, 200);
        equal((await ask(first, "GET", "/users/name/ingestion-bot", { token })).status, 404);
        const again = await start({ environment: {}, database: first.database });
        ok(again.database.user("admin"));
    });

    it("A soft-deleted user can be restored", async () => {
        const server = await start({ environment: {} });
        const token = adminBot(server);
        const id = server.database.user("admin")?.id ?? "";
        await ask(server, "DELETE", `/users/${id}`, { token });
        equal((await ask(server, "GET", "/users/name/admin", { token })).status, 404);
        await ask(server, "PUT", "/users/restore", { token, json: { id } });
        equal((await ask(server, "GET", "/users/name/admin", { token })).status, 200);
    });

    it("A bot's old token works until the server's cache of bot tokens expires", async () => {
        mock.timers.enable({ apis: ["Date"], now: Date.now() });
        const server = await start({ environment: {}, botTokenCache: 3_000 });
        const token = await signIn(server);
        const bot = server.database.user("ingestion-bot");
        const old = bot?.jwt?.JWTToken ?? "";
        const id = bot?.id ?? "";
        equal((await ask(server, "GET", "/users/loggedInUser", { token: old })).status, 200);
        const made = await ask(server, "PUT", `/users/generateToken/${id}`, { token, json: { JWTTokenExpiry: "30" } });
        match(made.body["JWTToken"] as string, /^fernet:/);
        const { config } = (await ask(server, "GET", `/users/auth-mechanism/${id}`, { token })).body as {
            config: { JWTToken: string };
        };
        const statuses = async (): Promise<number[]> => [
            (await ask(server, "GET", "/users/loggedInUser", { token: old })).status,
            (await ask(server, "GET", "/users/loggedInUser", { token: config.JWTToken })).status,
        ];
        deepEqual(await statuses(), [200, 401]);
        mock.timers.tick(3_000);
        deepEqual(await statuses(), [401, 200]);
        await ask(server, "PUT", "/users/revokeToken", { token, json: { id } });
        const status = await ask(server, "GET", "/system/status", { token });
        equal((status.body["jwks"] as { passed: boolean }).passed, false);
    });

    it("The client secret is masked for users but not for bots, and a wrong patch is refused", async () => {
        const server = await start({ environment: {} });
        const person = await signIn(server);
        const path = "/system/security/config";
        const settings = sendable((await ask(server, "GET", path, { token: adminBot(server) })).body);
        const secretOf = async (token: string): Promise<string> => {
            const { body } = await ask(server, "GET", path, { token });
            return (body["authenticationConfiguration"] as { oidcConfiguration: { secret: string } }).oidcConfiguration
                .secret;
        };
        const wanted = structuredClone(settings) as {
            authenticationConfiguration: { oidcConfiguration: { secret: string } };
        };
        wanted.authenticationConfiguration.oidcConfiguration.secret = "a-secret";
        equal((await ask(server, "PUT", path, { token: person, json: wanted })).status, 200);
        equal(await secretOf(person), "*********");
        equal(await secretOf(adminBot(server)), "a-secret");
        const masked = sendable((await ask(server, "GET", path, { token: person })).body);
        await ask(server, "PUT", path, { token: person, json: masked });
        equal(await secretOf(adminBot(server)), "*********");

        const patch = [{ op: "replace", path: "/authenticationConfiguration/provider", value: "auth0" }];
        const type = "application/json-patch+json";
        const refused = await ask(server, "PATCH", path, { token: person, json: patch, type });
        equal(refused.status, 400);
        equal(refused.body["status"], "failed");
        equal((await ask(server, "GET", path, { token: "none" })).status, 401);
    });

    it("The list of users is paged and filters admins", async () => {
        const database = new Database();
        for (let number = 0; number < 12; number++) {
            database.addUser({ name: `user${number}`, email: `user${number}@example.com`, isAdmin: number < 11 });
        }
        const server = await start({ environment: {}, database });
        const token = adminBot(server);
        const names: string[] = [];
        let after: string | undefined = "";
        while (after !== undefined) {
            const { body } = await ask(server, "GET", `/users?isAdmin=true&limit=5&after=${after}`, { token });
            names.push(...(body["data"] as { name: string }[]).map(({ name }) => name));
            after = (body["paging"] as { after?: string }).after;
        }
        equal(names.length, 13);
        ok(!names.includes("user11"));
    });

    it("A fault of the stand-in fails, cuts or delays as many requests as configured", async () => {
        const server = await start({ environment: {} });
        server.faults.add({ path: "/api/v1/system/version", status: 429, retryAfter: "1", times: 1 });
        const limited = await fetch(`${server.url}/api/v1/system/version`);
        deepEqual([limited.status, limited.headers.get("retry-after")], [429, "1"]);
        server.faults.add({ path: "/api/v1/system/version", cut: true, times: 1 });
        await rejects(fetch(`${server.url}/api/v1/system/version`).then((response) => response.text()));
        server.faults.add({ path: "/api/v1/system/version", delay: 200, times: 1 });
        const begun = Date.now();
        equal((await ask(server, "GET", "/system/version")).status, 200);
        ok(Date.now() - begun >= 190);
    });
});
