import { deepEqual, equal, match, ok } from "node:assert/strict";
import { dirname } from "node:path";
import { EventLog, limit } from "../../sandbox/eventLog";
import { storeSettings } from "../../sandbox/tryOut/storedSettings";
import { judge, readSignInSettings } from "../../sandbox/tryOut/verdict";
import { WebClient } from "../browser/standIns/webClient";
import type { Fields } from "../../tools/tenant/tenantClient";
import { bindActions } from "./boundActions";
import { enable, spaApplication, webApplication } from "./declaredApplication";
import { Person, type Visit } from "./person";
import { newTenant } from "./newTenant";

describe("Tenant page of the sandbox", function () {
    const api = newTenant();
    let person: Person;
    beforeEach(() => {
        person = new Person(api().tenant);
    });
    afterEach(async () => {
        await person.close();
    });

    it("The tenant page lists applications and users without secrets", async () => {
        const { application } = await webApplication(api(), { name: "Catalogue & more" });
        const { text } = await person.visit("/");
        for (const shown of [
            application.client_id,
            "https://openmetadata.example.com/callback",
            "jane.doe@example.com",
            "Catalogue &#38; more",
        ]) {
            ok(text.includes(shown), shown);
        }
        for (const secret of [application.client_secret, api().tenant.managementClientSecret]) {
            ok(!text.includes(secret));
        }
        ok(!/<script>|style=|onclick/.test(text));
    });

    it("Events name their application, and applications of one name are told apart by their client IDs", async () => {
        const { application } = await webApplication(api(), { name: "Alone" });
        const twins = [await webApplication(api(), { name: "Twin" }), await webApplication(api(), { name: "Twin" })];
        for (const { client_id } of [application, ...twins.map((twin) => twin.application)]) {
            await person.visit(`/authorize?client_id=${client_id}&response_type=code&prompt=none&redirect_uri=x`);
        }
        const { text } = await person.visit("/");
        const headings = [...text.matchAll(/<h3 id="[^"]*">([^<]*)<\/h3>/g)].map(([, name]) => name);
        equal(new Set(headings).size, headings.length, headings.join());
        const rows = text.slice(text.indexOf('id="event-rows"'));
        match(rows, /<td>Alone<\/td>/);
        for (const twin of twins) {
            const title = `Twin (${twin.application.client_id})`;
            ok(headings.includes(title), headings.join());
            ok(rows.includes(`<td>${title}</td>`), title);
        }
    });

    it("The trial form contains the settings of the last deployment", async () => {
        const { application } = await webApplication(api());
        storeSettings(
            dirname(api().tenant.certificateBundle),
            application.client_id,
            "AUTHORIZER_ADMIN_PRINCIPALS=[jane.doe,<b>]\n",
        );
        const { text } = await person.visit("/");
        match(text, /<textarea[^>]*>\nAUTHORIZER_ADMIN_PRINCIPALS&#61;\[jane\.doe,&#60;b&#62;\]\n<\/textarea/);
        match(text, /Those of the last deployment/);
    });

    it("Only the management application's credentials can add users and assign roles", async () => {
        const { managementClientId: id, managementClientSecret: secret } = api().tenant;
        const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
        const form = (email: string, roles: string) => ({ email, roles });
        equal((await person.visit("/users", form("new@example.com", ""))).status, 401);
        await person.visit("/users", form("New@example.com", "catalog-user, catalog-admin"), { authorization });
        match(
            (await person.visit("/")).text,
            /new@example\.com<\/td>\s*<td>[^<]*<\/td>\s*<td>catalog-user, catalog-admin/,
        );
        await person.visit("/users", form("new@example.com", "catalog-user"), { authorization });
        match((await person.visit("/")).text, /new@example\.com<\/td>\s*<td>[^<]*<\/td>\s*<td>catalog-user<\/td>/);
        const { body: roles } = await api().call<Fields[]>("GET", "/roles?name_filter=catalog");
        equal(roles.length, 2);
        const added = new Person(api().tenant, "new@example.com");
        const { settings } = await webApplication(api());
        const client = await WebClient.discover(settings, api().tenant.certificateBundle);
        equal((await added.signIn(client.start().url)).url.searchParams.get("error"), null);
        await added.close();
        equal((await person.visit("/users", form("nobody", ""), { authorization })).status, 400);
        const elsewhere = { authorization, origin: "https://localhost:1" };
        equal((await person.visit("/users", form("new@example.com", ""), elsewhere)).status, 403);
    });

    it("An unknown page answers 404 with a link to the tenant page", async () => {
        const missing = await person.visit("/nothing", undefined, { accept: "text/html,*/*;q=0.8" });
        equal(missing.status, 404);
        match(missing.headers["content-type"] ?? "", /^text\/html/);
        match(missing.text, /not_found: There is no such page\./);
        match(missing.text, /<a href="\/">The tenant/);
        match((await person.visit("/nothing", undefined, { accept: "application/json" })).text, /"statusCode":404/);
    });

    it("The error page shows the application's settings without its secret", async () => {
        const { application } = await webApplication(api(), { name: "Catalogue" });
        const query = new URLSearchParams({
            client_id: application.client_id,
            redirect_uri: "https://elsewhere.example.com",
            response_type: "code",
            scope: "openid",
        });
        const { text } = await person.visit(`/authorize?${query.toString()}`);
        match(text, /Callback URL mismatch/);
        match(text, /What Catalogue declares[^]*Callbacks<\/dt>\s*<dd>https:\/\/openmetadata\.example\.com\/callback/);
        ok(!text.includes(application.client_secret));
    });

    it("The content security policy of the tenant page allows nothing from elsewhere", async () => {
        const page = await person.visit("/");
        equal(page.status, 200);
        match(page.headers["content-security-policy"] ?? "", /default-src 'none'.*frame-ancestors 'none'/);
        ok(!/unsafe|\*/.test(page.headers["content-security-policy"] ?? ""));
    });

    it("The page shows a client secret only with the management application's credentials", async () => {
        const { application } = await webApplication(api());
        const path = `/applications/${application.client_id}/secret`;
        const refused = await person.visit(path);
        equal(refused.status, 401);
        match(refused.headers["www-authenticate"] ?? "", /^Basic /);
        ok(!refused.text.includes(application.client_secret));
        const { managementClientId, managementClientSecret } = api().tenant;
        const credentials = Buffer.from(`${managementClientId}:${managementClientSecret}`).toString("base64");
        const shown = await person.visit(path, undefined, { authorization: `Basic ${credentials}` });
        equal(shown.text.trim(), application.client_secret);
    });

    describe("Trial sign-in on the tenant page", () => {
        const settings = "AUTHORIZER_ADMIN_PRINCIPALS=[jane.doe]\nAUTHORIZER_PRINCIPAL_DOMAIN=example.com";

        async function attempt(client_id: string, text = settings): Promise<Visit> {
            const page = await person.visit("/try", { client_id, settings: text });
            return page.url.pathname.startsWith("/u/login/")
                ? person.visit(page.url, { email: person.email, password: person.password })
                : page;
        }

        it("A trial shows the user's claims and who the user is to OpenMetadata", async () => {
            for (const declare of [webApplication, spaApplication]) {
                const { application } = await declare(api());
                const { status, text } = await attempt(application.client_id);
                equal(status, 200);
                match(text, /sign the user in as <strong>jane\.doe<\/strong>,\s+an admin/);
                match(text, /auth0\|[0-9a-f]{24}/);
                ok(!text.includes("eyJ"), "a token is shown");
            }
        });

        it("A trial reports the errors of the real sign-in", async () => {
            const { application } = await webApplication(api());
            await enable(api(), application, false);
            match(
                (await attempt(application.client_id)).text,
                /invalid_request: no connections enabled for the client/,
            );
        });

        it("The trial form refuses a POST from another origin", async () => {
            const { application } = await webApplication(api());
            const { status } = await api().send("POST", "/try", `client_id=${application.client_id}`, {
                headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://localhost:1" },
            });
            equal(status, 403);
        });

        it("A trial reports settings that are not environment variables", async () => {
            const { application } = await webApplication(api());
            match((await attempt(application.client_id, "nonsense")).text, /A line is not an environment variable/);
        });

        it("A trial shows what each Action did and the teams that OpenMetadata adds", async () => {
            await bindActions(
                api(),
                {
                    name: "Teams",
                    handler: `
                        api.idToken.setCustomClaim("https://open-metadata.org/teams", ["Data", "Finance"]);
                        api.idToken.setCustomClaim("roles", ["Admin"]);`,
                },
                { name: "Idle" },
            );
            const teams = "jwtTeamClaimMapping=https://open-metadata.org/teams";
            const { application } = await webApplication(api());
            const { text } = await attempt(application.client_id, teams);
            match(text, /Teams[^<]*<\/dt>\s*<dd>set the claim https:\/\/open-metadata\.org\/teams in the ID token/);
            match(text, /roles is a restricted claim and is left out of the ID token/);
            match(text, /Idle[^<]*<\/dt>\s*<dd>changed nothing/);
            match(text, /add the user to the teams Data, Finance/);
            match(text, /<dd>\[&#34;Data&#34;,&#34;Finance&#34;\]<\/dd>/);
            ok(!/<dt><code>roles</.test(text));
            const { application: spa } = await spaApplication(api());
            ok(!(await attempt(spa.client_id, teams)).text.includes("Data, Finance"), "a public client has no teams");
            await bindActions(api());
        });

        it("A trial shows which Action denied the sign-in and its reason", async () => {
            await bindActions(api(), { name: "Rule", handler: `api.access.deny("Only for the few.");` });
            const { application } = await webApplication(api());
            const refused = await attempt(application.client_id);
            match(refused.text, /access_denied: Only for the few\./);
            match(refused.text, /What the Actions did[^]*Rule[^<]*<\/dt>\s*<dd>refused: Only for the few\./);
            match((await person.visit("/")).text, /Actions at sign-in to any of them, in this order: Rule\./);
            await bindActions(api());
        });

        it("A trial sends the custom parameters in OpenMetadata's settings", async () => {
            const { body } = await api().call("POST", "/organizations", { name: "acme" });
            const { body: connections } = await api().call<Fields[]>("GET", "/connections");
            await api().call("POST", `/organizations/${String(body["id"])}/connections`, {
                connection_id: connections[0]?.["id"],
                assign_membership_on_login: true,
            });
            const { application } = await webApplication(api(), { organization_usage: "require" });
            const parameters = `OIDC_CUSTOM_PARAMS={customParamKey1: organization, customParamValue1: ${String(body["id"])}}`;
            for (const line of [parameters, parameters.replace("{", '"{').replace("}", '}"')]) {
                match((await attempt(application.client_id, line)).text, /<code>org_id<\/code><\/dt>\s*<dd>org_/);
            }
            match((await attempt(application.client_id)).text, /parameter organization is required for this client/);
        });

        it("The result of a trial can be loaded only once", async () => {
            const { application } = await webApplication(api());
            const { url } = await attempt(application.client_id);
            match((await person.visit(url)).text, /This trial has ended/);
        });
    });
});

describe("OpenMetadata's decision about a user's claims", () => {
    const jane = { email: "Jane.Doe@example.com", sub: "auth0|1", login: "jdoe", "https://example.com/login": "jdoe" };
    const judged = (claims: Record<string, unknown>, ...lines: string[]) =>
        judge(claims, readSignInSettings(lines.join("\n")));

    it("The user name is the part before the @ of the first principal claim, in lower case", () => {
        deepEqual(judged(jane), { name: "jane.doe", admin: false, condition: undefined });
        deepEqual(judged({ sub: "auth0|1" }), { name: "auth0|1", admin: false, condition: undefined });
        deepEqual(judged(jane, "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS=[sub,email]"), {
            name: "auth0|1",
            admin: false,
            condition: undefined,
        });
    });

    it("A claims mapping takes the user name from the mapped claim", () => {
        const mapping = "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING=[username:login,email:email]";
        deepEqual(judged(jane, mapping, "AUTHORIZER_ADMIN_PRINCIPALS=[jdoe]"), {
            name: "jdoe",
            admin: true,
            condition: undefined,
        });
        ok("refused" in judged({ email: jane.email }, mapping));
        const namespaced = mapping.replace("login", "https://example.com/login");
        ok("refused" in judged(jane, namespaced), "the server splits at every colon");
    });

    it("A user whose name is an admin principal becomes an admin", () => {
        const verdict = judged(jane, "AUTHORIZER_ADMIN_PRINCIPALS=[john.roe, jane.doe]");
        ok("admin" in verdict && verdict.admin);
    });

    it("A token without any principal claim is refused", () => {
        deepEqual(judged({ name: "Jane" }), {
            refused: "The token lacks the principal claims: email, preferred_username, sub.",
        });
    });

    it("A user outside the principal domain or the allowed domains is refused when it is enforced", () => {
        const domain = "AUTHORIZER_PRINCIPAL_DOMAIN=example.org";
        ok("name" in judged(jane, domain));
        ok("refused" in judged(jane, domain, "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN=true"));
        const enforced = "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN=true";
        ok("refused" in judged(jane, "AUTHORIZER_PRINCIPAL_DOMAIN=Example.com", enforced), "letter by letter");
        ok("refused" in judged({ sub: "auth0|1" }, "AUTHORIZER_PRINCIPAL_DOMAIN=example.com", enforced));
        const allowed = [domain, "AUTHORIZER_ALLOWED_DOMAINS=[example.com,example.net]"];
        ok("name" in judged(jane, ...allowed, enforced));
        ok(
            "refused" in judged({ email: "jane@example.org" }, ...allowed, enforced),
            "in place of the principal domain",
        );
    });

    it("Without self-signup only known users can sign in", () => {
        const verdict = judged(jane, "AUTHENTICATION_ENABLE_SELF_SIGNUP=false");
        match("condition" in verdict ? (verdict.condition ?? "") : "", /only if OpenMetadata has this user already/);
    });
});

describe("Event log of the sandbox", () => {
    it("Many API calls do not push sign-ins out of the event log", () => {
        const log = new EventLog();
        log.add("s", "the sign-in");
        for (let call = 0; call < 3 * limit; call++) {
            log.add("sapi", `call ${call}`);
        }
        equal(log.recent.length, limit + 1);
        equal(log.recent.at(-1)?.description, "the sign-in");
        equal(log.recent[0]?.description, `call ${3 * limit - 1}`);
    });
});
