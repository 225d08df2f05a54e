import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { decodeJwt } from "jose";
import { fetch } from "undici";
import { trustingAgent } from "../../sandbox/trustingAgent";
import { WebClient } from "../browser/standIns/webClient";
import { runActions } from "../../sandbox/actions/runActions";
import { bindActions, giveRole } from "./boundActions";
import { webApplication } from "./declaredApplication";
import { Person } from "./person";
import { newTenant } from "./newTenant";
import type { Fields } from "../../tools/tenant/tenantClient";

const jane = "jane.doe@example.com";

describe("Post-login Actions in the sandbox", function () {
    const api = newTenant();
    let person: Person;
    beforeEach(() => {
        person = new Person(api().tenant);
    });
    afterEach(async () => {
        await bindActions(api());
        await person.close();
    });

    async function start(parameters: Record<string, string> = {}, changes: Fields = {}) {
        const declared = await webApplication(api(), changes);
        const client = await WebClient.discover(declared.settings, api().tenant.certificateBundle);
        return { ...declared, client, begun: client.start(parameters) };
    }
    /** Signs in, and gives the claims of the ID token. */
    async function claimsOf(): Promise<Fields> {
        const { client, begun } = await start();
        const { url } = await person.signIn(begun.url);
        return decodeJwt((await client.redeem(url, begun)).id_token ?? "");
    }
    /** Signs in, and gives what the application is told. */
    async function answer(): Promise<Record<string, string>> {
        const { url } = await person.signIn((await start()).begun.url);
        return Object.fromEntries(url.searchParams);
    }
    const events = async (): Promise<string> => (await person.visit("/")).text;

    it("An Action sets claims from the event, and its secrets stay out of the log", async () => {
        await giveRole(api(), jane, "catalog-user");
        await bindActions(api(), {
            name: "Teller",
            secrets: { word: "open sesame" },
            handler: `
                const { client, user, authorization, connection, transaction, authentication, secrets, organization } = event;
                api.idToken.setCustomClaim("https://example.com/told", {
                    application: client.name,
                    metadata: client.metadata,
                    email: user.email,
                    password: user.password_hash ?? null,
                    roles: authorization.roles,
                    connection: connection.name,
                    protocol: transaction.protocol,
                    methods: authentication.methods.map(({ name }) => name),
                    secret: secrets.word,
                    organization: organization ?? null,
                });`,
        });
        const { client, begun } = await start({}, { name: "Catalogue", client_metadata: { team: "data" } });
        const { url } = await person.signIn(begun.url);
        const tokens = await client.redeem(url, begun);
        const told = {
            application: "Catalogue",
            metadata: { team: "data" },
            email: jane,
            password: null,
            roles: ["catalog-user"],
            connection: "Username-Password-Authentication",
            protocol: "oidc-basic-profile",
            methods: ["pwd"],
            secret: "open sesame",
            organization: null,
        };
        const { sub = "", ...claims } = decodeJwt(tokens.id_token ?? "");
        deepEqual(claims["https://example.com/told"], told);
        deepEqual((await client.userInfo(tokens.access_token, sub))["https://example.com/told"], told);
        match(await events(), /Teller[^<]*: set the claim https:\/\/example\.com\/told in the ID token/);
        ok(!(await events()).includes("open sesame"));
    });

    it("An Action cannot set restricted claims or replace standard ones", async () => {
        await bindActions(api(), {
            name: "Claimant",
            handler: `
                for (const name of ["roles", "groups", "permissions", "sub", "org_id", "nonce", "urn:auth0:x",
                    "https://auth0.com/x", "https://tenant.eu.auth0.com/x", "https://example.com/roles", "teams", "email"]) {
                    api.idToken.setCustomClaim(name, ["x"]);
                }`,
        });
        const claims = await claimsOf();
        deepEqual([claims["https://example.com/roles"], claims["teams"]], [["x"], ["x"]]);
        equal(claims["email"], jane);
        for (const name of ["roles", "groups", "permissions", "org_id", "urn:auth0:x"]) {
            equal(claims[name], undefined, name);
        }
        equal(Object.keys(claims).filter((name) => name.includes("auth0.com")).length, 0);
        match(await events(), /roles is a restricted claim and is left out of the ID token/);
    });

    it("A denied sign-in returns the Action's reason, and later Actions do not run", async () => {
        await bindActions(
            api(),
            { name: "First", handler: `api.user.setAppMetadata("first", event.request.query.client_id);` },
            { name: "Second", handler: `api.access.deny("Ask your admin for access & patience.");` },
            { name: "Third", handler: `api.user.setAppMetadata("third", true);` },
        );
        const { iss, state, ...told } = await answer();
        deepEqual(told, { error: "access_denied", error_description: "Ask your admin for access & patience." });
        deepEqual([typeof iss, typeof state], ["string", "string"]);
        const { body } = await api().call<Fields[]>("GET", `/users-by-email?email=${jane}`);
        const metadata = body[0]?.["app_metadata"] as Fields;
        deepEqual([typeof metadata["first"], metadata["third"]], ["string", undefined]);
        match(
            await events(),
            /f: Failed Login[^]*?Ask your admin[^<]* – First[^<]*Second[^<]*: refused: Ask your admin/,
        );
    });

    it("Actions run in the order of their bindings", async () => {
        const set = (value: string) => `api.idToken.setCustomClaim("https://example.com/last", "${value}");`;
        await bindActions(api(), { name: "A", handler: set("a") }, { name: "B", handler: set("b") });
        equal((await claimsOf())["https://example.com/last"], "b");
        await bindActions(api(), { name: "B", handler: set("b") }, { name: "A", handler: set("a") });
        equal((await claimsOf())["https://example.com/last"], "a");
    });

    it("A changed Action runs its deployed code until the next deployment", async () => {
        await bindActions(api(), { name: "Draft" });
        const { body } = await api().call("GET", "/actions/triggers/post-login/bindings");
        const { action } = (body["bindings"] as { action: { id: string } }[])[0] ?? { action: { id: "" } };
        const code = `exports.onExecutePostLogin = async (event, api) => api.access.deny("new");`;
        await api().call("PATCH", `/actions/actions/${action.id}`, { code });
        ok((await answer())["code"]);
        await api().call("GET", `/actions/actions/${action.id}`);
        await api().call("POST", `/actions/actions/${action.id}/deploy`);
        equal((await answer())["error_description"], "new");
    });

    it("An Action that throws or does not compile fails the sign-in with its error", async () => {
        await bindActions(api(), { name: "Thrower", handler: "event.nothing.more;" });
        deepEqual(
            [(await answer())["error"], (await answer())["error_description"]],
            ["access_denied", "Cannot read properties of undefined (reading 'more')"],
        );
        await bindActions(api(), { name: "Broken", code: 'exports.onExecutePostLogin = async (event, api) => {};"' });
        match((await answer())["error_description"] ?? "", /^SyntaxError: /);
        match(await events(), /Broken[^<]*: failed: SyntaxError/);
    });

    it("An Action can require MFA, and the session remembers it", async () => {
        await bindActions(api(), {
            name: "Factor",
            handler: `
                if (!event.authentication.methods.some(({ name }) => name === "mfa")) api.multifactor.enable("any");
                api.idToken.setCustomClaim("https://example.com/runs", event.authentication.methods.length);`,
        });
        const { client, begun } = await start();
        const page = await person.signIn(begun.url);
        match(page.url.pathname, /^\/u\/second-factor\//);
        match(page.text, /stand-in: it checks nothing/);
        const { url } = await person.visit(page.url, { decision: "allow" });
        const claims = decodeJwt((await client.redeem(url, begun)).id_token ?? "");
        deepEqual([claims["amr"], claims["https://example.com/runs"]], [["mfa"], 1]);
        const silent = client.start({ prompt: "none" });
        const second = decodeJwt((await client.redeem((await person.visit(silent.url)).url, silent)).id_token ?? "");
        deepEqual([second["amr"], second["https://example.com/runs"]], [["mfa"], 2]);
    });

    it("A user who fails MFA is not signed in", async () => {
        await bindActions(api(), { name: "Factor", handler: `api.multifactor.enable("any");` });
        const { client, begun } = await start();
        const page = await person.signIn(begun.url);
        const { url } = await person.visit(page.url, { decision: "deny" });
        equal(url.searchParams.get("error"), "access_denied");
        const silent = await person.visit(client.start({ prompt: "none" }).url);
        deepEqual(
            [silent.url.searchParams.get("error"), silent.url.searchParams.get("error_description")],
            ["login_required", "Multifactor authentication required"],
        );
    });

    it("The MFA and consent pages refuse a sign-in that did not ask for them", async () => {
        const { begun } = await start();
        const dispatcher = trustingAgent(readFileSync(api().tenant.certificateBundle));
        const begins = await fetch(begun.url, { dispatcher, redirect: "manual" });
        const page = new URL(begins.headers.get("location") ?? "", begun.url);
        equal(page.pathname.split("/")[2], "login");
        const cookie = begins.headers.getSetCookie().map((text) => text.split(";")[0]);
        for (const path of ["second-factor", "consent", "confirm"]) {
            const { status } = await fetch(page.href.replace("login", path), {
                dispatcher,
                redirect: "manual",
                method: "POST",
                headers: {
                    cookie: cookie.join("; "),
                    origin: page.origin,
                    "content-type": "application/x-www-form-urlencoded",
                },
                body: "decision=allow",
            });
            equal(status, 400, path);
        }
        await dispatcher.destroy();
    });

    describe("Post-login Actions at the exchange of a refresh token", () => {
        async function refreshed(handler: string) {
            const { client, begun, application } = await start();
            const { url } = await person.signIn(begun.url);
            const { refresh_token } = await client.redeem(url, begun);
            await bindActions(api(), { name: "Refresher", handler });
            const { client_id, client_secret } = application;
            const form = { client_id, client_secret, grant_type: "refresh_token", refresh_token };
            return api().send<Fields>("POST", "/oauth/token", form, { token: null });
        }

        it("An Action runs again at a refresh, with the protocol oauth2-refresh-token", async () => {
            const { body } = await refreshed(
                `api.idToken.setCustomClaim("https://example.com/how",
                    [event.transaction.protocol, event.authentication === undefined, event.user.email]);`,
            );
            deepEqual(decodeJwt(String(body["id_token"]))["https://example.com/how"], [
                "oauth2-refresh-token",
                true,
                jane,
            ]);
        });

        it("A denied refresh answers with OAuth's access_denied error", async () => {
            const { status, body } = await refreshed(`api.access.deny("No longer.");`);
            deepEqual([status, body], [403, { error: "access_denied", error_description: "No longer." }]);
            match(await events(), /fertft[^<]*<\/td>\s*<td>[^<]*No longer\./);
        });

        it("An Action that requires MFA answers a refresh with mfa_required", async () => {
            const { status, body } = await refreshed(`api.multifactor.enable("any");`);
            deepEqual(
                [status, body["error"], body["error_description"], typeof body["mfa_token"]],
                [403, "mfa_required", "Multifactor authentication required", "string"],
            );
        });
    });

    it("Post-login Actions do not run for the client_credentials grant", async () => {
        await bindActions(api(), { name: "Nobody", handler: `api.access.deny("Nobody.");` });
        ok(await api().tokenWith("read:clients"));
    });
});

describe("Action runtime of the sandbox", function () {
    const run = async (handler: string, timeLimit?: number) => {
        const code = `exports.onExecutePostLogin = async (event, api) => { ${handler} };`;
        const [first] = await runActions([{ name: "Test", code, secrets: {} }], {}, timeLimit);
        return first;
    };

    it("An Action has JavaScript but no access to Node.js or the network", async () => {
        const names = ["process", "fetch", "Buffer", "setTimeout", "setImmediate", "global", "run", "globalThis"];
        const seen = await run(`api.idToken.setCustomClaim("x", [${names.map((name) => `typeof ${name}`).join()}]);`);
        deepEqual(seen?.calls, [["claim", "idToken", "x", [...Array<string>(7).fill("undefined"), "object"]]]);
        match((await run(`require("fs");`))?.error ?? "", /^Cannot find module 'fs'/);
        ok((await run(`await import("node:fs");`))?.error);
        match((await run(`new Function("return 1")();`))?.error ?? "", /Code generation from strings disallowed/);
    });

    it("An Action that exceeds the time or memory limit fails", async () => {
        for (const handler of ["for (;;);", "await null; for (;;);", "await new Promise(() => undefined);"]) {
            equal((await run(handler, 300))?.error, "The Action did not end within 0.3 seconds", handler);
        }
        match((await run("const all = []; for (;;) all.push(Array(1e5).fill(7));"))?.error ?? "", /time or memory/);
    });

    it("Actions share neither globals nor the event", async () => {
        const runs = await runActions(
            [
                {
                    name: "One",
                    code: "globalThis.left = 1; exports.onExecutePostLogin = async (event) => { event.left = 1; };",
                    secrets: {},
                },
                {
                    name: "Two",
                    code: `exports.onExecutePostLogin = async (event, api) => { api.access.deny(typeof left + event.left); };`,
                    secrets: {},
                },
            ],
            {},
        );
        deepEqual(runs[1]?.calls, [["deny", "undefinedundefined"]]);
    });

    it("An Action without a handler for the trigger does nothing", async () => {
        const code = "exports.onContinuePostLogin = async (event, api) => { api.access.deny('x'); };";
        deepEqual(await runActions([{ name: "Other", code, secrets: {} }], {}), [{ name: "Other", calls: [] }]);
    });
});
