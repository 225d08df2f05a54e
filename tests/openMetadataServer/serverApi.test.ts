import { equal, match, ok, rejects } from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiError, OpenMetadataApi } from "../../openmetadata/api";
import { type OpenMetadataServer, startOpenMetadataServer } from "./server";

describe("the client of OpenMetadata's API", () => {
    let server: OpenMetadataServer;
    let token: string;
    let api: OpenMetadataApi;

    beforeEach(async () => {
        server = await startOpenMetadataServer({ environment: { AUTHORIZER_ADMIN_PRINCIPALS: "[admin,jane]" } });
        const bot = server.database.user("ingestion-bot");
        ok(bot?.jwt);
        const admin = server.database.addUser({
            name: "admin-bot",
            email: "admin-bot@e.com",
            isAdmin: true,
            isBot: true,
        });
        token = bot.jwt.JWTToken;
        bot.isAdmin = true;
        api = new OpenMetadataApi({ url: `${server.url}/`, token });
        await api.generateToken(admin.id, "Unlimited");
    });
    afterEach(async () => {
        await server.close();
    });

    function count(request: string): number {
        return server.requests.filter((made) => made.startsWith(request)).length;
    }

    it("reads what everyone may read, without a token", async () => {
        const open = new OpenMetadataApi({ url: server.url });
        await open.health();
        equal(await open.version(), "1.12.6");
        equal((await open.authenticationConfig()).provider, "basic");
        equal((await open.authorizerConfig()).principalDomain, "open-metadata.org");
        equal((await open.jwks()).keys.length, 1);
    });

    it("finds users, all admins over all pages, and nobody where nobody is", async () => {
        for (let number = 0; number < 120; number++) {
            server.database.addUser({ name: `admin${number}`, email: "a@example.com", isAdmin: true });
        }
        equal((await api.admins()).length, 124);
        equal((await api.userByName("jane"))?.isAdmin, true);
        equal(await api.userByName("nobody/at all"), undefined);
        equal((await api.loggedInUser()).name, "ingestion-bot");
    });

    it("deletes a user, softly or for good", async () => {
        const id = (await api.userByName("admin"))?.id ?? "";
        await api.deleteUser(id, { hard: false });
        equal(await api.userByName("admin"), undefined);
        equal(server.database.users.get(id)?.deleted, true);
        await api.deleteUser(id, { hard: true });
        equal(server.database.users.get(id), undefined);
    });

    it("makes, reads and takes away a bot's token", async () => {
        const names = (await api.bots()).map(({ name }) => name);
        equal(names.length, 9);
        equal(new Set(names).size, 9);
        ok(names.includes("admin-bot") && names.includes("ingestion-bot"));
        const bot = await api.bot("admin-bot");
        ok(bot);
        await api.generateToken(bot.userId, "30");
        const { jwt = "", expiry } = await api.authenticationMechanism(bot.userId);
        equal(expiry, "30");
        equal((await new OpenMetadataApi({ url: server.url, token: jwt }).loggedInUser()).name, "admin-bot");
        await api.revokeToken(bot.userId);
        equal((await api.authenticationMechanism(bot.userId)).jwt, undefined);
        equal(await api.bot("other"), undefined);
    });

    it("knows a bot that has no token yet", async () => {
        const { id } = server.database.addUser({ name: "new-bot", email: "n@e.com", isBot: true });
        equal((await api.authenticationMechanism(id)).jwt, undefined);
    });

    it("replaces and checks the stored settings", async () => {
        const settings = await api.securityConfiguration();
        const { ldapConfiguration: _refused, ...authentication } = settings.authenticationConfiguration;
        const wanted = { ...settings, authenticationConfiguration: { ...authentication, clientId: "client" } };
        equal((await api.validateSecurityConfiguration(wanted)).status, "failed");
        await api.replaceSecurityConfiguration(wanted);
        equal((await api.authenticationConfig()).clientId, "client");
    });

    it("reads again after 429, 503 and a broken connection, and waits as long as the server asks for", async () => {
        server.faults.add({ path: "/api/v1/system/version", status: 503, times: 1 });
        server.faults.add({ path: "/api/v1/system/version", cut: true, times: 1 });
        server.faults.add({ path: "/api/v1/system/version", status: 429, retryAfter: "2", times: 1 });
        const begun = Date.now();
        equal(await api.version(), "1.12.6");
        equal(count("GET /api/v1/system/version"), 4);
        ok(Date.now() - begun >= 2000);
    });

    it("does not read again for ever, and waits for no pause of minutes", async () => {
        server.faults.add({ path: "/api/v1/system/version", status: 502 });
        await rejects(api.version(), { status: 502 });
        equal(count("GET /api/v1/system/version"), 4);
        server.faults.add({ path: "/api/v1/system/health", status: 429, retryAfter: "120" });
        await rejects(api.health(), { status: 429 });
        equal(count("GET /api/v1/system/health"), 1);
    });

    it("never repeats what changes something", async () => {
        const id = server.database.user("admin-bot")?.id ?? "";
        for (const fault of [{ status: 503 }, { cut: true as const }]) {
            server.faults.clear();
            server.faults.add({ path: "/api/v1/users/generateToken", ...fault });
            const before = count("PUT /api/v1/users/generateToken");
            await rejects(api.generateToken(id, "7"), ApiError);
            equal(count("PUT /api/v1/users/generateToken") - before, 1);
        }
    });

    it("says what happened and what to do: refused, slow, broken off, moved, no JSON, not there", async () => {
        for (const [status, message] of [
            [401, /answers 401 to .*: fault 401\. Get a new token of an admin\./],
            [409, /answers 409 to GET \/api\/v1\/system\/version: fault 409\./],
            [500, /answers 500 to .*: fault 500\. Run again when/],
        ] as const) {
            server.faults.add({ path: "/api/v1/system/version", status, times: 1 });
            await rejects(api.version(), { message, status, request: "GET /api/v1/system/version" });
        }
        server.faults.add({ path: "/api/v1/system/version", delay: 1000 });
        await rejects(new OpenMetadataApi({ url: server.url, timeout: 100 }).version(), /took longer than 0.1 s/);
        server.faults.add({ path: "/api/v1/users/revokeToken", cut: true });
        await rejects(api.revokeToken(server.database.user("admin-bot")?.id ?? ""), /the connection broke before/);

        const page = createServer((request, response) => {
            if (request.url?.endsWith("version")) {
                response.end("<html>Sign in</html>");
            } else {
                response.writeHead(301, { location: "https://om.example.com/" }).end();
            }
        });
        await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
        const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
        const other = new OpenMetadataApi({ url });
        await rejects(other.version(), /something that is not JSON\. Check that it is the URL/);
        await rejects(other.jwks(), /It redirects to https:\/\/om\.example\.com\//);
        page.close();
        await new Promise((resolve) => setTimeout(resolve, 10));
        await rejects(other.version(), /got no answer: ECONNREFUSED\. Check that the server runs/);
    });

    it("keeps token and secrets out of what it says, even where the server repeats them", async () => {
        const secret = "client-secret-of-the-application";
        const echo = createServer((request, response) => {
            let body = "";
            request.on("data", (chunk: Buffer) => (body += chunk.toString()));
            request.on("end", () => {
                const message = `${request.headers.authorization ?? ""} ${body}`;
                response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ message }));
            });
        });
        await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
        const url = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
        const settings = {
            authenticationConfiguration: { oidcConfiguration: { secret } },
            authorizerConfiguration: {},
        };
        await rejects(
            new OpenMetadataApi({ url, token: "opaque-token" }).replaceSecurityConfiguration(settings),
            (error: ApiError) => {
                match(error.message, /\[secret\]/);
                const all = JSON.stringify([error, error.message, error.stack]);
                ok(!all.includes(secret) && !all.includes("opaque-token"));
                return true;
            },
        );
        echo.close();
    });
});
