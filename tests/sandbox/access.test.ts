import { deepEqual, equal, match, ok } from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader, exportPKCS8, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { inFolder, newTenant, withTenant } from "./newTenant";
import type { Application, Fields } from "../../tools/tenant/tenantClient";

describe("Auth0 access tokens in the sandbox", function () {
    const api = newTenant();

    it("An access token has Auth0's claims and expires after a day", async () => {
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

    it("A token request may be a form, with the client secret in the body or a header", async () => {
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

    it("A token can have fewer scopes than the client grant, and never more", async () => {
        const application = await api().machine(["read:clients", "create:clients"]);
        const fewer = await api().requestToken({ ...application, scope: "read:clients" });
        equal(fewer.body["scope"], "read:clients");
        const more = await api().requestToken({ ...application, scope: "read:clients delete:clients" });
        equal(more.status, 403);
        equal(more.body["error"], "access_denied");
        match(String(more.body["error_description"]), /delete:clients/);
    });

    describe("Refused token requests", () => {
        const unauthorized = { error: "access_denied", error_description: "Unauthorized" };

        it("A wrong client secret or an unknown client_id gets no token", async () => {
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

        it("A public application gets no token with its client secret", async () => {
            const application = await api().application({ app_type: "spa", token_endpoint_auth_method: "none" });
            const { status, body } = await api().requestToken(application);
            equal(status, 401);
            deepEqual(body, unauthorized);
        });

        const refusals: [string, Fields, number, string, RegExp][] = [
            ["without a grant type", { grant_type: undefined }, 400, "invalid_request", /grant_type/],
            ["with an unsupported grant type", { grant_type: "magic" }, 403, "unsupported_grant_type", /magic/],
            ["without an audience", { audience: undefined }, 403, "access_denied", /APIv1/],
            ["for an unknown API", { audience: "https://none" }, 403, "access_denied", /https:\/\/none/],
        ];
        for (const [how, parameters, status, error, description] of refusals) {
            it(`A token request ${how} is refused`, async () => {
                const answer = await api().requestToken({ ...(await api().machine(["read:clients"])), ...parameters });
                equal(answer.status, status);
                equal(answer.body["error"], error);
                match(String(answer.body["error_description"]), description);
            });
        }

        it("An application without a client grant, or without the client_credentials grant type, gets no token", async () => {
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

    describe("Bearer token check of the Management API", () => {
        async function refused(token: string | null): Promise<Fields> {
            const { status, body } = await api().call("GET", "/clients", undefined, { token });
            equal(status, 401);
            equal(body["statusCode"], 401);
            equal(body["error"], "Unauthorized");
            return body;
        }

        it("The Management API refuses a request without a token", async () => {
            equal((await refused(null))["message"], "Missing authentication");
        });

        it("The Management API refuses a token that was altered", async () => {
            const token = await api().tokenWith("read:clients");
            await refused("nonsense");
            const [header, , signature] = token.split(".");
            const payload = Buffer.from(JSON.stringify({ ...decodeJwt(token), scope: "delete:clients" }));
            await refused([header, payload.toString("base64url"), signature].join("."));
        });

        it("The Management API refuses a token that another tenant or key signed", async () => {
            const { privateKey } = await generateKeyPair("RS256", { extractable: true });
            const token = await api().tokenWith("read:clients");
            const forged = new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: "RS256" });
            await refused(await forged.sign(await importPKCS8(await exportPKCS8(privateKey), "RS256")));
            const other = await inFolder((state) =>
                withTenant({ state }, (client) => client.tokenWith("read:clients")),
            );
            await refused(other);
        });

        it("The Management API refuses a token for another API", async () => {
            const identifier = "https://orders.example.com";
            await api().call("POST", "/resource-servers", { identifier, scopes: [{ value: "read:clients" }] });
            const application = await api().machine(["read:clients"], identifier);
            await refused(await api().tokenFor({ ...application, audience: identifier }));
        });
    });

    it("POST /clients requires the create:clients scope", async () => {
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

    it("Each Management API endpoint requires its scope", async () => {
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

    it("Client secrets are returned only with read:client_keys or read:client_credentials", async () => {
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
