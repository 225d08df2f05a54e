import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeProtectedHeader } from "jose";
import type { Environment } from "./configuration";
import { Database } from "./database";
import { type OpenMetadataServer, type OpenMetadataServerOptions, startOpenMetadataServer } from "./server";

/** An answer, with its body read. */
interface Answer {
    readonly status: number;
    readonly body: Record<string, unknown>;
}

const sso: Environment = {
    AUTHENTICATION_PROVIDER: "auth0",
    CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME: "auth0",
    AUTHENTICATION_PUBLIC_KEYS: "[http://127.0.0.1:9/.well-known/jwks.json]",
    AUTHENTICATION_CLIENT_ID: "client",
    AUTHENTICATION_CALLBACK_URL: "https://om.example.com/callback",
    AUTHORIZER_ADMIN_PRINCIPALS: "[jane.doe,john]",
    AUTHORIZER_PRINCIPAL_DOMAIN: "example.com",
};

describe("the stand-in for OpenMetadata's server", () => {
    let folder: string;
    const running: OpenMetadataServer[] = [];

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-server-"));
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });
    afterEach(async () => {
        await Promise.all(running.splice(0).map((server) => server.close()));
    });

    async function start(options: OpenMetadataServerOptions): Promise<OpenMetadataServer> {
        const server = await startOpenMetadataServer(options);
        running.push(server);
        return server;
    }

    async function ask(
        server: OpenMetadataServer,
        method: string,
        path: string,
        { token, json, type = "application/json" }: { token?: string; json?: unknown; type?: string } = {},
    ): Promise<Answer> {
        const response = await fetch(`${server.url}/api/v1${path}`, {
            method,
            headers: {
                ...(token !== undefined && { authorization: `Bearer ${token}` }),
                ...(json !== undefined && { "content-type": type }),
            },
            ...(json !== undefined && { body: JSON.stringify(json) }),
        });
        const text = await response.text();
        return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Answer["body"]) };
    }

    async function signIn(server: OpenMetadataServer): Promise<string> {
        const { status, body } = await ask(server, "POST", "/users/login", {
            json: { email: "admin@open-metadata.org", password: Buffer.from("admin").toString("base64") },
        });
        equal(status, 200);
        return body["accessToken"] as string;
    }

    function adminBot(server: OpenMetadataServer): string {
        const bot = server.database.user("ingestion-bot");
        ok(bot?.jwt);
        bot.isAdmin = true;
        return bot.jwt.JWTToken;
    }

    it("starts as shipped: basic sign-in, the admin, and the shipped key id", async () => {
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

    it("keeps the settings of its first start until they are removed from the database", async () => {
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

    it("takes no password under single sign-on", async () => {
        const server = await start({ environment: sso });
        equal((await ask(server, "POST", "/users/login", { json: { email: "a", password: "b" } })).status, 403);
    });

    it("makes the admin anew at each start while it is listed, even after a hard deletion", async () => {
        const first = await start({ environment: {} });
        const { id } = first.database.user("admin") ?? {};
        const token = await signIn(first);
        equal((await ask(first, "DELETE", `/users/${id ?? ""}?hardDelete=true`, { token })).status, 200);
        equal((await ask(first, "GET", "/users/name/ingestion-bot", { token })).status, 404);
        const again = await start({ environment: {}, database: first.database });
        ok(again.database.user("admin"));
    });

    it("restores what was deleted softly", async () => {
        const server = await start({ environment: {} });
        const token = adminBot(server);
        const id = server.database.user("admin")?.id ?? "";
        await ask(server, "DELETE", `/users/${id}`, { token });
        equal((await ask(server, "GET", "/users/name/admin", { token })).status, 404);
        await ask(server, "PUT", "/users/restore", { token, json: { id } });
        equal((await ask(server, "GET", "/users/name/admin", { token })).status, 200);
    });

    it("runs on without a key where the files are not DER, and logs that", async () => {
        const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const forms = {
            pem: [
                publicKey.export({ format: "pem", type: "spki" }),
                privateKey.export({ format: "pem", type: "pkcs8" }),
            ],
            pkcs1: [
                publicKey.export({ format: "der", type: "spki" }),
                privateKey.export({ format: "der", type: "pkcs1" }),
            ],
        };
        for (const [form, [publicFile = "", privateFile = ""]] of Object.entries(forms)) {
            const environment = {
                RSA_PUBLIC_KEY_FILE_PATH: join(folder, `${form}.public`),
                RSA_PRIVATE_KEY_FILE_PATH: join(folder, `${form}.private`),
            };
            await writeFile(environment.RSA_PUBLIC_KEY_FILE_PATH, publicFile);
            await writeFile(environment.RSA_PRIVATE_KEY_FILE_PATH, privateFile);
            const server = await start({ environment });
            match(server.log.join("\n"), /Failed to initialize JWTTokenGenerator/);
            equal((await ask(server, "GET", "/system/config/jwks")).status, 500);
            equal((await fetch(`${server.url}/api/v1/system/health`)).status, 200);
        }
    });

    it("takes a bot's token only while it is the one that it keeps", async () => {
        const server = await start({ environment: {} });
        const token = await signIn(server);
        const bot = server.database.user("ingestion-bot");
        const old = bot?.jwt?.JWTToken ?? "";
        equal((await ask(server, "GET", "/users/loggedInUser", { token: old })).status, 200);
        const id = bot?.id ?? "";
        const made = await ask(server, "PUT", `/users/generateToken/${id}`, { token, json: { JWTTokenExpiry: "30" } });
        equal(decodeProtectedHeader(made.body["JWTToken"] as string).kid, "Gb389a-9f76-gdjs-a92j-0242bk94356");
        const refused = await ask(server, "GET", "/users/loggedInUser", { token: old });
        equal(refused.status, 401);
        match(String(refused.body["message"]), /The given token does not match the current bot's token!/);
        await ask(server, "PUT", "/users/revokeToken", { token, json: { id } });
        const status = await ask(server, "GET", "/system/status", { token });
        equal((status.body["jwks"] as { passed: boolean }).passed, false);
    });

    it("masks the secret for people, keeps a mask that is sent back, and checks patches", async () => {
        const server = await start({ environment: {} });
        const person = await signIn(server);
        const path = "/system/security/config";
        const settings = (await ask(server, "GET", path, { token: adminBot(server) })).body as Record<string, never>;
        const secretOf = async (token: string): Promise<string> => {
            const { body } = await ask(server, "GET", path, { token });
            return (body["authenticationConfiguration"] as { oidcConfiguration: { secret: string } }).oidcConfiguration
                .secret;
        };
        const wanted = structuredClone(settings) as unknown as {
            authenticationConfiguration: { oidcConfiguration: { secret: string } };
        };
        wanted.authenticationConfiguration.oidcConfiguration.secret = "a-secret";
        equal((await ask(server, "PUT", path, { token: person, json: wanted })).status, 200);
        equal(await secretOf(person), "*********");
        equal(await secretOf(adminBot(server)), "a-secret");
        const masked = (await ask(server, "GET", path, { token: person })).body;
        await ask(server, "PUT", path, { token: person, json: masked });
        equal(await secretOf(adminBot(server)), "*********");

        const patch = [{ op: "replace", path: "/authenticationConfiguration/provider", value: "auth0" }];
        const type = "application/json-patch+json";
        const refused = await ask(server, "PATCH", path, { token: person, json: patch, type });
        equal(refused.status, 400);
        equal(refused.body["status"], "failed");
        equal((await ask(server, "GET", path, { token: "none" })).status, 401);
    });

    it("does not start with half a mapping, with an unfinished confidential client, or with text for a list", async () => {
        const wrong: [Environment, RegExp][] = [
            [{ AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING: "[username:sub]" }, /Both username and email/],
            [{ ...sso, AUTHENTICATION_CLIENT_TYPE: "confidential" }, /Client ID and Client Secret/],
            [{ AUTHORIZER_ADMIN_PRINCIPALS: "jane" }, /AUTHORIZER_ADMIN_PRINCIPALS is no list/],
        ];
        for (const [environment, message] of wrong) {
            await rejects(startOpenMetadataServer({ environment }), message);
        }
    });

    it("pages lists, and filters admins", async () => {
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
        deepEqual(names.length, 13);
        ok(!names.includes("user11"));
    });

    it("fails on demand, as often as asked for", async () => {
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
