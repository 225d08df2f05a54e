import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiError, OpenMetadataApi } from "../../openmetadata/api";
import { tokenOf } from "../plugins/server/signIn";
import { ask } from "./asking";
import { type OpenMetadataServer, startOpenMetadataServer } from "./server";

describe("OpenMetadataApi against the stand-in", () => {
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

    it("OpenMetadataApi reads the public endpoints without a token", async () => {
        const open = new OpenMetadataApi({ url: server.url });
        await open.health();
        equal(await open.version(), "1.12.6");
        equal((await open.authenticationConfig()).provider, "basic");
        equal((await open.authorizerConfig()).principalDomain, "open-metadata.org");
        equal((await open.jwks()).keys.length, 1);
    });

    it("OpenMetadataApi finds users by name, and the admins on all pages", async () => {
        for (let number = 0; number < 120; number++) {
            server.database.addUser({ name: `admin${number}`, email: "a@example.com", isAdmin: true });
        }
        equal((await api.admins()).length, 124);
        equal((await api.userByName("jane"))?.isAdmin, true);
        equal(await api.userByName("nobody/at all"), undefined);
        equal((await api.loggedInUser()).name, "ingestion-bot");
    });

    it("OpenMetadataApi creates a team that is not joinable, changes its default roles and deletes it", async () => {
        const [consumer, steward] = [await api.role("DataConsumer"), await api.role("DataSteward")];
        ok(consumer && steward);
        equal(await api.role("Data Consumer"), undefined);
        equal(await api.team("Data/Users"), undefined);
        const made = await api.createTeam("Data/Users", [consumer.id]);
        equal(made.isJoinable, false);
        const jane = server.database.user("jane");
        jane?.teams.push("Data/Users");
        await api.setDefaultRoles(made.id, [steward.id]);
        const team = await api.team("Data/Users");
        deepEqual([team?.teamType, team?.defaultRoles?.[0]?.name, team?.users?.length], ["Group", "DataSteward", 1]);
        await rejects(api.createTeam("Data/Users", []), /409 .*Entity already exists/);
        await rejects(api.createTeam("a::b", []), /400/);
        await rejects(api.createTeam("Others", ["no-role"]), /404 .*role instance for no-role not found/);
        await api.deleteTeam(made.id);
        deepEqual([await api.team("Data/Users"), jane?.teams], [undefined, []]);
    });

    it("OpenMetadataApi finds and restores a soft-deleted team, whose name is not free", async () => {
        const { id } = server.database.addTeam({ name: "Data", deleted: true });
        equal((await api.team("Data"))?.deleted, true);
        await rejects(api.createTeam("Data", []), /409/);
        await api.restoreTeam(id);
        equal((await api.team("Data"))?.deleted, false);
        await rejects(api.restoreTeam(id), /500/);
    });

    it("Deleting a team removes it from the conditions of all policies", async () => {
        const rules = [
            { name: "only", effect: "allow", condition: "inAnyTeam('Data')" },
            { name: "several", effect: "allow", condition: "inAnyTeam('Data', 'Others') && isOwner()" },
            { name: "last", effect: "deny", condition: "!isOwner() || inAnyTeam('Data')" },
            // What is quoted otherwise is lost whichever team goes.
            { name: "quoted", effect: "allow", condition: 'inAnyTeam("Others") && isOwner()' },
            { name: "other", effect: "allow", condition: "hasAnyRole('Data')" },
            { name: "none", effect: "allow" },
        ] as const;
        for (const hard of [false, true]) {
            const { id } = server.database.addTeam({ name: "Data" });
            server.database.policies.splice(0, 1, { name: "policy", rules: structuredClone([...rules]) });
            equal((await ask(server, "DELETE", `/teams/${id}?hardDelete=${hard}`, { token })).status, 200);
            const { body } = await ask(server, "GET", "/policies", { token });
            const [policy] = body["data"] as { rules: { condition?: string }[] }[];
            deepEqual(
                policy?.rules.map(({ condition }) => condition),
                [
                    undefined,
                    "inAnyTeam('Others') && isOwner()",
                    "!isOwner()",
                    "isOwner()",
                    "hasAnyRole('Data')",
                    undefined,
                ],
            );
            server.database.teams.delete(id);
        }
    });

    it("Invalid changes of teams are refused", async () => {
        const call = async (method: string, path: string, json: unknown): Promise<[number, string]> => {
            const type = method === "PATCH" ? "application/json-patch+json" : "application/json";
            const { status, body } = await ask(server, method, `/teams${path}`, { token, json, type });
            return [status, String(body["message"])];
        };
        const group = server.database.addTeam({ name: "Data" });
        const top = server.database.team("Organization");
        const full = server.database.addTeam({ name: "Full", teamType: "Department" });
        server.database.addTeam({ name: "Part", parent: "Full" });
        const changed = [{ op: "replace", path: "/teamType", value: "Department" }];
        for (const [method, path, json, said] of [
            ["POST", "", { name: "A", teamType: "Group", roles: [] }, /Unrecognized field: roles/],
            ["POST", "", { name: "A", teamType: "Team" }, /teamType/],
            ["POST", "", { name: "A", teamType: "Organization" }, /Only one Organization/],
            ["POST", "", { name: "A", teamType: "Group", children: [] }, /can't have children/],
            ["POST", "", { name: "A", teamType: "Group", parents: [group.id] }, /can't be of parent of team A/],
            ["PATCH", `/${group.id}`, changed, /Team of type Group cannot be updated/],
            ["PUT", "", { name: "Full", teamType: "Group" }, /with children cannot be updated to type Group/],
            ["POST", "", { name: 'A "B"', teamType: "Group" }, /Invalid name/],
            ["DELETE", `/${top?.id ?? ""}`, undefined, /can't be deleted/],
            ["DELETE", `/${full.id}`, undefined, /team is not empty/],
            ["GET", "/name/Data?fields=roles", undefined, /Invalid field name roles/],
        ] as const) {
            const [status, message] = await call(method, path, json);
            equal(status, 400, message);
            match(message, said);
        }
        const plain = new OpenMetadataApi({ url: server.url, token: await tokenOf(server, "jane") });
        server.database.addUser({ name: "jane", email: "jane@open-metadata.org", password: "admin" });
        await rejects(plain.createTeam("Mine", []), /403/);
    });

    it("PUT of a team removes the users and default roles that it leaves out", async () => {
        const group = server.database.addTeam({ name: "Data", defaultRoles: ["DataSteward"] });
        const jane = server.database.user("jane");
        jane?.teams.push("Data");
        const { status } = await ask(server, "PUT", "/teams", { token, json: { name: "Data", teamType: "Group" } });
        deepEqual([status, server.database.teams.get(group.id)?.defaultRoles, jane?.teams], [200, [], []]);
    });

    it("OpenMetadataApi deletes a user softly or permanently", async () => {
        const id = (await api.userByName("admin"))?.id ?? "";
        await api.deleteUser(id, { hard: false });
        equal(await api.userByName("admin"), undefined);
        equal(server.database.users.get(id)?.deleted, true);
        await api.deleteUser(id, { hard: true });
        equal(server.database.users.get(id), undefined);
    });

    it("OpenMetadataApi creates, reads and revokes a bot's token", async () => {
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

    it("A bot without a token has no authentication mechanism", async () => {
        const { id } = server.database.addUser({ name: "new-bot", email: "n@e.com", isBot: true });
        equal((await api.authenticationMechanism(id)).jwt, undefined);
    });

    it("OpenMetadataApi validates and replaces the security configuration", async () => {
        const settings = await api.securityConfiguration();
        const { ldapConfiguration: _refused, ...authentication } = settings.authenticationConfiguration;
        const wanted = { ...settings, authenticationConfiguration: { ...authentication, clientId: "client" } };
        equal((await api.validateSecurityConfiguration(wanted)).status, "failed");
        await api.replaceSecurityConfiguration(wanted);
        equal((await api.authenticationConfig()).clientId, "client");
    });

    it("OpenMetadataApi retries reads after 429, 503 and a broken connection, and obeys Retry-After", async () => {
        server.faults.add({ path: "/api/v1/system/version", status: 503, times: 1 });
        server.faults.add({ path: "/api/v1/system/version", cut: true, times: 1 });
        server.faults.add({ path: "/api/v1/system/version", status: 429, retryAfter: "2", times: 1 });
        const begun = Date.now();
        equal(await api.version(), "1.12.6");
        equal(count("GET /api/v1/system/version"), 4);
        ok(Date.now() - begun >= 2000);
    });

    it("OpenMetadataApi gives up after four attempts, or at once if Retry-After is minutes", async () => {
        server.faults.add({ path: "/api/v1/system/version", status: 502 });
        await rejects(api.version(), { status: 502 });
        equal(count("GET /api/v1/system/version"), 4);
        server.faults.add({ path: "/api/v1/system/health", status: 429, retryAfter: "120" });
        await rejects(api.health(), { status: 429 });
        equal(count("GET /api/v1/system/health"), 1);
    });

    it("OpenMetadataApi never retries a write", async () => {
        const id = server.database.user("admin-bot")?.id ?? "";
        for (const fault of [{ status: 503 }, { cut: true as const }]) {
            server.faults.clear();
            server.faults.add({ path: "/api/v1/users/generateToken", ...fault });
            const before = count("PUT /api/v1/users/generateToken");
            await rejects(api.generateToken(id, "7"), ApiError);
            equal(count("PUT /api/v1/users/generateToken") - before, 1);
        }
    });

    it("Each error of OpenMetadataApi says what happened and what to do", async () => {
        for (const [status, message] of [
            [401, /answers 401 to .*: fault 401\. Get a new admin's token\./],
            [409, /answers 409 to GET \/api\/v1\/system\/version: fault 409\./],
            [500, /answers 500 to .*: fault 500\. Run again once/],
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
        await rejects(other.version(), /got no answer: ECONNREFUSED\. Check that the server is running/);
    });

    it("Errors of OpenMetadataApi contain neither the token nor secrets that the server echoes", async () => {
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
