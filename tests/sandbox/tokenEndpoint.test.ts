import { deepEqual, equal } from "node:assert/strict";
import { mock } from "node:test";
import { generateKeyPair, exportSPKI, SignJWT } from "jose";
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from "openid-client";
import { WebClient } from "../browser/standIns/webClient";
import { type DeclaredApplication, server, spaApplication, webApplication } from "./declaredApplication";
import { Person } from "./person";
import { newTenant } from "./newTenant";
import type { Fields } from "../../tools/tenant/tenantClient";

const json = { "content-type": "application/json" };

describe("Token endpoint of the sandbox", function () {
    const api = newTenant();
    let person: Person;
    beforeEach(() => {
        person = new Person(api().tenant);
    });
    afterEach(async () => {
        await person.close();
        mock.timers.reset();
    });

    /** A code for an application, as its callback gets it. */
    async function codeFor(
        { settings }: DeclaredApplication,
        parameters: Record<string, string> = {},
    ): Promise<string> {
        const client = await WebClient.discover(settings, api().tenant.certificateBundle);
        const { url } = await person.signIn(client.start(parameters).url);
        return url.searchParams.get("code") ?? "";
    }

    /** Redeems a code as an application that has no library would. */
    async function redeem({ application }: DeclaredApplication, parameters: Fields) {
        const { status, body } = await api().send<Fields>(
            "POST",
            "/oauth/token",
            {
                grant_type: "authorization_code",
                client_id: application.client_id,
                redirect_uri: `${server}/callback`,
                ...parameters,
            },
            { token: null, headers: json },
        );
        return { status, body };
    }

    const unauthorized = { status: 401, body: { error: "access_denied", error_description: "Unauthorized" } };
    const invalidCode = {
        status: 403,
        body: { error: "invalid_grant", error_description: "Invalid authorization code" },
    };

    it("A wrong client secret is refused and leaves the code usable", async () => {
        const web = await webApplication(api());
        const code = await codeFor(web);
        deepEqual(await redeem(web, { code, client_secret: `${web.application.client_secret}x` }), unauthorized);
        equal((await redeem(web, { code, client_secret: web.application.client_secret })).status, 200);
    });

    it("A web application cannot redeem a code with its client_id alone", async () => {
        const web = await webApplication(api());
        deepEqual(await redeem(web, { code: await codeFor(web) }), unauthorized);
    });

    it("A single-page application that sends a client secret is refused", async () => {
        const spa = await spaApplication(api());
        const code_verifier = randomPKCECodeVerifier();
        const code = await codeFor(spa, {
            code_challenge: await calculatePKCECodeChallenge(code_verifier),
            code_challenge_method: "S256",
        });
        const { client_secret } = spa.application;
        deepEqual(await redeem(spa, { code, code_verifier, client_secret }), unauthorized);
        equal((await redeem(spa, { code, code_verifier })).status, 200);
    });

    it("A PKCE code cannot be redeemed without its code_verifier", async () => {
        const spa = await spaApplication(api());
        const code = await codeFor(spa, {
            code_challenge: await calculatePKCECodeChallenge(randomPKCECodeVerifier()),
            code_challenge_method: "S256",
        });
        const { status, body } = await redeem(spa, { code });
        deepEqual([status, body["error"]], [403, "invalid_grant"]);
    });

    it("A wrong code_verifier is refused", async () => {
        const spa = await spaApplication(api());
        const code = await codeFor(spa, {
            code_challenge: await calculatePKCECodeChallenge(randomPKCECodeVerifier()),
            code_challenge_method: "S256",
        });
        deepEqual(await redeem(spa, { code, code_verifier: randomPKCECodeVerifier() }), {
            status: 403,
            body: { error: "invalid_grant", error_description: "Failed to verify code verifier" },
        });
    });

    it("A grant type missing from the application's settings is refused", async () => {
        const web = await webApplication(api(), { grant_types: ["authorization_code"] });
        const { client_secret } = web.application;
        deepEqual(await redeem(web, { grant_type: "refresh_token", refresh_token: "any", client_secret }), {
            status: 403,
            body: {
                error: "unauthorized_client",
                error_description: "Grant type 'refresh_token' not allowed for the client.",
            },
        });
    });

    it("An unknown client_id cannot redeem a code", async () => {
        const web = await webApplication(api());
        const client_secret = web.application.client_secret;
        deepEqual(await redeem(web, { client_id: "nobody", client_secret, code: "any" }), unauthorized);
    });

    it("An invented code, or a code of another application, is refused", async () => {
        const [mine, other] = [await webApplication(api()), await webApplication(api())];
        const client_secret = mine.application.client_secret;
        deepEqual(await redeem(mine, { code: "invented", client_secret }), invalidCode);
        deepEqual(await redeem(mine, { code: await codeFor(other), client_secret }), invalidCode);
    });

    it("An authorization code expires after ten minutes", async () => {
        const web = await webApplication(api());
        const client_secret = web.application.client_secret;
        mock.timers.enable({ apis: ["Date"], now: Date.now() });
        const code = await codeFor(web);
        mock.timers.tick(601_000);
        deepEqual(await redeem(web, { code, client_secret }), invalidCode);
    });

    it("A reused code is refused, and the refresh token of its first use is revoked", async () => {
        const web = await webApplication(api());
        const client_secret = web.application.client_secret;
        const code = await codeFor(web);
        const first = await redeem(web, { code, client_secret });
        equal(first.status, 200);
        deepEqual(await redeem(web, { code, client_secret }), invalidCode);
        const { refresh_token } = first.body;
        equal((await redeem(web, { grant_type: "refresh_token", refresh_token, client_secret })).status, 403);
    });

    it("Only one of many concurrent redemptions of a code succeeds", async () => {
        const web = await webApplication(api());
        const client_secret = web.application.client_secret;
        const code = await codeFor(web);
        const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(web, { code, client_secret })));
        deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array.from({ length: 7 }, () => 403)]);
    });

    it("A redirect_uri other than the one of the authorization request is refused", async () => {
        const web = await webApplication(api(), { callbacks: [`${server}/callback`, `${server}/other`] });
        const client_secret = web.application.client_secret;
        const code = await codeFor(web);
        deepEqual(await redeem(web, { code, client_secret, redirect_uri: `${server}/other` }), {
            status: 403,
            body: { error: "invalid_grant", error_description: "The redirect URI is wrong." },
        });
    });

    it("A token request without a code is refused", async () => {
        const web = await webApplication(api());
        deepEqual(await redeem(web, { client_secret: web.application.client_secret }), {
            status: 400,
            body: { error: "invalid_request", error_description: "Missing required parameter: code" },
        });
    });

    it("An application with Private Key JWT redeems a code with its assertion and not with its secret", async () => {
        const { privateKey, publicKey } = await generateKeyPair("RS256");
        const web = await webApplication(api());
        const { client_id, client_secret } = web.application;
        const { body: credential } = await api().call("POST", `/clients/${client_id}/credentials`, {
            credential_type: "public_key",
            name: "key",
            pem: await exportSPKI(publicKey),
        });
        await api().call("PATCH", `/clients/${client_id}`, {
            token_endpoint_auth_method: null,
            client_authentication_methods: { private_key_jwt: { credentials: [{ id: credential["id"] }] } },
        });
        deepEqual(await redeem(web, { code: await codeFor(web), client_secret }), unauthorized);
        const client_assertion = await new SignJWT()
            .setProtectedHeader({ alg: "RS256" })
            .setIssuer(client_id)
            .setSubject(client_id)
            .setAudience(`https://${api().tenant.domain}/`)
            .setIssuedAt()
            .setExpirationTime("1m")
            .setJti("once")
            .sign(privateKey);
        const assertion = {
            client_assertion,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        };
        equal((await redeem(web, { code: await codeFor(web), ...assertion })).status, 200);
    });
});
