import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { firstPassword } from "../../sandbox/users";
import { Deployment } from "../engine/deployment";
import { openPage, startBrowser } from "./browser";
import { exportedSettings, type Settings } from "./settings";
import { startSpa } from "./standIns/spaServer";
import { startWebServer } from "./standIns/webServer";
import { lastingPort } from "../ports";

const jane = "jane.doe@example.com";

/** What a stand-in shows of how signing in went. */
interface Shown {
    readonly user?: { readonly email: string };
    readonly claims?: Record<string, unknown>;
    readonly error?: string;
    readonly error_description?: string;
}

/** Fills the tenant's sign-in page by keyboard alone: the first field has the focus. */
async function typeCredentials(page: Page): Promise<void> {
    await page.waitForSelector("#email:focus");
    await page.keyboard.type(jane);
    await page.keyboard.press("Tab");
    await page.keyboard.type(firstPassword);
    await page.keyboard.press("Enter");
}

describe("Sign-in in a browser", function () {
    let folder: string;
    let tenant: Tenant;
    let browser: Browser;
    let page: Page;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        browser = await startBrowser(tenant);
    });
    after(async () => {
        await browser.close();
        await tenant.close();
        await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
        page = await openPage(browser);
    });
    afterEach(async () => {
        await page.context().close();
    });

    /** Deploys a stack for a server on loopback. */
    async function deploy(applicationType: "spa" | "web") {
        const openMetadataUrl = `http://localhost:${await lastingPort()}`;
        const deployment = await Deployment.create(tenant);
        await deployment.configure({
            applicationType,
            openMetadataUrl,
            admins: [jane],
            connections: ["Username-Password-Authentication"],
        });
        await deployment.up();
        return { deployment, openMetadataUrl, settings: await exportedSettings(deployment, openMetadataUrl) };
    }

    describe("Single Page Application", () => {
        let deployment: Deployment;
        let openMetadataUrl: string;
        let settings: Settings;
        before(async () => {
            ({ deployment, openMetadataUrl, settings } = await deploy("spa"));
        });
        after(async () => {
            await deployment.remove();
        });

        async function withSpa(start: () => Promise<FastifyInstance>, work: () => Promise<void>): Promise<void> {
            const server = await start();
            try {
                await work();
            } finally {
                await server.close();
            }
        }
        const shown = async (): Promise<Shown> => {
            await page.waitForSelector("#state:not(:empty)");
            return JSON.parse((await page.textContent("#state")) ?? "") as Shown;
        };
        const signIn = async (): Promise<Shown> => {
            await page.goto(openMetadataUrl);
            await shown();
            await page.click("#sign-in");
            await typeCredentials(page);
            await page.waitForURL(`${openMetadataUrl}/**`);
            return shown();
        };

        it("A SPA signs in with PKCE, and its settings contain no secret", () =>
            withSpa(
                () => startSpa(settings),
                async () => {
                    const requests: URL[] = [];
                    page.on("request", (request) => requests.push(new URL(request.url())));
                    const { user, claims } = await signIn();
                    equal(user?.email, jane);
                    match(String(claims?.["sub"]), /^auth0\|/);
                    const authorize = requests.find(({ pathname }) => pathname === "/authorize");
                    equal(authorize?.searchParams.get("code_challenge_method"), "S256");
                    equal(authorize.searchParams.get("response_type"), "code");
                    ok(authorize.searchParams.get("scope")?.split(" ").includes("offline_access"));
                    ok(!Object.keys(settings).some((name) => /SECRET/.test(name)));
                },
            ));

        it("A SPA's refresh tokens rotate, and reusing an old one revokes its successor", () =>
            withSpa(
                () => startSpa(settings),
                async () => {
                    const tokenRequests: Record<string, string>[] = [];
                    const answers: Promise<Record<string, string>>[] = [];
                    page.context().on("response", (response) => {
                        if (response.url().endsWith("/oauth/token") && response.request().method() === "POST") {
                            tokenRequests.push(
                                Object.fromEntries(new URLSearchParams(response.request().postData() ?? "")),
                            );
                            answers.push(response.json() as Promise<Record<string, string>>);
                        }
                    });
                    await signIn();
                    const renewed = await page.evaluate(renew);
                    equal(typeof renewed, "string");
                    deepEqual(
                        tokenRequests.map(({ grant_type }) => grant_type),
                        ["authorization_code", "refresh_token"],
                    );
                    const [first, second] = await Promise.all(answers);
                    equal(tokenRequests[1]?.["refresh_token"], first?.["refresh_token"]);
                    notEqual(second?.["refresh_token"], first?.["refresh_token"]);

                    const reuse = await page.evaluate(redeemRefreshToken, {
                        url: `${settings["AUTHENTICATION_AUTHORITY"] ?? ""}/oauth/token`,
                        client_id: settings["AUTHENTICATION_CLIENT_ID"] ?? "",
                        refresh_token: first?.["refresh_token"] ?? "",
                    });
                    deepEqual(reuse, {
                        error: "invalid_grant",
                        error_description: "Unknown or invalid refresh token.",
                    });
                    // The theft has been noticed: what replaced the token is worth nothing now.
                    match(await page.evaluate(renewError), /Unknown or invalid refresh token/);
                },
            ));

        it("A SPA renews its tokens in a hidden frame", () =>
            withSpa(
                () => startSpa(settings, "frame"),
                async () => {
                    await signIn();
                    await page.goto(openMetadataUrl);
                    await shown();
                    equal(typeof (await page.evaluate(renew)), "string");
                },
            ));
    });

    describe("Web application", () => {
        it("A Web application signs in only with the correct client secret", async () => {
            const { deployment, openMetadataUrl, settings } = await deploy("web");
            try {
                for (const [given, expected] of [
                    [settings, { email: jane }],
                    [
                        { ...settings, OIDC_CLIENT_SECRET: "" },
                        { error: "access_denied", error_description: "Unauthorized" },
                    ],
                    [
                        { ...settings, OIDC_CLIENT_SECRET: "not the secret" },
                        { error: "access_denied", error_description: "Unauthorized" },
                    ],
                ] as const) {
                    const server = await startWebServer(given, tenant.certificateBundle);
                    await page.context().clearCookies();
                    await page.goto(`${openMetadataUrl}/api/v1/auth/login`);
                    await typeCredentials(page);
                    await page.waitForURL(`${openMetadataUrl}/callback?**`);
                    const answer = JSON.parse(await page.innerText("body")) as Record<string, unknown>;
                    for (const [name, value] of Object.entries(expected)) {
                        equal(answer[name], value);
                    }
                    await server.close();
                }
            } finally {
                await deployment.remove();
            }
        });
    });
});

declare const client: { getTokenSilently(options: object): Promise<string> };

// What follows runs in the page.

function renew(): Promise<string> {
    return client.getTokenSilently({ cacheMode: "off" });
}

function renewError(): Promise<string> {
    return client.getTokenSilently({ cacheMode: "off" }).then(
        () => "no error",
        (error: unknown) => String(error),
    );
}

async function redeemRefreshToken(request: {
    url: string;
    client_id: string;
    refresh_token: string;
}): Promise<unknown> {
    const { url, ...parameters } = request;
    const body = new URLSearchParams({ grant_type: "refresh_token", ...parameters });
    return (await fetch(url, { method: "POST", body })).json();
}
