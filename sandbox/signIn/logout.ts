import type { Middleware } from "koa";
import type { Provider } from "oidc-provider";
import type { EventLog } from "../eventLog";
import { errorPage } from "../pages/errorPage";
import { pageHeaders } from "../pages/layout";
import type { Store } from "../store";
import { asText } from "./asText";
import { Auth0Error } from "./auth0Errors";

/**
 * `/v2/logout`, Auth0's own way of signing out: ends the session, then sends the browser to `returnTo`, or to the first
 * of the application's logout URLs.
 */
export function logout(provider: Provider, store: Store, log: EventLog): Middleware {
    return async (ctx, next) => {
        if (ctx.path !== "/v2/logout") {
            await next();
            return;
        }
        const { returnTo, client_id: clientId } = ctx.query;
        const session = await provider.Session.get(ctx);
        const user = store.get("users", session.accountId ?? "")?.email;
        // Auth0 ends the session also where it then refuses to send the browser on.
        if (session.accountId !== undefined) await session.destroy();
        ctx.cookies.set(provider.cookieName("session"), null, { secure: true, sameSite: "none" });

        const client = store.get("clients", asText(clientId));
        const allowed = client?.allowed_logout_urls ?? [];
        const target = returnTo ?? allowed[0];
        if (target === undefined) {
            ctx.body = "OK";
        } else if (typeof target === "string" && allowed.includes(target)) {
            ctx.redirect(target);
        } else {
            const description = `The "returnTo" querystring parameter "${String(target)}" is not defined as a valid URL in "Allowed Logout URLs".`;
            log.add("flo", description, { clientId: client?.client_id, user });
            ctx.status = 400;
            ctx.set(pageHeaders);
            ctx.body = errorPage(new Auth0Error(400, "invalid_request", description), client);
            return;
        }
        log.add("slo", "", { clientId: client?.client_id, user });
    };
}
