import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Agent, fetch, type Response } from "undici";
import { newTenant } from "./tenantClient";

const form = { "content-type": "application/x-www-form-urlencoded" };
const long = "x".repeat(5000);
const deep = (depth: number): string => '{"name":'.repeat(depth) + "1" + "}".repeat(depth);

describe("The sandbox under abuse", function () {
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
        dispatcher = new Agent({ connect: { ca: readFileSync(certificateBundle, "utf8") } });
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
        it(`refuses ${method} ${path.slice(0, 40)} ${(body ?? "").slice(0, 40)}`, async () => {
            const answer = await send(method, path, body, headers);
            ok(answer.status < 500, String(answer.status));
            ok(!/\n\s+at |node_modules|RangeError|TypeError/.test(await answer.text()));
        });
    }

    for (const path of [
        "/",
        "/v2/logout",
        "/oidc/logout",
        "/authorize",
        "/nothing",
        "/api/v2/clients",
        "/u/login/x",
        "/try",
    ]) {
        it(`says with ${path} that nothing is framed, sniffed or loaded from elsewhere`, async () => {
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
