import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from "jose";
import { WebClient } from "../browser/standIns/webClient";
import { type DeclaredApplication, enable, server, webApplication } from "./declaredApplication";
import { Person } from "./person";
import { lastingPort } from "../ports";
import { inFolder, newTenant, withTenant } from "./newTenant";
import type { Fields, TenantClient } from "../../tools/tenant/tenantClient";

/** Signs a person in to a Web application, and gives what its server gets. */
async function signIn(api: TenantClient, { settings }: DeclaredApplication, person: Person) {
    const client = await WebClient.discover(settings, api.tenant.certificateBundle);
    const begun = client.start();
    const arrived = await person.signIn(begun.url);
    return { client, begun, callback: arrived.url, tokens: await client.redeem(arrived.url, begun) };
}

describe("Sign-in to the sandbox", function () {
    const api = newTenant();
    let person: Person;
    beforeEach(() => {
        person = new Person(api().tenant);
    });
    afterEach(async () => {
        await person.close();
    });

    describe("Sign-in to a web application", () => {
        it("Sign-in issues tokens with the user's claims in Auth0's form", async () => {
            const declared = await webApplication(api());
            const { tokens, client, callback } = await signIn(api(), declared, person);
            equal(callback.origin + callback.pathname, `${server}/callback`);
            const { iat = 0, exp = 0, sub, nonce, picture, updated_at, ...claims } = decodeJwt(tokens.id_token ?? "");
            match(sub ?? "", /^auth0\|[0-9a-f]{24}$/);
            equal(exp - iat, 36_000);
            deepEqual([typeof nonce, typeof picture, typeof updated_at], ["string", "string", "string"]);
            deepEqual(claims, {
                iss: `https://${api().tenant.domain}/`,
                aud: declared.application.client_id,
                email: "jane.doe@example.com",
                email_verified: true,
                name: "Jane Doe",
                nickname: "jane.doe",
                given_name: "Jane",
                family_name: "Doe",
            });
            deepEqual(
                [tokens.token_type, tokens.scope, tokens.expires_in],
                ["bearer", "openid email profile offline_access", 86_400],
            );
            const profile = await client.userInfo(tokens.access_token, sub ?? "");
            deepEqual([profile.email, profile.name], ["jane.doe@example.com", "Jane Doe"]);
        });

        it("Tokens stay valid and refreshable after a restart of the sandbox", () =>
            inFolder(async (state) => {
                const port = await lastingPort();
                let idToken = "";
                let refreshToken = "";
                let declared: DeclaredApplication | undefined;
                await withTenant({ state, port }, async (tenant) => {
                    declared = await webApplication(tenant);
                    const jane = new Person(tenant.tenant);
                    const { tokens } = await signIn(tenant, declared, jane);
                    [idToken, refreshToken] = [tokens.id_token ?? "", tokens.refresh_token ?? ""];
                    await jane.close();
                });
                await withTenant({ state, port }, async (tenant) => {
                    const { body } = await tenant.send<JSONWebKeySet>("GET", "/.well-known/jwks.json", undefined, {});
                    deepEqual(
                        body.keys.map((key) => Object.keys(key).sort()),
                        [["alg", "e", "kid", "kty", "n", "use", "x5c"]],
                    );
                    const { payload } = await jwtVerify(idToken, createLocalJWKSet(body), {
                        issuer: `https://${tenant.tenant.domain}/`,
                        audience: declared?.application.client_id ?? "",
                        algorithms: ["RS256"],
                    });
                    equal(payload["email"], "jane.doe@example.com");
                    const client = await WebClient.discover(declared?.settings ?? {}, tenant.tenant.certificateBundle);
                    ok((await client.refresh(refreshToken)).id_token);
                });
            }));

        it("A session signs in to another application without a prompt, unless the request asks for one", async () => {
            const first = await signIn(api(), await webApplication(api()), person);
            const second = await webApplication(api());
            const client = await WebClient.discover(second.settings, api().tenant.certificateBundle);
            const silent = client.start({ prompt: "none" });
            const { url } = await person.visit(silent.url);
            equal((await client.redeem(url, silent)).claims()?.sub, first.tokens.claims()?.sub);
            const asking: Record<string, string>[] = [
                { prompt: "login" },
                { max_age: "0" },
                { prompt: "select_account" },
            ];
            for (const parameters of asking) {
                match((await person.visit(client.start(parameters).url)).url.pathname, /^\/u\/login\//);
            }
        });

        it("A refresh token needs the offline_access scope and the refresh_token grant type", async () => {
            for (const [changes, scope, expected] of [
                [{}, "openid offline_access", true],
                [{}, "openid", false],
                [{ grant_types: ["authorization_code"] }, "openid offline_access", false],
            ] as const) {
                const { settings } = await webApplication(api(), changes);
                const client = await WebClient.discover(
                    { ...settings, OIDC_SCOPE: scope },
                    api().tenant.certificateBundle,
                );
                const begun = client.start();
                const tokens = await client.redeem((await person.signIn(begun.url)).url, begun);
                equal(tokens.refresh_token !== undefined, expected, scope);
            }
        });

        it("Unknown scopes are left out of the granted scopes", async () => {
            const { settings } = await webApplication(api());
            const client = await WebClient.discover(
                { ...settings, OIDC_SCOPE: "openid email read:everything" },
                api().tenant.certificateBundle,
            );
            const begun = client.start();
            equal((await client.redeem((await person.signIn(begun.url)).url, begun)).scope, "openid email");
        });

        it("An ID token expires after the lifetime in the application's settings", async () => {
            const { settings } = await webApplication(api(), {
                jwt_configuration: { alg: "RS256", lifetime_in_seconds: 120 },
            });
            const { tokens } = await signIn(api(), { settings } as DeclaredApplication, person);
            const { iat = 0, exp = 0 } = decodeJwt(tokens.id_token ?? "");
            equal(exp - iat, 120);
        });
    });

    describe("Error page of /authorize", () => {
        const refusals: [string, Fields, number, string][] = [
            [
                "A callback URL that is not allowed gets an error page",
                { redirect_uri: "https://openmetadata.example.com/other" },
                403,
                "unauthorized_client: Callback URL mismatch. https://openmetadata.example.com/other is not in the list of allowed callback URLs",
            ],
            [
                "A callback URL with an added trailing slash gets an error page",
                { redirect_uri: "https://openmetadata.example.com/callback/" },
                403,
                "unauthorized_client: Callback URL mismatch. https://openmetadata.example.com/callback/ is not in the list of allowed callback URLs",
            ],
            [
                "An unknown client_id at /authorize gets an error page",
                { client_id: "nobody" },
                400,
                "invalid_request: Unknown client: nobody",
            ],
            [
                "A web_message request from an origin that is not allowed gets an error page",
                { prompt: "none", response_mode: "web_message" },
                403,
                "unauthorized_client: Origin mismatch. https://openmetadata.example.com is not in the list of allowed web origins",
            ],
        ];
        for (const [title, parameters, status, text] of refusals) {
            it(title, async () => {
                const { settings } = await webApplication(api());
                const client = await WebClient.discover(settings, api().tenant.certificateBundle);
                const page = await person.visit(client.start(parameters as Record<string, string>).url);
                equal(page.status, status);
                equal(page.url.host, api().tenant.domain);
                ok(page.text.includes(text), page.text);
                match(page.text, /Sandbox\./);
            });
        }
    });

    describe("Error response of /authorize", () => {
        async function refusal(
            changes: Fields,
            parameters: Readonly<Record<string, string>>,
            prepare: (declared: DeclaredApplication) => Promise<void> = () => Promise.resolve(),
        ): Promise<Fields> {
            const declared = await webApplication(api(), changes);
            await prepare(declared);
            const client = await WebClient.discover(declared.settings, api().tenant.certificateBundle);
            const begun = client.start(parameters);
            const { url } = await person.visit(begun.url);
            equal(url.origin + url.pathname, `${server}/callback`);
            equal(url.searchParams.get("state"), begun.state);
            return {
                error: url.searchParams.get("error"),
                error_description: url.searchParams.get("error_description"),
            };
        }

        it("An application without an enabled connection gets invalid_request", async () => {
            deepEqual(await refusal({}, {}, ({ application }) => enable(api(), application, false)), {
                error: "invalid_request",
                error_description: "no connections enabled for the client",
            });
        });

        it("A request for a connection that is not enabled gets invalid_request", async () => {
            await api().call("POST", "/connections", { name: "partners", strategy: "auth0" });
            deepEqual(await refusal({}, { connection: "partners" }), {
                error: "invalid_request",
                error_description: "the connection was not enabled",
            });
        });

        it("An application without the authorization_code grant type gets unauthorized_client", async () => {
            deepEqual(await refusal({ grant_types: ["refresh_token"] }, {}), {
                error: "unauthorized_client",
                error_description: "Grant type 'authorization_code' not allowed for the client.",
            });
        });

        it("A public application without PKCE gets invalid_request", async () => {
            const { error } = await refusal({ app_type: "spa", token_endpoint_auth_method: "none" }, {});
            equal(error, "invalid_request");
        });

        it("A prompt=none request without a session gets login_required", async () => {
            deepEqual(await refusal({}, { prompt: "none" }), {
                error: "login_required",
                error_description: "Login required",
            });
        });
    });

    describe("Refused sign-ins", () => {
        it("A wrong password and an unknown email address get the same message", async () => {
            const { settings } = await webApplication(api());
            const client = await WebClient.discover(settings, api().tenant.certificateBundle);
            for (const stranger of [
                new Person(api().tenant, person.email, "wrong"),
                new Person(api().tenant, "nobody@example.com", person.password),
            ]) {
                const page = await stranger.signIn(client.start().url);
                equal(page.status, 400);
                match(page.text, /Wrong email or password\./);
                await stranger.close();
            }
        });

        it("Users of a connection that is not enabled cannot sign in, even with a session", async () => {
            const connection = "staff";
            const { body } = await api().call("POST", "/connections", { name: connection, strategy: "auth0" });
            const email = "mary.major@example.com";
            await api().call("POST", "/users", { connection, email, password: person.password });
            const mary = new Person(api().tenant, email);
            const { settings, application } = await webApplication(api());
            const client = await WebClient.discover(settings, api().tenant.certificateBundle);
            match((await mary.signIn(client.start().url)).text, /Wrong email or password\./);

            const path = `/connections/${String(body["id"])}/clients`;
            await api().call("PATCH", path, [{ client_id: application.client_id, status: true }]);
            equal((await mary.signIn(client.start().url)).url.origin, server);
            await api().call("PATCH", path, [{ client_id: application.client_id, status: false }]);
            const { url } = await mary.visit(client.start({ prompt: "none" }).url);
            equal(url.searchParams.get("error"), "login_required");
            await mary.close();
        });

        it("An enterprise connection gets an error page, as the sandbox supports database connections only", async () => {
            const { body } = await api().call("POST", "/connections", { name: "company", strategy: "oidc" });
            const { settings, application } = await webApplication(api());
            await api().call("PATCH", `/connections/${String(body["id"])}/clients`, [
                { client_id: application.client_id, status: true },
            ]);
            const client = await WebClient.discover(settings, api().tenant.certificateBundle);
            const page = await person.visit(client.start({ connection: "company" }).url);
            equal(page.status, 400);
            match(page.text, /through database connections only/);
        });

        it("A blocked user cannot sign in", async () => {
            const connection = "Username-Password-Authentication";
            const email = "blocked@example.com";
            await api().call("POST", "/users", { connection, email, password: person.password, blocked: true });
            const { settings } = await webApplication(api());
            const client = await WebClient.discover(settings, api().tenant.certificateBundle);
            const { url } = await new Person(api().tenant, email).signIn(client.start().url);
            deepEqual(
                [url.searchParams.get("error"), url.searchParams.get("error_description")],
                ["unauthorized", "user is blocked"],
            );
        });

        it("The sign-in form refuses a POST from another origin", async () => {
            const { settings } = await webApplication(api());
            const client = await WebClient.discover(settings, api().tenant.certificateBundle);
            const { url } = await person.visit(client.start().url);
            const { status } = await api().send("POST", url.pathname, "email=a&password=b", {
                headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://localhost:1" },
            });
            equal(status, 403);
        });
    });

    describe("Consent prompt of the sandbox", () => {
        it("A third-party application gets tokens only after the user consents", async () => {
            const declared = await webApplication(api(), { is_first_party: false });
            const client = await WebClient.discover(declared.settings, api().tenant.certificateBundle);
            for (const [decision, error] of [
                ["deny", "access_denied"],
                ["allow", null],
            ] as const) {
                const begun = client.start();
                const asked = await person.signIn(begun.url);
                match(asked.url.pathname, /^\/u\/consent\//);
                const { url } = await person.visit(asked.url, { decision });
                equal(url.searchParams.get("error"), error);
                if (error === null) {
                    equal((await client.redeem(url, begun)).claims()?.["email"], person.email);
                }
            }
        });
    });

    describe("Confirmation prompt for callbacks that cannot be verified", () => {
        const at = (callback: string, changes: Fields = {}) =>
            webApplication(api(), { callbacks: [callback], ...changes });
        const clientOf = ({ settings }: DeclaredApplication, callback: string) =>
            WebClient.discover({ ...settings, OIDC_CALLBACK: callback }, api().tenant.certificateBundle);

        for (const callback of [
            "http://localhost:8585/callback",
            "https://localhost/callback",
            "http://127.0.0.1:8585/callback",
            "http://[::1]:8585/callback",
            "com.example.catalog://callback",
        ]) {
            it(`A user with a session must confirm each sign-in at ${callback}`, async () => {
                const declared = await at(callback);
                const client = await clientOf(declared, callback);
                // Whoever has just signed in has been asked enough.
                equal((await person.signIn(client.start().url)).url.searchParams.get("error"), null);

                const silent = await person.visit(client.start({ prompt: "none" }).url);
                equal(silent.url.searchParams.get("error"), "interaction_required");
                for (const [decision, error] of [
                    ["deny", "access_denied"],
                    ["allow", null],
                    ["allow", null],
                ] as const) {
                    const begun = client.start();
                    const asked = await person.visit(begun.url);
                    match(asked.url.pathname, /^\/u\/confirm\//);
                    ok(asked.text.includes(callback));
                    const { url } = await person.visit(asked.url, { decision });
                    equal(url.searchParams.get("error"), error);
                    if (error === null) {
                        equal((await client.redeem(url, begun)).claims()?.["email"], person.email);
                    }
                }
            });
        }

        it("No confirmation is needed where it is skipped, or the callback can be verified", async () => {
            await signIn(api(), await webApplication(api()), person);
            const loopback = "http://localhost:8585/callback";
            for (const [callback, changes] of [
                [loopback, { skip_non_verifiable_callback_uri_confirmation_prompt: true }],
                [loopback, { oidc_conformant: false }],
                ["http://catalog.localhost:8585/callback", {}],
                [`${server}/callback`, {}],
            ] as const) {
                const client = await clientOf(await at(callback, changes), callback);
                const silent = await person.visit(client.start({ prompt: "none" }).url);
                ok(silent.url.searchParams.has("code"), `${callback} ${JSON.stringify(changes)} ${silent.url.href}`);
            }
        });
    });

    describe("Changes of an application between sign-ins", () => {
        it("A rotated secret, changed callbacks and a deletion apply to the next request", async () => {
            const { application, settings } = await webApplication(api());
            const client = await WebClient.discover(settings, api().tenant.certificateBundle);
            const path = `/clients/${application.client_id}`;
            const begun = client.start();
            const { url } = await person.signIn(begun.url);
            const rotated = await api().call<{ client_secret: string }>("POST", `${path}/rotate-secret`);
            notEqual(rotated.body.client_secret, application.client_secret);
            await rejects(client.redeem(url, begun), { error: "access_denied", error_description: "Unauthorized" });

            await api().call("PATCH", path, { callbacks: ["https://new.example.com/callback"] });
            match((await person.visit(client.start().url)).text, /Callback URL mismatch/);
            await api().call("DELETE", path);
            match((await person.visit(client.start().url)).text, /Unknown client/);
        });
    });
});
