import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from "playwright-core";
import { unpackedChromium } from "./unpacked";

/** How long to wait for the browser or a page, in milliseconds: a busy machine may let them wait. */
const patience = 60_000;

/**
 * Starts Chromium as npm brings it. It trusts the tenant's certificate, and no other that is not signed.
 *
 * The package's own arguments are left out: they switch off the rules about origins that signing in depends on.
 */
export async function startBrowser(tenant: { readonly certificateBundle: string }): Promise<Browser> {
    const certificate = new X509Certificate(await readFile(tenant.certificateBundle));
    const publicKey = certificate.publicKey.export({ type: "spki", format: "der" });
    const trusted = createHash("sha256").update(publicKey).digest("base64");
    return playwright.launch({
        timeout: patience,
        executablePath: await unpackedChromium(),
        args: [
            "--headless=shell",
            "--no-sandbox",
            "--no-zygote",
            "--use-gl=angle",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            `--ignore-certificate-errors-spki-list=${trusted}`,
        ],
    });
}

/** Opens a page with cookies of its own; whoever opens it closes its context. */
export async function openPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(patience);
    return context.newPage();
}
