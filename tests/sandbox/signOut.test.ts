import { deepEqual, equal, match, ok } from "node:assert/strict";
import { WebClient } from "../browser/standIns/webClient";
import { server, spaApplication, webApplication } from "./declaredApplication";
import { Person } from "./person";
import { newTenant } from "./newTenant";

describe("Sign-out from the sandbox", function () {
    const api = newTenant();
    let person: Person;
    beforeEach(() => {
        person = new Person(api().tenant);
    });
    afterEach(async () => {
        await person.close();
    });

    /** Signs a person in; the function that is given back says whether they still are. */
    async function signedIn() {
        const { application, settings } = await webApplication(api());
        const client = await WebClient.discover(settings, api().tenant.certificateBundle);
        const begun = client.start();
        const tokens = await client.redeem((await person.signIn(begun.url)).url, begun);
        return {
            clientId: application.client_id,
            client,
            tokens,
            isSignedIn: async () =>
                (await person.visit(client.start({ prompt: "none" }).url)).url.searchParams.has("code"),
        };
    }

    it("/v2/logout ends the session and redirects to an allowed logout URL", async () => {
        const { clientId, isSignedIn } = await signedIn();
        equal(await isSignedIn(), true);
        const query = new URLSearchParams({ client_id: clientId, returnTo: `${server}/logout` });
        equal((await person.visit(`/v2/logout?${query.toString()}`)).url.href, `${server}/logout`);
        equal(await isSignedIn(), false);
    });

    it("/v2/logout without returnTo redirects to the first allowed logout URL", async () => {
        const { clientId } = await signedIn();
        equal((await person.visit(`/v2/logout?client_id=${clientId}`)).url.href, `${server}/`);
        equal((await person.visit("/v2/logout")).text, "OK");
    });

    it("A logout URL that is not allowed gets an error page", async () => {
        const { clientId, client } = await signedIn();
        for (const [returnTo, parameters] of [
            ["https://evil.example.com", { client_id: clientId }],
            [server, {}],
        ] as const) {
            const query = new URLSearchParams({ returnTo, ...parameters });
            const page = await person.visit(`/v2/logout?${query.toString()}`);
            equal(page.status, 400);
            ok(
                page.text.includes(
                    `The &#34;returnTo&#34; querystring parameter &#34;${returnTo}&#34; is not defined as a valid URL in &#34;Allowed Logout URLs&#34;.`,
                ),
                page.text,
            );
        }
        const end = new URL(client.server.end_session_endpoint ?? "");
        end.search = new URLSearchParams({
            client_id: clientId,
            post_logout_redirect_uri: "https://evil.example.com",
        }).toString();
        const page = await person.visit(end);
        deepEqual([page.status, page.url.host], [400, api().tenant.domain]);
    });

    it("/oidc/logout asks for confirmation, then ends the session and redirects", async () => {
        const { client, isSignedIn, tokens } = await signedIn();
        const end = new URL(client.server.end_session_endpoint ?? "");
        equal(end.pathname, "/oidc/logout");
        end.search = new URLSearchParams({
            id_token_hint: tokens.id_token ?? "",
            post_logout_redirect_uri: `${server}/logout`,
            state: "kept",
        }).toString();
        const page = await person.visit(end);
        match(page.text, /Do you want to sign out\?/);
        equal(await isSignedIn(), true);
        const xsrf = /name="xsrf" value="(?<xsrf>\w+)"/.exec(page.text)?.groups?.["xsrf"] ?? "";
        const { url } = await person.visit("/oidc/logout/confirm", { xsrf, logout: "yes" });
        equal(url.href, `${server}/logout?state=kept`);
        equal(await isSignedIn(), false);
    });

    it("A refresh token still works after logout", async () => {
        const { client, tokens } = await signedIn();
        await person.visit("/v2/logout");
        ok((await client.refresh(tokens.refresh_token ?? "")).access_token);
    });
});

describe("Requests to the sandbox from other origins", function () {
    const api = newTenant();

    it("CORS allows the origins in the application's settings and no others", async () => {
        const { application } = await spaApplication(api(), {
            callbacks: [`${server}/callback`],
            web_origins: ["https://web.example.com"],
            allowed_origins: ["https://cors.example.com"],
        });
        for (const [origin, allowed] of [
            [server, true],
            ["https://web.example.com", true],
            ["https://cors.example.com", true],
            ["https://evil.example.com", false],
        ] as const) {
            const { headers } = await api().send(
                "POST",
                "/oauth/token",
                { grant_type: "refresh_token", client_id: application.client_id, refresh_token: "any" },
                { token: null, headers: { origin } },
            );
            equal(headers["access-control-allow-origin"], allowed ? origin : undefined);
        }
    });

    it("Any origin may read the discovery document and the JWKS", async () => {
        for (const path of ["/.well-known/openid-configuration", "/.well-known/jwks.json"]) {
            const { headers } = await api().send("GET", path, undefined, { token: null, headers: { origin: server } });
            equal(headers["access-control-allow-origin"], server);
        }
    });

    it("A web_message response contains the error and the callback URL it is for", async () => {
        const { settings } = await spaApplication(api());
        const client = await WebClient.discover(settings, api().tenant.certificateBundle);
        const person = new Person(api().tenant);
        const page = await person.visit(client.start({ prompt: "none", response_mode: "web_message", ...pkce }).url);
        match(page.text, /"error":"login_required"/);
        match(page.text, /"redirect_uri":"https:\/\/openmetadata\.example\.com\/callback"/);
        await person.close();
    });

    const pkce = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" };
});
