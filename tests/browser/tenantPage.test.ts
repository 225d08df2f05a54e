import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { firstPassword } from "../../sandbox/users";
import { type DeclaredApplication, webApplication } from "../sandbox/declaredApplication";
import { TenantClient } from "../../tools/tenant/tenantClient";
import { bindActions } from "../sandbox/boundActions";
import { openPage, startBrowser } from "./browser";

describe("Sandbox pages in a browser", function () {
    let folder: string;
    let tenant: Tenant;
    let api: TenantClient;
    let browser: Browser;
    let page: Page;
    let declared: DeclaredApplication;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "sandbox-"));
        tenant = await startTenant({ state: folder, port: 0 });
        api = await TenantClient.signIn(tenant);
        declared = await webApplication(api);
        browser = await startBrowser(tenant);
    });
    after(async () => {
        await browser.close();
        await api.close();
        await tenant.close();
        await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
        // axe is put into the page by the test, which the page's own rules forbid to everyone else.
        page = await openPage(browser, { bypassCSP: true });
    });
    afterEach(async () => {
        await page.context().close();
    });

    /** What keeps people out who see, hear or point differently, by the WCAG rules that a program can check. */
    async function barriers(): Promise<string[]> {
        await page.evaluate(axe.source);
        const found = await page.evaluate<{ violations: { id: string; help: string }[] }>("axe.run()");
        return found.violations.map(({ id, help }) => `${id}: ${help}`);
    }

    const authorize = (parameters: Record<string, string> = {}, { application } = declared): string => {
        const query = new URLSearchParams({
            client_id: application.client_id,
            redirect_uri: declared.settings["OIDC_CALLBACK"] ?? "",
            response_type: "code",
            scope: "openid",
            ...parameters,
        });
        return `https://${tenant.domain}/authorize?${query.toString()}`;
    };

    it("The tenant, sign-in, consent and error pages pass the accessibility checks", async () => {
        await page.goto(`https://${tenant.domain}/`);
        await page.click("summary >> text=Create a user");
        deepEqual(await barriers(), []);
        await page.goto(authorize());
        deepEqual(await barriers(), []);
        await page.fill("#email", "jane.doe@example.com");
        await page.fill("#password", "wrong");
        await page.keyboard.press("Enter");
        await page.waitForSelector("#problem");
        deepEqual(await barriers(), []);
        equal(await page.getAttribute("#password", "aria-describedby"), "problem");
        await page.goto(authorize({}, await webApplication(api, { is_first_party: false })));
        await page.fill("#email", "jane.doe@example.com");
        await page.fill("#password", firstPassword);
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/u\/consent\//);
        deepEqual(await barriers(), []);
        await page.goto(authorize({ redirect_uri: "https://elsewhere.example.com" }));
        match(await page.innerText("main"), /Callback URL mismatch/);
        deepEqual(await barriers(), []);
    });

    it("The tenant page shows new events without a reload", async () => {
        await page.goto(`https://${tenant.domain}/`);
        ok(!(await page.innerText("#event-rows")).includes("sapi"));
        await page.selectOption("#shown-events", "all");
        const before = await page.locator("#event-rows tr").count();
        await api.call("GET", "/clients?fields=name");
        await page.waitForFunction(`document.querySelectorAll("#event-rows tr").length > ${before}`);
        match(
            await page.innerText("#event-rows tr"),
            /sapi: Success API Operation\s+GET \/api\/v2\/clients\?fields=name: 200/,
        );
    });

    it("The pages fit a phone screen, even with long names and URLs", async () => {
        await page.setViewportSize({ width: 390, height: 800 });
        const long = `https://${"a".repeat(60)}.example.com/${"b".repeat(80)}`;
        await webApplication(api, { name: "c".repeat(80), callbacks: [`${long}/callback`] });
        for (const url of [`https://${tenant.domain}/`, authorize({ redirect_uri: `${long}/other` })]) {
            await page.goto(url);
            const wide = await page.evaluate<string[]>(
                `[...document.querySelectorAll("body *")]
                    .filter((element) => element.closest(".scroll") === null)
                    .filter((element) => element.getBoundingClientRect().right > innerWidth || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline" && element.tagName !== "TEXTAREA")
                    .map((element) => element.outerHTML.slice(0, 100))`,
            );
            deepEqual(wide, []);
        }
    });

    it("An application can be tried by keyboard alone", async () => {
        await page.goto(`https://${tenant.domain}/`);
        await page.focus("button[aria-label='Try OpenMetadata']");
        await page.keyboard.press("Enter");
        await page.waitForSelector("#email:focus");
        await page.keyboard.type("alex.poe@example.org");
        await page.keyboard.press("Tab");
        await page.keyboard.type(firstPassword);
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/try\?/);
        match(await page.innerText("main"), /It would sign the user in as alex\.poe, not an admin\./);
        deepEqual(await barriers(), []);
    });

    it("The second-factor and refusal pages pass the accessibility checks", async () => {
        await bindActions(api, { name: "Factor", handler: `api.multifactor.enable("any");` });
        await page.goto(authorize());
        await page.fill("#email", "jane.doe@example.com");
        await page.fill("#password", firstPassword);
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/u\/second-factor\//);
        match(await page.innerText("main"), /the sandbox's stand-in: it checks nothing/);
        deepEqual(await barriers(), []);
        await bindActions(api, { name: "Rule", handler: `api.access.deny("Not you.");` });
        await page.goto(`https://${tenant.domain}/`);
        // The session is there since the password was right.
        await page.click("button[aria-label='Try OpenMetadata'] >> nth=0");
        await page.waitForURL(/\/try\?/);
        match(await page.innerText("main"), /access_denied: Not you\.[^]*What the Actions did[^]*refused: Not you\./);
        deepEqual(await barriers(), []);
        await bindActions(api);
    });

    it("The pages comply with their content security policy and load nothing from other hosts", async () => {
        const strict = await browser.newContext();
        const strictPage = await strict.newPage();
        const complaints: string[] = [];
        const origins = new Set<string>();
        strictPage.on("console", (message) => complaints.push(message.text()));
        strictPage.on("request", (request) => origins.add(new URL(request.url()).origin));
        await strictPage.goto(`https://${tenant.domain}/`);
        await strictPage.goto(authorize());
        deepEqual(complaints, []);
        origins.delete("null");
        deepEqual([...origins], [`https://${tenant.domain}`]);
        ok(await strictPage.isVisible("#email"));
        await strict.close();
    });
});
