import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { newTenant } from "./newTenant";
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

describe("Applications in the sandbox", function () {
    const api = newTenant();

    describe("when they are created", () => {
        it("have Auth0's weak defaults where only a name is given", async () => {
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

        it("have refresh tokens of a year where they keep a secret", async () => {
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

        it("cannot get tokens for themselves by default where they run in the browser or on a phone", async () => {
            for (const app_type of ["spa", "native"]) {
                const { grant_types } = await api().application({ app_type, token_endpoint_auth_method: "none" });
                deepEqual(grant_types, ["authorization_code", "implicit", "refresh_token"]);
            }
        });

        it("have stricter defaults where they belong to a third party", async () => {
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

        it("have the settings that are given, and read the same afterwards", async () => {
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

    describe("are refused", () => {
        const refusals: [string, unknown, string][] = [
            ["without a name", {}, "Missing required property: name"],
            ["with a field that Auth0 does not know", { callback: [] }, "Additional properties not allowed: callback"],
            ["with an id of their own", { client_id: "mine" }, "Additional properties not allowed: client_id"],
            [
                "with a field in an object that Auth0 does not know",
                { refresh_token: { rotation_type: "rotating", expiration_type: "expiring", lifetime: 1 } },
                "Additional properties not allowed: lifetime' on property refresh_token",
            ],
            [
                "with a name that is no text",
                { name: 7 },
                "Expected type string but found type integer' on property name",
            ],
            ["with an empty name", { name: "" }, "String is too short (0 chars), minimum 1' on property name"],
            ["with markup in the name", { name: "<b>" }, "String does not match pattern: ^[^<>]+$' on property name"],
            [
                "with one callback in place of a list",
                { callbacks: "https://example.com" },
                "Expected type array but found type string' on property callbacks",
            ],
            [
                "with a callback that is no address",
                { callbacks: ["https://example.com", "example.com/callback"] },
                ": example.com/callback' on property callbacks[1]",
            ],
            ["with a type that does not exist", { app_type: "web" }, "No enum match for: web' on property app_type"],
            ["with a grant that does not exist", { grant_types: ["code"] }, "No enum match for: code"],
            ["with a long description", { description: "x".repeat(141) }, "maximum 140' on property description"],
            [
                "with a refresh token that ends before it starts",
                { refresh_token: { rotation_type: "non-rotating", expiration_type: "expiring", token_lifetime: 0 } },
                "Value 0 is less than minimum 1' on property refresh_token.token_lifetime",
            ],
            [
                "public and yet allowed to get tokens for themselves",
                { app_type: "spa", token_endpoint_auth_method: "none", grant_types: ["client_credentials"] },
                "client_credentials",
            ],
            [
                "with refresh tokens that rotate and never end",
                {
                    oidc_conformant: true,
                    refresh_token: { rotation_type: "rotating", expiration_type: "non-expiring" },
                },
                "expiring",
            ],
        ];
        for (const [how, body, message] of refusals) {
            it(how, async () => {
                const named = how === "without a name" ? body : { name: "Refused", ...(body as Fields) };
                const answer = await api().call("POST", "/clients", named);
                equal(answer.status, 400);
                equal(answer.body["statusCode"], 400);
                equal(answer.body["error"], "Bad Request");
                equal(answer.body["errorCode"], "invalid_body");
                ok(String(answer.body["message"]).includes(message), String(answer.body["message"]));
            });
        }

        it("and leave nothing behind", async () => {
            const { body } = await api().call<Fields[]>("GET", "/clients?per_page=100");
            ok(body.every(({ name }) => name !== "Refused"));
        });

        it("when the body is no JSON", async () => {
            const { status, body } = await api().call("POST", "/clients", '{"name":');
            equal(status, 400);
            equal(body["message"], "Invalid request payload JSON format");
        });
    });

    describe("when they are changed", () => {
        it("keep what the change does not name", async () => {
            const created = await api().application({ callbacks: ["https://a.example.com"], description: "Old" });
            const { status, body } = await api().call("PATCH", `/clients/${created.client_id}`, { description: "New" });
            equal(status, 200);
            deepEqual(body, { ...created, description: "New" });
        });

        it("merge objects, and replace lists", async () => {
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

        it("lose what is set to null", async () => {
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

        it("show an address for logout under its older name too", async () => {
            const { client_id } = await api().application();
            const { body } = await api().call("PATCH", `/clients/${client_id}`, {
                oidc_logout: {
                    backchannel_logout_urls: ["https://example.com/logout"],
                    backchannel_logout_initiators: { mode: "all" },
                },
            });
            deepEqual(body["oidc_backchannel_logout"], { backchannel_logout_urls: ["https://example.com/logout"] });
        });

        it("do not take null for what cannot be empty", async () => {
            const { client_id } = await api().application();
            for (const field of ["name", "callbacks", "grant_types", "app_type"]) {
                const { status, body } = await api().call("PATCH", `/clients/${client_id}`, { [field]: null });
                equal(status, 400);
                match(String(body["message"]), new RegExp(`found type null' on property ${field}`));
            }
        });

        it("are checked as a whole", async () => {
            const { client_id } = await api().application({
                app_type: "regular_web",
                grant_types: ["client_credentials"],
                token_endpoint_auth_method: "client_secret_post",
            });
            const change = { token_endpoint_auth_method: "none" };
            equal((await api().call("PATCH", `/clients/${client_id}`, change)).status, 400);
            const { body } = await api().call("GET", `/clients/${client_id}`);
            equal(body["token_endpoint_auth_method"], "client_secret_post");
        });

        it("take a secret of the user's choice", async () => {
            const { client_id } = await api().application();
            const client_secret = "chosen-by-the-user-0123456789";
            const { body } = await api().call("PATCH", `/clients/${client_id}`, { client_secret });
            equal(body["client_secret"], client_secret);
        });

        it("get another secret by rotation, and the old one ends", async () => {
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

    describe("when they are read", () => {
        it("are not found under an id that none has", async () => {
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

        it("show only the fields that are asked for, and always the signing keys", async () => {
            const { client_id } = await api().application({ app_type: "spa", token_endpoint_auth_method: "none" });
            const { body } = await api().call(
                "GET",
                `/clients/${client_id}?fields=client_id%2Capp_type&include_fields=true`,
            );
            const { signing_keys, ...rest } = body;
            deepEqual(rest, { client_id, app_type: "spa" });
            match(String((signing_keys as Fields[])[0]?.["cert"]), /^-----BEGIN CERTIFICATE-----/);
        });

        it("leave out the fields that are not wanted", async () => {
            const created = await api().application();
            const { body } = await api().call(
                "GET",
                `/clients/${created.client_id}?fields=client_secret,grant_types&include_fields=false`,
            );
            const { client_secret: _secret, grant_types: _types, ...rest } = created;
            deepEqual(body, rest);
        });

        it("come in pages, in the order in which they were made", async () => {
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

        it("do not come in pages of more than a hundred", async () => {
            const { status, body } = await api().call("GET", "/clients?per_page=101");
            equal(status, 400);
            equal(body["errorCode"], "invalid_query_string");
            match(String(body["message"]), /Value 101 is greater than maximum 100' on property per_page/);
        });

        it("can be chosen by type, and by whether they are first party", async () => {
            await api().application({ app_type: "spa", is_first_party: false, token_endpoint_auth_method: "none" });
            const { body: spa } = await api().call<Fields[]>("GET", "/clients?app_type=spa");
            ok(spa.length > 0 && spa.every(({ app_type }) => app_type === "spa"));
            const { body: thirdParty } = await api().call<Fields[]>("GET", "/clients?is_first_party=false");
            ok(thirdParty.length > 0 && thirdParty.every(({ is_first_party }) => is_first_party === false));
        });

        it("include the one that stands for all, which cannot be deleted", async () => {
            const { body } = await api().call<Application[]>("GET", "/clients?is_global=true");
            deepEqual(
                body.map(({ name }) => name),
                ["All Applications"],
            );
            const id = String(body[0]?.client_id);
            ok((await api().call("DELETE", `/clients/${id}`)).status >= 400);
            equal((await api().call("GET", `/clients/${id}`)).status, 200);
        });
    });

    describe("when they are deleted", () => {
        it("are gone, and a second deletion is no error", async () => {
            const { client_id } = await api().application();
            equal((await api().call("DELETE", `/clients/${client_id}`)).status, 204);
            equal((await api().call("GET", `/clients/${client_id}`)).status, 404);
            equal((await api().call("DELETE", `/clients/${client_id}`)).status, 204);
        });

        it("are gone from connections and from grants too", async () => {
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

    it("count against a limit that each answer tells", async () => {
        const { headers } = await api().call("GET", "/clients?per_page=1");
        const limit = Number(headers["x-ratelimit-limit"]);
        const remaining = Number(headers["x-ratelimit-remaining"]);
        ok(limit >= 1000 && remaining > 0 && remaining < limit, `${remaining} of ${limit}`);
        ok(Math.abs(Number(headers["x-ratelimit-reset"]) - Date.now() / 1000) < 5);
    });
});
