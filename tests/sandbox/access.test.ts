import { deepEqual, equal, match, ok } from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader, exportPKCS8, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { inFolder, newTenant, withTenant } from "./newTenant";
import type { Application, Fields } from "../../tools/tenant/tenantClient";

describe("Access tokens of the sandbox", function () {
    const api = newTenant();

    it("say who holds them, for what, and for a day, as Auth0's do", async () => {
        const application = await api().machine(["read:clients", "create:clients"]);
        const { status, body, headers } = await api().requestToken(application);
        equal(status, 200);
        equal(headers["cache-control"], "no-store");
        deepEqual(
            [body["token_type"], body["expires_in"], body["scope"]],
            ["Bearer", 86_400, "read:clients create:clients"],
        );
        const token = String(body["access_token"]);
        const { alg, typ, kid } = decodeProtectedHeader(token);
        deepEqual([alg, typ, typeof kid], ["RS256", "JWT", "string"]);
        const { iat = 0, exp = 0, ...claims } = decodeJwt(token);
        equal(exp - iat, 86_400);
        deepEqual(claims, {
            iss: `https://${api().tenant.domain}/`,
            sub: `${application.client_id}@clients`,
            aud: api().audience,
            azp: application.client_id,
            gty: "client-credentials",
            scope: "read:clients create:clients",
        });
    });

    it("can be asked for as a form, with the secret in the body or in the header", async () => {
        const { client_id, client_secret } = await api().machine(["read:clients"]);
        const form = { grant_type: "client_credentials", audience: api().audience };
        const content = { "content-type": "application/x-www-form-urlencoded" };
        const basic = Buffer.from(`${client_id}:${client_secret}`).toString("base64");
        for (const [body, headers] of [
            [new URLSearchParams({ ...form, client_id, client_secret }), content],
            [new URLSearchParams(form), { ...content, authorization: `Basic ${basic}` }],
        ] as const) {
            const answer = await api().send("POST", "/oauth/token", body.toString(), { token: null, headers });
            equal(answer.status, 200);
        }
    });

    it("carry fewer scopes on request, and never more than were granted", async () => {
        const application = await api().machine(["read:clients", "create:clients"]);
        const fewer = await api().requestToken({ ...application, scope: "read:clients" });
        equal(fewer.body["scope"], "read:clients");
        const more = await api().requestToken({ ...application, scope: "read:clients delete:clients" });
        equal(more.status, 403);
        equal(more.body["error"], "access_denied");
        match(String(more.body["error_description"]), /delete:clients/);
    });

    describe("are not given", () => {
        const unauthorized = { error: "access_denied", error_description: "Unauthorized" };

        it("for a wrong secret, or to an application that does not exist", async () => {
            const { client_id, client_secret } = await api().machine(["read:clients"]);
            for (const parameters of [
                { client_id, client_secret: `${client_secret}x` },
                { client_id, client_secret: "" },
                { client_id },
                { client_id: "nobody", client_secret },
                { client_secret },
            ]) {
                const { status, body } = await api().requestToken(parameters);
                equal(status, 401);
                deepEqual(body, unauthorized);
            }
        });

        it("to a public application, though it has a secret", async () => {
            const application = await api().application({ app_type: "spa", token_endpoint_auth_method: "none" });
            const { status, body } = await api().requestToken(application);
            equal(status, 401);
            deepEqual(body, unauthorized);
        });

        const refusals: [string, Fields, number, string, RegExp][] = [
            ["without a grant type", { grant_type: undefined }, 400, "invalid_request", /grant_type/],
            ["for another grant", { grant_type: "magic" }, 403, "unsupported_grant_type", /magic/],
            ["without an audience", { audience: undefined }, 403, "access_denied", /APIv1/],
            ["for an API that there is not", { audience: "https://none" }, 403, "access_denied", /https:\/\/none/],
        ];
        for (const [how, parameters, status, error, description] of refusals) {
            it(how, async () => {
                const answer = await api().requestToken({ ...(await api().machine(["read:clients"])), ...parameters });
                equal(answer.status, status);
                equal(answer.body["error"], error);
                match(String(answer.body["error_description"]), description);
            });
        }

        it("to an application that may not use the API, or not by itself", async () => {
            const ungranted = await api().application({
                grant_types: ["client_credentials"],
                token_endpoint_auth_method: "client_secret_post",
            });
            const denied = await api().requestToken(ungranted);
            equal(denied.status, 403);
            equal(denied.body["error"], "access_denied");
            match(String(denied.body["error_description"]), /Client is not authorized to access/);

            const byUsersOnly = await api().application({
                grant_types: ["authorization_code"],
                token_endpoint_auth_method: "client_secret_post",
            });
            const { status, body } = await api().requestToken(byUsersOnly);
            equal(status, 403);
            equal(body["error"], "unauthorized_client");
        });
    });

    describe("are needed", () => {
        async function refused(token: string | null): Promise<Fields> {
            const { status, body } = await api().call("GET", "/clients", undefined, { token });
            equal(status, 401);
            equal(body["statusCode"], 401);
            equal(body["error"], "Unauthorized");
            return body;
        }

        it("for every request", async () => {
            equal((await refused(null))["message"], "Missing authentication");
        });

        it("in one piece", async () => {
            const token = await api().tokenWith("read:clients");
            await refused("nonsense");
            const [header, , signature] = token.split(".");
            const payload = Buffer.from(JSON.stringify({ ...decodeJwt(token), scope: "delete:clients" }));
            await refused([header, payload.toString("base64url"), signature].join("."));
        });

        it("from this tenant", async () => {
            const { privateKey } = await generateKeyPair("RS256", { extractable: true });
            const token = await api().tokenWith("read:clients");
            const forged = new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: "RS256" });
            await refused(await forged.sign(await importPKCS8(await exportPKCS8(privateKey), "RS256")));
            const other = await inFolder((state) =>
                withTenant({ state }, (client) => client.tokenWith("read:clients")),
            );
            await refused(other);
        });

        it("for this API, and not for another", async () => {
            const identifier = "https://orders.example.com";
            await api().call("POST", "/resource-servers", { identifier, scopes: [{ value: "read:clients" }] });
            const application = await api().machine(["read:clients"], identifier);
            await refused(await api().tokenFor({ ...application, audience: identifier }));
        });
    });

    it("without create:clients cannot create", async () => {
        const token = await api().tokenWith("read:clients", "update:clients", "delete:clients");
        const { status, body } = await api().call("POST", "/clients", { name: "Forbidden" }, { token });
        equal(status, 403);
        deepEqual(body, {
            statusCode: 403,
            error: "Forbidden",
            message: "Insufficient scope, expected any of: create:clients",
            errorCode: "insufficient_scope",
        });
    });

    it("without the scope of an endpoint are refused by it", async () => {
        const { client_id } = await api().application();
        const token = await api().tokenWith("read:users");
        for (const [method, path, body, scope] of [
            ["GET", "/clients", undefined, "read:clients"],
            ["GET", `/clients/${client_id}`, undefined, "read:clients"],
            ["PATCH", `/clients/${client_id}`, { name: "x" }, "update:clients"],
            ["DELETE", `/clients/${client_id}`, undefined, "delete:clients"],
            ["POST", `/clients/${client_id}/rotate-secret`, undefined, "update:client_keys"],
            ["GET", `/clients/${client_id}/credentials`, undefined, "read:client_credentials"],
            ["GET", "/connections", undefined, "read:connections"],
            ["POST", "/connections", { name: "x", strategy: "auth0" }, "create:connections"],
            ["GET", "/resource-servers", undefined, "read:resource_servers"],
            ["POST", "/resource-servers", { identifier: "x" }, "create:resource_servers"],
            ["GET", "/client-grants", undefined, "read:client_grants"],
        ] as const) {
            const answer = await api().call(method, path, body, { token });
            equal(answer.status, 403, `${method} ${path}`);
            ok(String(answer.body["message"]).includes(scope), String(answer.body["message"]));
        }
    });

    it("without read:client_keys do not read secrets", async () => {
        const { client_id, client_secret } = await api().application();
        const path = `/clients/${client_id}`;
        const plain = await api().tokenWith("read:clients");
        equal("client_secret" in (await api().call("GET", path, undefined, { token: plain })).body, false);
        const { body: list } = await api().call<Application[]>("GET", "/clients?per_page=100", undefined, {
            token: plain,
        });
        ok(list.length > 0 && list.every((application) => !("client_secret" in application)));
        for (const scope of ["read:client_keys", "read:client_credentials"]) {
            const token = await api().tokenWith("read:clients", scope);
            equal((await api().call("GET", path, undefined, { token })).body["client_secret"], client_secret);
        }
    });
});
