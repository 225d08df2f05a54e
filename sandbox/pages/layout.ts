import { html } from "ghtml";

/** What a page of the tenant is made of. */
export interface Page {
    readonly title: string;
    /** The content, as HTML. */
    readonly content: string;
    /** Files of `assets/` that the page runs. */
    readonly scripts?: readonly string[];
}

/** A whole page. Each says that it is a sandbox's, so that nobody takes it for the real Auth0. */
export function layout({ title, content, scripts = [] }: Page): string {
    return html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>${title} – Auth0 sandbox</title>
                <link rel="stylesheet" href="/assets/style.css" />
                <link rel="icon" href="data:," />
                !${scripts.map((script) => html`<script type="module" src="/assets/${script}"></script>`)}
            </head>
            <body>
                <header class="sandbox">
                    <strong>Sandbox.</strong> A local stand-in for Auth0, for tests only. Give it no real password.
                </header>
                <main>!${content}</main>
            </body>
        </html>`;
}

/**
 * The headers of every answer: nothing is loaded or framed from elsewhere, and nothing is taken for another type than it
 * says. Where forms may lead is left open: browsers apply that to redirects too, and signing in ends at the application.
 */
export const safetyHeaders: Readonly<Record<string, string>> = {
    "content-security-policy":
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
    // With none at all, forms would not say either which page they come from.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
};

/** The headers of a page, which nothing keeps. */
export const pageHeaders: Readonly<Record<string, string>> = {
    ...safetyHeaders,
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
};
