import { deepEqual, equal, notEqual, ok, rejects } from "node:assert/strict";
import { mock } from "node:test";
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from "openid-client";
import { WebClient } from "../browser/standIns/webClient";
import { server, spaApplication, webApplication } from "./declaredApplication";
import { Person } from "./person";
import { newTenant } from "./newTenant";
import type { Fields } from "../../tools/tenant/tenantClient";

const day = 86_400_000;

describe("Auth0 refresh tokens in the sandbox", function () {
    const api = newTenant();
    let person: Person;
    beforeEach(() => {
        person = new Person(api().tenant);
    });
    afterEach(async () => {
        await person.close();
        mock.timers.reset();
    });

    const invalid = { error: "invalid_grant", error_description: "Unknown or invalid refresh token." };

    /** Signs in to a SPA; the function that is given back redeems a refresh token as its page would. */
    async function spa(refreshToken: Fields = {}) {
        const { application, settings } = await spaApplication(api());
        const { body } = await api().call<{ refresh_token: Fields }>("GET", `/clients/${application.client_id}`);
        await api().call("PATCH", `/clients/${application.client_id}`, {
            refresh_token: { ...body.refresh_token, ...refreshToken },
        });
        const client = await WebClient.discover(settings, api().tenant.certificateBundle);
        const code_verifier = randomPKCECodeVerifier();
        const code_challenge = await calculatePKCECodeChallenge(code_verifier);
        const { url } = await person.signIn(client.start({ code_challenge, code_challenge_method: "S256" }).url);
        const send = async (parameters: Fields): Promise<Fields> => {
            const form = { client_id: application.client_id, ...parameters };
            return (await api().send<Fields>("POST", "/oauth/token", form, { token: null })).body;
        };
        const { refresh_token } = await send({
            grant_type: "authorization_code",
            code: url.searchParams.get("code"),
            code_verifier,
            redirect_uri: `${server}/callback`,
        });
        return {
            first: refresh_token,
            refresh: (token: unknown) => send({ grant_type: "refresh_token", refresh_token: token }),
        };
    }

    it("A single-page application's refresh token rotates with each use", async () => {
        const { first, refresh } = await spa();
        const second = await refresh(first);
        ok(second["id_token"]);
        notEqual(second["refresh_token"], first);
        ok((await refresh(second["refresh_token"]))["access_token"]);
    });

    it("Reuse of a rotated refresh token revokes its whole family", async () => {
        const { first, refresh } = await spa();
        const { refresh_token: second } = await refresh(first);
        deepEqual(await refresh(first), invalid);
        deepEqual(await refresh(second), invalid);
    });

    it("Reuse of a rotated refresh token does not affect another sign-in", async () => {
        const [one, other] = [await spa(), await spa()];
        await one.refresh(one.first);
        deepEqual(await one.refresh(one.first), invalid);
        ok((await other.refresh(other.first))["access_token"]);
    });

    it("A rotated refresh token works for the configured leeway", async () => {
        const { first, refresh } = await spa({ leeway: 30 });
        mock.timers.enable({ apis: ["Date"], now: Date.now() });
        await refresh(first);
        mock.timers.tick(29_000);
        ok((await refresh(first))["access_token"]);
        mock.timers.tick(2_000);
        deepEqual(await refresh(first), invalid);
    });

    it("A rotating refresh token expires when it is idle for its idle lifetime", async () => {
        const { first, refresh } = await spa({ idle_token_lifetime: 86_400, token_lifetime: 864_000 });
        mock.timers.enable({ apis: ["Date"], now: Date.now() });
        mock.timers.tick(day - 10_000);
        const { refresh_token: second } = await refresh(first);
        mock.timers.tick(day - 10_000);
        const { refresh_token: third } = await refresh(second);
        ok(third);
        mock.timers.tick(day + 10_000);
        deepEqual(await refresh(third), invalid);
    });

    it("A rotating refresh token expires at the end of its lifetime despite use", async () => {
        const { first, refresh } = await spa({ idle_token_lifetime: 86_400, token_lifetime: 100_000 });
        mock.timers.enable({ apis: ["Date"], now: Date.now() });
        mock.timers.tick(80_000_000);
        const { refresh_token: second } = await refresh(first);
        ok(second);
        mock.timers.tick(30_000_000);
        deepEqual(await refresh(second), invalid);
    });

    describe("Refresh tokens of a web application", () => {
        async function web(refreshToken: Fields = {}) {
            const { application, settings } = await webApplication(api());
            const { body } = await api().call<{ refresh_token: Fields }>("GET", `/clients/${application.client_id}`);
            await api().call("PATCH", `/clients/${application.client_id}`, {
                refresh_token: { ...body.refresh_token, ...refreshToken },
            });
            const client = await WebClient.discover(settings, api().tenant.certificateBundle);
            const begun = client.start();
            const tokens = await client.redeem((await person.signIn(begun.url)).url, begun);
            return { client, token: tokens.refresh_token ?? "" };
        }

        it("A web application's refresh token can be used repeatedly", async () => {
            const { client, token } = await web();
            for (const use of [1, 2, 3]) {
                ok((await client.refresh(token)).access_token, String(use));
            }
        });

        it("Each use of a web application's refresh token restarts its idle lifetime", async () => {
            const { client, token } = await web({ idle_token_lifetime: 86_400, token_lifetime: 864_000 });
            mock.timers.enable({ apis: ["Date"], now: Date.now() });
            for (const use of [1, 2]) {
                mock.timers.tick(day - 10_000);
                ok((await client.refresh(token)).access_token, String(use));
            }
            mock.timers.tick(day + 10_000);
            await rejects(client.refresh(token), invalid);
        });

        it("A revoked refresh token is refused", async () => {
            const { client, token } = await web();
            await client.revoke(token);
            await rejects(client.refresh(token), invalid);
        });

        it("A refresh token of a deleted user is refused", async () => {
            const { body: user } = await api().call("POST", "/users", {
                connection: "Username-Password-Authentication",
                email: "leaver@example.com",
                password: person.password,
            });
            await person.close();
            person = new Person(api().tenant, "leaver@example.com");
            const { client, token } = await web();
            equal((await api().call("DELETE", `/users/${encodeURIComponent(String(user["user_id"]))}`)).status, 204);
            await rejects(client.refresh(token), invalid);
        });
    });
});
