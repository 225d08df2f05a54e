import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { newTenant } from "./newTenant";
import { refusedWith } from "./refusal";
import type { Application, Fields } from "../../tools/tenant/tenantClient";

/** The settings of an application, without what a tenant makes up. */
function settings(application: Fields): Fields {
    const { client_id: _id, client_secret: _secret, signing_keys: _keys, ...rest } = application;
    return rest;
}

const dayInSeconds = 86_400;
const weakRefreshToken = {
    rotation_type: "non-rotating",
    expiration_type: "non-expiring",
    leeway: 0,
    infinite_token_lifetime: true,
    infinite_idle_token_lifetime: true,
};

describe("Auth0 applications in the sandbox", function () {
    const api = newTenant();

    describe("Creating an application", () => {
        it("An application created with only a name has Auth0's weak defaults", async () => {
            const { status, body } = await api().call<Application>("POST", "/clients", { name: "Plain" });
            equal(status, 201);
            match(body.client_id, /^[A-Za-z0-9]{32}$/);
            match(body.client_secret, /^[\w-]{64}$/);
            deepEqual(settings(body), {
                name: "Plain",
                is_first_party: true,
                is_token_endpoint_ip_header_trusted: false,
                oidc_conformant: false,
                jwt_configuration: { secret_encoded: false, lifetime_in_seconds: 36_000 },
                sso_disabled: false,
                cross_origin_authentication: false,
                grant_types: ["authorization_code", "implicit", "refresh_token", "client_credentials"],
                custom_login_page_on: true,
                refresh_token: {
                    ...weakRefreshToken,
                    token_lifetime: 30 * dayInSeconds,
                    idle_token_lifetime: 15 * dayInSeconds,
                },
            });
        });

        it("A confidential web application gets refresh tokens that last a year by default", async () => {
            const { refresh_token } = await api().application({
                app_type: "regular_web",
                token_endpoint_auth_method: "client_secret_post",
            });
            deepEqual(refresh_token, {
                ...weakRefreshToken,
                token_lifetime: 365.25 * dayInSeconds,
                idle_token_lifetime: 30 * dayInSeconds,
            });
        });

        it("Single-page and native applications have no client_credentials grant by default", async () => {
            for (const app_type of ["spa", "native"]) {
                const { grant_types } = await api().application({ app_type, token_endpoint_auth_method: "none" });
                deepEqual(grant_types, ["authorization_code", "implicit", "refresh_token"]);
            }
        });

        it("A third-party application has stricter defaults", async () => {
            const application = await api().application({
                is_first_party: false,
                app_type: "spa",
                token_endpoint_auth_method: "none",
            });
            equal(application["oidc_conformant"], true);
            deepEqual(application["refresh_token"], {
                rotation_type: "rotating",
                expiration_type: "expiring",
                leeway: 0,
                token_lifetime: 30 * dayInSeconds,
                infinite_token_lifetime: false,
                infinite_idle_token_lifetime: false,
                idle_token_lifetime: 15 * dayInSeconds,
            });
        });

        it("A new application has the settings of the request, and GET returns the same", async () => {
            const given = {
                name: "Given",
                app_type: "regular_web",
                callbacks: ["https://example.com/callback", "https://*.example.com/callback"],
                allowed_logout_urls: ["https://example.com"],
                web_origins: ["https://example.com"],
                client_metadata: { team: "data" },
                oidc_conformant: true,
                jwt_configuration: { alg: "RS256" },
            };
            const created = await api().application(given);
            deepEqual(created["jwt_configuration"], { secret_encoded: false, alg: "RS256" });
            deepEqual({ ...created, ...given, jwt_configuration: created["jwt_configuration"] }, created);
            const { body } = await api().call("GET", `/clients/${created.client_id}`);
            deepEqual(body, created);
        });
    });

    describe("Invalid applications", () => {
        const refusals: [string, unknown, string][] = [
            ["without a name", {}, "Missing required property: name"],
            ["with an unknown field", { callback: [] }, "Additional properties not allowed: callback"],
            ["with a client_id of its own", { client_id: "mine" }, "Additional properties not allowed: client_id"],
            [
                "with an unknown field in a nested object",
                { refresh_token: { rotation_type: "rotating", expiration_type: "expiring", lifetime: 1 } },
                "Additional properties not allowed: lifetime' on property refresh_token",
            ],
            [
                "with a name that is not a string",
                { name: 7 },
                "Expected type string but found type integer' on property name",
            ],
            ["with an empty name", { name: "" }, "String is too short (0 chars), minimum 1' on property name"],
            ["with markup in the name", { name: "<b>" }, "String does not match pattern: ^[^<>]+$' on property name"],
            [
                "with callbacks that are not a list",
                { callbacks: "https://example.com" },
                "Expected type array but found type string' on property callbacks",
            ],
            [
                "with a callback that is not a URL",
                { callbacks: ["https://example.com", "example.com/callback"] },
                ": example.com/callback' on property callbacks[1]",
            ],
            ["with an unknown application type", { app_type: "web" }, "No enum match for: web' on property app_type"],
            ["with an unknown grant type", { grant_types: ["code"] }, "No enum match for: code"],
            [
                "with a description that is too long",
                { description: "x".repeat(141) },
                "maximum 140' on property description",
            ],
            [
                "with a refresh token lifetime of 0 seconds",
                { refresh_token: { rotation_type: "non-rotating", expiration_type: "expiring", token_lifetime: 0 } },
                "Value 0 is less than minimum 1' on property refresh_token.token_lifetime",
            ],
            [
                "that is public and has the client_credentials grant",
                { app_type: "spa", token_endpoint_auth_method: "none", grant_types: ["client_credentials"] },
                "client_credentials",
            ],
            [
                "with rotating refresh tokens that never expire",
                {
                    oidc_conformant: true,
                    refresh_token: { rotation_type: "rotating", expiration_type: "non-expiring" },
                },
                "expiring",
            ],
        ];
        for (const [how, body, message] of refusals) {
            it(`POST /clients refuses an application ${how}`, async () => {
                const named = how === "without a name" ? body : { name: "Refused", ...(body as Fields) };
                const answer = await api().call("POST", "/clients", named);
                refusedWith(answer, 400, "invalid_body");
                ok(String(answer.body["message"]).includes(message), String(answer.body["message"]));
            });
        }

        it("A refused application is not created", async () => {
            const { status } = await api().call("POST", "/clients", { name: "Refused", grant_types: ["code"] });
            equal(status, 400);
            await api().application({ name: "Accepted" });
            const { body } = await api().call<Fields[]>("GET", "/clients?per_page=100");
            const names = body.map(({ name }) => name);
            deepEqual([names.includes("Accepted"), names.includes("Refused")], [true, false]);
        });

        it("POST /clients refuses a body that is not JSON", async () => {
            const answer = await api().call("POST", "/clients", '{"name":');
            refusedWith(answer, 400, "invalid_body");
            equal(answer.body["message"], "Invalid request payload JSON format");
        });
    });

    describe("Changing an application", () => {
        it("PATCH keeps the fields that it does not name", async () => {
            const created = await api().application({ callbacks: ["https://a.example.com"], description: "Old" });
            const { status, body } = await api().call("PATCH", `/clients/${created.client_id}`, { description: "New" });
            equal(status, 200);
            deepEqual(body, { ...created, description: "New" });
        });

        it("PATCH merges objects and replaces lists", async () => {
            const { client_id } = await api().application({
                app_type: "native",
                callbacks: ["https://a.example.com", "https://b.example.com"],
                client_metadata: { team: "data", stage: "test" },
                mobile: {
                    android: { app_package_name: "com.example" },
                    ios: { team_id: "9JA89QQLNQ", app_bundle_identifier: "com.example" },
                },
            });
            const { body } = await api().call("PATCH", `/clients/${client_id}`, {
                callbacks: ["https://c.example.com"],
                client_metadata: { stage: null, owner: "jane" },
                mobile: { android: { app_package_name: "com.example.new" } },
            });
            deepEqual(body["callbacks"], ["https://c.example.com"]);
            deepEqual(body["client_metadata"], { team: "data", owner: "jane" });
            deepEqual(body["mobile"], {
                android: { app_package_name: "com.example.new" },
                ios: { team_id: "9JA89QQLNQ", app_bundle_identifier: "com.example" },
            });
        });

        it("PATCH removes a field that is set to null", async () => {
            const { client_id } = await api().application({
                oidc_logout: { backchannel_logout_urls: ["https://example.com/logout"] },
                cross_origin_loc: "https://example.com",
            });
            const { body } = await api().call("PATCH", `/clients/${client_id}`, {
                oidc_backchannel_logout: null,
                cross_origin_loc: null,
            });
            deepEqual(
                ["oidc_logout", "oidc_backchannel_logout", "cross_origin_loc"].filter((field) => field in body),
                [],
            );
        });

        it("A back-channel logout URL also appears under its deprecated field name", async () => {
            const { client_id } = await api().application();
            const { body } = await api().call("PATCH", `/clients/${client_id}`, {
                oidc_logout: {
                    backchannel_logout_urls: ["https://example.com/logout"],
                    backchannel_logout_initiators: { mode: "all" },
                },
            });
            deepEqual(body["oidc_backchannel_logout"], { backchannel_logout_urls: ["https://example.com/logout"] });
        });

        it("PATCH refuses null for a field that cannot be empty", async () => {
            const { client_id } = await api().application();
            for (const field of ["name", "callbacks", "grant_types", "app_type"]) {
                const answer = await api().call("PATCH", `/clients/${client_id}`, { [field]: null });
                refusedWith(answer, 400, "invalid_body", field);
                match(String(answer.body["message"]), new RegExp(`found type null' on property ${field}`));
            }
        });

        it("PATCH checks the application that results from the change", async () => {
            const { client_id } = await api().application({
                app_type: "regular_web",
                grant_types: ["client_credentials"],
                token_endpoint_auth_method: "client_secret_post",
            });
            const change = { token_endpoint_auth_method: "none" };
            refusedWith(await api().call("PATCH", `/clients/${client_id}`, change), 400, "invalid_body");
            const { body } = await api().call("GET", `/clients/${client_id}`);
            equal(body["token_endpoint_auth_method"], "client_secret_post");
        });

        it("PATCH accepts a client secret that the user chooses", async () => {
            const { client_id } = await api().application();
            const client_secret = "chosen-by-the-user-0123456789";
            const { body } = await api().call("PATCH", `/clients/${client_id}`, { client_secret });
            equal(body["client_secret"], client_secret);
        });

        it("Rotating a client secret invalidates the old one", async () => {
            const application = await api().machine(["read:clients"]);
            const { status, body } = await api().call<Application>(
                "POST",
                `/clients/${application.client_id}/rotate-secret`,
            );
            equal(status, 200);
            notEqual(body.client_secret, application.client_secret);
            equal((await api().requestToken(application)).status, 401);
            equal((await api().requestToken(body)).status, 200);
        });
    });

    describe("Reading applications", () => {
        it("An unknown client_id answers 404", async () => {
            for (const [method, path] of [
                ["GET", ""],
                ["PATCH", ""],
                ["POST", "/rotate-secret"],
                ["GET", "/credentials"],
            ] as const) {
                const { status, body } = await api().call(
                    method,
                    `/clients/nobody${path}`,
                    method === "PATCH" ? {} : undefined,
                );
                equal(status, 404);
                deepEqual(body, {
                    statusCode: 404,
                    error: "Not Found",
                    message: "The client does not exist",
                    errorCode: "inexistent_client",
                });
            }
        });

        it("GET returns only the requested fields, and always the signing keys", async () => {
            const { client_id } = await api().application({ app_type: "spa", token_endpoint_auth_method: "none" });
            const { body } = await api().call(
                "GET",
                `/clients/${client_id}?fields=client_id%2Capp_type&include_fields=true`,
            );
            const { signing_keys, ...rest } = body;
            deepEqual(rest, { client_id, app_type: "spa" });
            match(String((signing_keys as Fields[])[0]?.["cert"]), /^-----BEGIN CERTIFICATE-----/);
        });

        it("GET leaves out the fields that include_fields=false names", async () => {
            const created = await api().application();
            const { body } = await api().call(
                "GET",
                `/clients/${created.client_id}?fields=client_secret,grant_types&include_fields=false`,
            );
            const { client_secret: _secret, grant_types: _types, ...rest } = created;
            deepEqual(body, rest);
        });

        it("GET /clients pages through the applications in the order of their creation", async () => {
            const names = ["Page 1", "Page 2", "Page 3"];
            for (const name of names) {
                await api().application({ name });
            }
            const { body: all } = await api().call<Fields[]>("GET", "/clients?per_page=100");
            const listed: unknown[] = [];
            for (let page = 0; listed.length < all.length; page += 1) {
                const { body } = await api().call<{ clients: Fields[]; start: number; limit: number; total: number }>(
                    "GET",
                    `/clients?include_totals=true&page=${page}&per_page=2`,
                );
                deepEqual([body.start, body.limit, body.total], [page * 2, 2, all.length]);
                listed.push(...body.clients.map(({ name }) => name));
            }
            deepEqual(
                listed,
                all.map(({ name }) => name),
            );
            deepEqual(listed.slice(-3), names);
        });

        it("A page of more than 100 applications is refused", async () => {
            const answer = await api().call("GET", "/clients?per_page=101");
            refusedWith(answer, 400, "invalid_query_string");
            match(String(answer.body["message"]), /Value 101 is greater than maximum 100' on property per_page/);
        });

        it("GET /clients filters by application type and by first party", async () => {
            await api().application({ app_type: "spa", is_first_party: false, token_endpoint_auth_method: "none" });
            const { body: spa } = await api().call<Fields[]>("GET", "/clients?app_type=spa");
            ok(spa.length > 0 && spa.every(({ app_type }) => app_type === "spa"));
            const { body: thirdParty } = await api().call<Fields[]>("GET", "/clients?is_first_party=false");
            ok(thirdParty.length > 0 && thirdParty.every(({ is_first_party }) => is_first_party === false));
        });

        it("The global application is listed and cannot be deleted", async () => {
            const { body } = await api().call<Application[]>("GET", "/clients?is_global=true");
            deepEqual(
                body.map(({ name }) => name),
                ["All Applications"],
            );
            const id = String(body[0]?.client_id);
            refusedWith(await api().call("DELETE", `/clients/${id}`), 409, undefined);
            equal((await api().call("GET", `/clients/${id}`)).status, 200);
        });
    });

    describe("Deleting an application", () => {
        it("A deleted application is gone, and deleting it again succeeds", async () => {
            const { client_id } = await api().application();
            equal((await api().call("DELETE", `/clients/${client_id}`)).status, 204);
            refusedWith(await api().call("GET", `/clients/${client_id}`), 404, "inexistent_client");
            equal((await api().call("DELETE", `/clients/${client_id}`)).status, 204);
        });

        it("Deleting an application removes it from connections and deletes its client grants", async () => {
            const { client_id } = await api().machine(["read:clients"]);
            const { body: connection } = await api().call("POST", "/connections", {
                name: "Deleted-Application",
                strategy: "auth0",
                enabled_clients: [client_id],
            });
            await api().call("DELETE", `/clients/${client_id}`);
            const { body: enabled } = await api().call("GET", `/connections/${String(connection["id"])}/clients`);
            deepEqual(enabled, { clients: [] });
            deepEqual((await api().call("GET", `/client-grants?client_id=${client_id}`)).body, []);
        });
    });

    it("Each Management API answer states the rate limit and what remains of it", async () => {
        const asked = Math.floor(Date.now() / 1000);
        const { headers } = await api().call("GET", "/clients?per_page=1");
        const limit = Number(headers["x-ratelimit-limit"]);
        const remaining = Number(headers["x-ratelimit-remaining"]);
        ok(limit >= 1000 && remaining > 0 && remaining < limit, `${remaining} of ${limit}`);
        const reset = Number(headers["x-ratelimit-reset"]);
        ok(reset > asked && reset <= Date.now() / 1000 + 1, String(reset));
    });
});
