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

    /** How the sandbox refuses: with a status, and with words in the form that the part of Auth0 which is asked has. */
    const page = (text: string): RegExp => new RegExp(`<p class="error" role="alert">${text}`);
    const json = (content: object): string => JSON.stringify(content);
    const unreadablePath = json({ statusCode: 414, error: "URI Too Long", message: "URI Too Long" });
    const invalidBody = (message: string): string =>
        json({ statusCode: 400, error: "Bad Request", message, errorCode: "invalid_body" });
    const noJson = invalidBody("Invalid request payload JSON format");
    const wrongType = (type: string): string =>
        invalidBody(`Payload validation error: 'Expected type object but found type ${type}'.`);
    const unauthorized = json({ error: "access_denied", error_description: "Unauthorized" });
    const refusals: readonly (readonly [string, string, number, RegExp | string, string?, Record<string, string>?])[] =
        [
            ["GET", `/authorize?client_id=${long}`, 400, page("invalid_request: Unknown client: x{5000}<")],
            [
                "GET",
                `/v2/logout?client_id=${long}&returnTo=${long}`,
                400,
                page("invalid_request: The &#34;returnTo&#34; querystring parameter &#34;x{5000}&#34; is not defined"),
            ],
            [
                "GET",
                `/oidc/logout?client_id=${long}`,
                400,
                json({ error: "invalid_client", error_description: "client is invalid" }),
            ],
            ["GET", `/applications/${long}/secret`, 414, unreadablePath],
            ["GET", `/u/login/${long}`, 414, unreadablePath],
            ["GET", `/try?state=${long}`, 400, page("invalid_request: This trial has ended")],
            ["GET", `/api/v2/clients/${long}`, 414, unreadablePath],
            ["DELETE", `/api/v2/clients/${long}`, 414, unreadablePath],
            ["GET", `/api/v2/users/${long}`, 414, unreadablePath],
            ["GET", `/api/v2/connections/${long}/clients`, 414, unreadablePath],
            [
                "GET",
                "/api/v2/clients/%zz",
                400,
                json({ statusCode: 400, error: "Bad Request", message: "Bad Request" }),
            ],
            ["POST", "/oauth/token", 401, unauthorized, `grant_type=client_credentials&client_id=${long}`, form],
            [
                "POST",
                "/oauth/token",
                401,
                unauthorized,
                `grant_type=refresh_token&refresh_token=${long}&client_id=${long}`,
                form,
            ],
            ["POST", "/oauth/revoke", 401, unauthorized, `token=${long}&client_id=${long}`, form],
            ...(
                [
                    ["/api/v2/clients", 400, wrongType],
                    ["/api/v2/connections", 400, wrongType],
                    ["/api/v2/users", 400, wrongType],
                    ["/oauth/token", 401, () => unauthorized],
                    ["/oauth/revoke", 401, () => unauthorized],
                    ["/try", 400, () => page("invalid_request: The application has no callback")],
                ] as const
            ).flatMap(([path, status, otherwise]) => [
                ...[100, 50_000].map((depth) => ["POST", path, 400, noJson, deep(depth)] as const),
                ["POST", path, status, otherwise("null"), "null"] as const,
                ["POST", path, status, otherwise("array"), "[]"] as const,
            ]),
        ];
    for (const [method, path, status, words, body, headers] of refusals) {
        it(`${method} ${path.slice(0, 40)} with ${path.length} characters and ${body?.length ?? 0} in the body is refused with ${status}`, async () => {
            const answer = await send(method, path, body, headers);
            const text = await answer.text();
            equal(answer.status, status, text);
            if (typeof words === "string") equal(text, words);
            else match(text, words);
            ok(!/\n\s+at |node_modules|RangeError|TypeError/.test(text), text);
            equal(answer.headers.get("x-content-type-options"), "nosniff");
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
        `/u/login/${long}`,
        "/u/login/%zz",
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
