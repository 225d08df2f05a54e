import { readFileSync } from "node:fs";
import { CookieJar } from "tough-cookie";
import { type Agent, fetch, type Response } from "undici";
import { trustingAgent } from "../../sandbox/trustingAgent";
import { firstPassword } from "../../sandbox/users";

/** A page or a redirect, as a browser without scripts gets it. */
export interface Visit {
    readonly status: number;
    /** Where the browser ended; the last address that is not the tenant's, if it was sent away. */
    readonly url: URL;
    readonly text: string;
    readonly headers: Readonly<Record<string, string>>;
}

/** Someone with a browser that keeps cookies, but runs no scripts and draws nothing. */
export class Person {
    private readonly jar = new CookieJar();
    private readonly dispatcher: Agent;
    private readonly origin: string;

    constructor(
        tenant: { readonly domain: string; readonly certificateBundle: string },
        readonly email = "jane.doe@example.com",
        readonly password = firstPassword,
    ) {
        this.origin = `https://${tenant.domain}`;
        this.dispatcher = trustingAgent(readFileSync(tenant.certificateBundle));
    }

    /** Opens an address, and follows where the tenant sends the browser; not to other sites. */
    async visit(
        address: URL | string,
        form?: Readonly<Record<string, string>>,
        headers: Readonly<Record<string, string>> = {},
    ): Promise<Visit> {
        let url = new URL(address, this.origin);
        let response = await this.send(url, form, headers);
        for (;;) {
            const location = response.headers.get("location");
            const answered = { status: response.status, headers: Object.fromEntries(response.headers) };
            if (location === null) {
                return { ...answered, url, text: await response.text() };
            }
            await response.body?.cancel();
            url = new URL(location, url);
            if (url.origin !== this.origin) {
                return { ...answered, url, text: "" };
            }
            response = await this.send(url);
        }
    }

    /** Signs in from the authorization request of an application; ends at its callback, or where it was refused. */
    async signIn(authorizationUrl: URL): Promise<Visit> {
        const page = await this.visit(authorizationUrl);
        return page.url.pathname.startsWith("/u/login/")
            ? this.visit(page.url, { email: this.email, password: this.password })
            : page;
    }

    async close(): Promise<void> {
        await this.dispatcher.destroy();
    }

    private async send(
        url: URL,
        form?: Readonly<Record<string, string>>,
        headers: Readonly<Record<string, string>> = {},
    ): Promise<Response> {
        const response = await fetch(url, {
            dispatcher: this.dispatcher,
            redirect: "manual",
            headers: {
                accept: "text/html",
                cookie: await this.jar.getCookieString(url.href),
                ...(form && { origin: this.origin, "content-type": "application/x-www-form-urlencoded" }),
                ...headers,
            },
            ...(form && { method: "POST", body: new URLSearchParams(form).toString() }),
        });
        for (const cookie of response.headers.getSetCookie()) {
            await this.jar.setCookie(cookie, url.href);
        }
        return response;
    }
}
