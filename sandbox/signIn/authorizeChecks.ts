import type { Middleware } from "koa";
import type { EventLog } from "../eventLog";
import { errorPage } from "../pages/errorPage";
import { pageHeaders } from "../pages/layout";
import type { ClientRecord } from "../records";
import type { Store } from "../store";
import { Auth0Error } from "./auth0Errors";
import { responseTypes } from "./clientMetadata";

/**
 * Refuses requests to `/authorize` in Auth0's words. The library refuses all of them too, in its own.
 *
 * Who cannot be trusted gets nobody sent back: the person sees a page of the tenant. Every other mistake goes back to the
 * application.
 */
export function authorizeChecks(store: Store, issuer: string, log: EventLog): Middleware {
    return async (ctx, next) => {
        if (ctx.path !== "/authorize" || ctx.method !== "GET") {
            await next();
            return;
        }
        const value = (name: string): string => [ctx.query[name] ?? ""].flat()[0] ?? "";
        const client = store.get("clients", value("client_id"));
        const untrusted = trustProblem(client, value);
        const problem = untrusted ?? responseTypeProblem(client, value("response_type"));
        if (problem === undefined) {
            await next();
            return;
        }
        log.add("f", problem.error_description ?? "", { clientId: client?.client_id });
        if (untrusted === undefined) {
            ctx.redirect(callbackWith(problem, issuer, value));
        } else {
            ctx.status = problem.statusCode;
            ctx.set(pageHeaders);
            ctx.body = errorPage(problem, client);
        }
    };
}

type Query = (name: string) => string;

function trustProblem(client: ClientRecord | undefined, value: Query): Auth0Error | undefined {
    const id = value("client_id");
    const callback = value("redirect_uri");
    if (id === "") {
        return new Auth0Error(400, "invalid_request", "Missing required parameter: client_id");
    }
    if (client === undefined) {
        return new Auth0Error(400, "invalid_request", `Unknown client: ${id}`);
    }
    if (callback === "") {
        return new Auth0Error(400, "invalid_request", "Missing required parameter: redirect_uri");
    }
    if (!client.callbacks?.includes(callback)) {
        const description = `Callback URL mismatch. ${callback} is not in the list of allowed callback URLs`;
        return new Auth0Error(403, "unauthorized_client", description);
    }
    const { origin } = new URL(callback);
    if (value("response_mode") === "web_message" && !client.web_origins?.includes(origin)) {
        const description = `Origin mismatch. ${origin} is not in the list of allowed web origins`;
        return new Auth0Error(403, "unauthorized_client", description);
    }
    return undefined;
}

function callbackWith({ error, error_description }: Auth0Error, iss: string, value: Query): string {
    const url = new URL(value("redirect_uri"));
    const answer = {
        error,
        error_description: error_description ?? "",
        iss,
        ...(value("state") && { state: value("state") }),
    };
    if (/token/.test(value("response_type"))) {
        url.hash = new URLSearchParams(answer).toString();
    } else {
        Object.entries(answer).forEach(([name, text]) => {
            url.searchParams.set(name, text);
        });
    }
    return url.href;
}

function responseTypeProblem(client: ClientRecord | undefined, type: string): Auth0Error | undefined {
    if (type === "") {
        return new Auth0Error(400, "invalid_request", "Missing required parameter: response_type");
    }
    const sorted = type.split(" ").sort().join(" ");
    const needed: readonly string[] | undefined = Object.entries(responseTypes).find(([name]) => name === sorted)?.[1];
    if (needed === undefined) {
        return new Auth0Error(400, "unsupported_response_type", `Unsupported response type: ${type}`);
    }
    const missing = needed.find((grant) => !client?.grant_types?.includes(grant));
    return missing === undefined
        ? undefined
        : new Auth0Error(403, "unauthorized_client", `Grant type '${missing}' not allowed for the client.`);
}
