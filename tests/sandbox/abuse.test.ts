import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Agent, fetch, type Response } from "undici";
import { trustingAgent } from "../../sandbox/trustingAgent";
import { startTenant } from "../../sandbox/tenant";
import { inFolder, newTenant } from "./newTenant";

const form = { "content-type": "application/x-www-form-urlencoded" };
const long = "x".repeat(5000);
const deep = (depth: number): string => '{"name":'.repeat(depth) + "1" + "}".repeat(depth);

describe("Malformed and oversized requests to the sandbox", function () {
    const api = newTenant();
    let dispatcher: Agent;
    let authorization: string;
    const send = (
        method: string,
        path: string,
        body?: string,
        headers: Readonly<Record<string, string>> = {},
    ): Promise<Response> => {
        const origin = `https://${api().tenant.domain}`;
        const common = { origin, authorization, "content-type": "application/json" };
        return fetch(origin + path, {
            dispatcher,
            method,
            redirect: "manual",
            headers: path.startsWith("/oauth")
                ? { "content-type": "application/json", ...headers }
                : { ...common, ...headers },
            ...(body !== undefined && { body }),
        });
    };
    before(async () => {
        const { certificateBundle, managementClientId, managementClientSecret } = api().tenant;
        dispatcher = trustingAgent(readFileSync(certificateBundle));
        const token = await api().tokenFor({ client_id: managementClientId, client_secret: managementClientSecret });
        authorization = `Bearer ${token}`;
    });
    after(() => dispatcher.destroy());

    for (const [method, path, body, headers] of [
        ["GET", `/authorize?client_id=${long}`],
        ["GET", `/v2/logout?client_id=${long}&returnTo=${long}`],
        ["GET", `/oidc/logout?client_id=${long}`],
        ["GET", `/applications/${long}/secret`],
        ["GET", `/u/login/${long}`],
        ["GET", `/try?state=${long}`],
        ["GET", `/api/v2/clients/${long}`],
        ["DELETE", `/api/v2/clients/${long}`],
        ["GET", `/api/v2/users/${long}`],
        ["GET", `/api/v2/connections/${long}/clients`],
        ["POST", "/oauth/token", `grant_type=client_credentials&client_id=${long}`, form],
        ["POST", "/oauth/token", `grant_type=refresh_token&refresh_token=${long}&client_id=${long}`, form],
        ["POST", "/oauth/revoke", `token=${long}&client_id=${long}`, form],
        ...["/api/v2/clients", "/api/v2/connections", "/api/v2/users", "/oauth/token", "/oauth/revoke", "/try"].flatMap(
            (path) => [deep(100), deep(50_000), "null", "[]"].map((text) => ["POST", path, text] as const),
        ),
    ] as readonly (readonly [string, string, string?, Record<string, string>?])[]) {
        it(`${method} ${path.slice(0, 40)} with ${path.length} characters and ${body?.length ?? 0} in the body causes no server error`, async () => {
            const answer = await send(method, path, body, headers);
            ok(answer.status < 500, String(answer.status));
            ok(!/\n\s+at |node_modules|RangeError|TypeError/.test(await answer.text()));
        });
    }

    it("A user_id of 255 characters is accepted, and a longer one is refused", async () => {
        const user = (id: string) => {
            const profile = { email: `${randomUUID()}@example.com`, password: "Sandbox-1", user_id: id };
            return { ...profile, connection: "Username-Password-Authentication" };
        };
        // Four bytes each, the most that a character can have.
        const longest = await send("POST", "/api/v2/users", JSON.stringify(user("\u{1F600}".repeat(255))));
        equal(longest.status, 201);
        const path = `/api/v2/users/${encodeURIComponent(((await longest.json()) as { user_id: string }).user_id)}`;
        equal((await send("GET", path)).status, 200);
        equal((await send("DELETE", path)).status, 204);
        const overlong = await send("POST", "/api/v2/users", JSON.stringify(user("x".repeat(256))));
        equal(overlong.status, 400);
        match(await overlong.text(), /String is too long \(256 chars\), maximum 255.* user_id/);
        // Nobody has an id that the path can hold and the state cannot.
        equal((await send("GET", `/api/v2/users/${"x".repeat(2500)}`)).status, 404);
        equal((await send("DELETE", `/api/v2/users/${"x".repeat(2500)}`)).status, 204);
    });

    it("An imported application with a client_id that is too long is refused", () =>
        inFolder(async (state) => {
            const clients = join(state, "clients.json");
            await writeFile(clients, JSON.stringify([{ client_id: long, name: "Long" }]));
            await rejects(startTenant({ state, port: 0, clients }), /no ID of more than 1900 bytes.*x{20}\.$/);
        }));

    for (const path of [
        "/",
        "/v2/logout",
        "/oidc/logout",
        "/authorize",
        "/nothing",
        "/api/v2/clients",
        "/u/login/x",
        "/try",
        `/${"x".repeat(20_000)}`,
    ]) {
        it(`${path.slice(0, 20)} answers with headers that forbid framing, sniffing and foreign content`, async () => {
            const { headers } = await send("GET", path);
            equal(headers.get("x-content-type-options"), "nosniff");
            equal(headers.get("referrer-policy"), "same-origin");
            deepEqual(
                ["default-src 'none'", "frame-ancestors 'none'"].filter(
                    (rule) => !headers.get("content-security-policy")?.includes(rule),
                ),
                [],
            );
        });
    }
});
