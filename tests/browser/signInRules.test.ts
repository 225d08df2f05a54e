import { deepEqual, equal, match } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { firstPassword } from "../../sandbox/users";
import { TenantClient } from "../../tools/tenant/tenantClient";
import { Deployment } from "../engine/deployment";
import { appendAction, giveRole } from "../sandbox/boundActions";
import { openPage, startBrowser } from "./browser";
import { exportedSettings } from "./settings";
import { startWebServer } from "./standIns/webServer";
import { lastingPort } from "../ports";

const jane = "jane.doe@example.com";
const john = "john.roe@example.com";
const words = "Ask data@example.com for the role catalog-user.";

describe("Sign-in rules in a browser", function () {
    let folder: string;
    let tenant: Tenant;
    let api: TenantClient;
    let browser: Browser;
    let page: Page;
    let deployment: Deployment;
    let server: FastifyInstance | undefined;
    let openMetadataUrl: string;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        api = await TenantClient.signIn(tenant);
        browser = await startBrowser(tenant);
        openMetadataUrl = `http://localhost:${await lastingPort()}`;
        deployment = await Deployment.create(tenant);
        await deployment.configure({
            applicationType: "web",
            targetVersion: "1.12.6",
            openMetadataUrl,
            admins: [jane],
            connections: ["Username-Password-Authentication"],
            allowedRoles: ["catalog-user"],
            refusalMessages: { role: words },
            teams: { "catalog-user": "Data" },
        });
        await deployment.up();
        await appendAction(api, {
            name: "Somebody else's",
            handler: `
                api.idToken.setCustomClaim("roles", ["Admin"]);
                api.idToken.setCustomClaim("https://example.com/roles", ["Admin"]);`,
        });
        await giveRole(api, jane, "catalog-user");
        server = await startWebServer(await exportedSettings(deployment, openMetadataUrl), tenant.certificateBundle);
    });
    after(async () => {
        await server?.close();
        await deployment.remove();
        await browser.close();
        await api.close();
        await tenant.close();
        await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
        page = await openPage(browser);
    });
    afterEach(async () => {
        await page.context().close();
    });

    /** Signs in to OpenMetadata; ends at its callback. */
    async function signIn(email: string): Promise<URL> {
        await page.goto(`${openMetadataUrl}/api/v1/auth/login`);
        await page.fill("#email", email);
        await page.fill("#password", firstPassword);
        await page.press("#password", "Enter");
        await page.waitForURL(`${openMetadataUrl}/callback?**`);
        return new URL(page.url());
    }

    it("A user without the role is refused with the configured message", async () => {
        const { searchParams } = await signIn(john);
        deepEqual(
            [searchParams.get("error"), searchParams.get("error_description"), searchParams.get("code")],
            ["access_denied", words, null],
        );
    });

    it("A user with the role gets the team claim in the ID token, but no claim named roles", async () => {
        await signIn(jane);
        const claims = JSON.parse(await page.innerText("body")) as Record<string, unknown>;
        equal(claims["email"], jane);
        deepEqual(claims["https://open-metadata.org/teams"], ["Data"]);
        deepEqual(claims["https://example.com/roles"], ["Admin"]);
        equal(claims["roles"], undefined);
    });

    it("A trial sign-in shows the refusal or what the Action did", async () => {
        for (const [email, expected] of [
            [john, /access_denied: Ask data@example\.com[^]*What the Actions did[^]*refused: Ask data@example\.com/],
            [jane, /What the Actions did[^]*set the claim https:\/\/open-metadata\.org\/teams in the ID token/],
        ] as const) {
            await page.context().clearCookies();
            await page.goto(`https://${tenant.domain}/`);
            await page.click("text=Try");
            await page.fill("#email", email);
            await page.fill("#password", firstPassword);
            await page.press("#password", "Enter");
            await page.waitForURL("**/try?**");
            match(await page.innerText("main"), expected);
        }
    });
});
