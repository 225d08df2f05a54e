import { deepEqual, equal, match, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { runInNewContext } from "node:vm";
import type { Fields } from "../../tools/tenant/tenantClient";
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
            const { status, headers, body } = await api().send<Fields>(
                "POST",
                "/oauth/token",
                { grant_type: "refresh_token", client_id: application.client_id, refresh_token: "any" },
                { token: null, headers: { origin } },
            );
            // The page is to read why it was refused; another page's browser keeps the answer from it.
            deepEqual([status, body["error"]], allowed ? [403, "invalid_grant"] : [400, "invalid_request"]);
            deepEqual(corsOf(headers), { ...(allowed && { "allow-origin": origin }), vary: "Origin" });
        }
    });

    it("The preflight of a token request allows POST with the headers that the page asks for, and no cookies", async () => {
        for (const path of ["/oauth/token", "/oauth/revoke"]) {
            const { status, headers } = await api().send("OPTIONS", path, undefined, {
                token: null,
                headers: {
                    origin: server,
                    "access-control-request-method": "POST",
                    "access-control-request-headers": "auth0-client,content-type",
                },
            });
            equal(status, 204);
            const { "max-age": seconds, ...allowed } = corsOf(headers);
            ok(Number(seconds) > 0);
            deepEqual(allowed, {
                "allow-origin": server,
                "allow-methods": "POST",
                "allow-headers": "auth0-client,content-type",
                vary: "Origin",
            });
        }
    });

    it("Any origin may read the discovery document and the JWKS", async () => {
        for (const path of ["/.well-known/openid-configuration", "/.well-known/jwks.json"]) {
            for (const origin of [server, "https://evil.example.com"]) {
                const { status, headers } = await api().send("GET", path, undefined, {
                    token: null,
                    headers: { origin },
                });
                equal(status, 200);
                deepEqual(corsOf(headers), { "allow-origin": origin, vary: "Origin" });
            }
        }
    });

    /** What a browser reads of an answer to another origin; the names of headers lack `access-control-`. */
    function corsOf(headers: Readonly<Record<string, string>>): Record<string, string> {
        const { vary = "" } = headers;
        const prefix = "access-control-";
        const named = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
        const read = named.map(([name, value]) => [name.slice(prefix.length), value] as const);
        // The headers that a page may read besides are of no use to one that may read nothing.
        return { ...Object.fromEntries(read.filter(([name]) => name !== "expose-headers")), vary };
    }

    for (const [title, signedIn, response] of [
        ["A web_message response is posted to the callback's origin only, with an error", false, "error"],
        ["A web_message response is posted to the callback's origin only, with the code of a session", true, "code"],
    ] as const) {
        it(title, async () => {
            const { settings } = await spaApplication(api());
            const client = await WebClient.discover(settings, api().tenant.certificateBundle);
            const person = new Person(api().tenant);
            if (signedIn) {
                const { url } = await person.signIn(client.start(pkce).url);
                ok(url.searchParams.has("code"), url.href);
            }
            const begun = client.start({ prompt: "none", response_mode: "web_message", ...pkce });
            const page = await person.visit(begun.url);
            const [[message, target] = [], ...others] = postedBy(page.text);
            deepEqual(others, []);
            // As a browser compares it: with the origin of a URL, and with every origin where it is a star.
            equal(new URL(String(target)).origin, server);
            const { type, response: posted } = message as { type: string; response: Record<string, string> };
            deepEqual([type, posted["state"]], ["authorization_response", begun.state]);
            if (response === "error") equal(posted["error"], "login_required");
            else match(posted["code"] ?? "", /^[\w-]{20,}$/);
            // The frame may stand in the application's page, and runs this script alone.
            const policy = page.headers["content-security-policy"] ?? "";
            const hash = createHash("sha256").update(scriptIn(page.text)).digest("base64");
            ok(policy.includes(`'sha256-${hash}'`) && !/frame-ancestors|unsafe-inline/.test(policy), policy);
            equal(page.headers["x-frame-options"], undefined);
            await person.close();
        });
    }

    function scriptIn(html: string): string {
        const scripts = [...html.matchAll(/<script>([^]*?)<\/script>/g)];
        equal(scripts.length, 1);
        return scripts[0]?.[1] ?? "";
    }

    /** What the script of a page in a frame posts to the page around it, call by call: the message and the target origin. */
    function postedBy(html: string): unknown[][] {
        const posted: unknown[][] = [];
        const parent = { postMessage: (...args: unknown[]) => posted.push(args) };
        const script = { parentElement: { removeChild: () => undefined } };
        runInNewContext(scriptIn(html), { parent, document: { scripts: [script] }, close: () => undefined });
        return posted;
    }

    const pkce = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" };
});
