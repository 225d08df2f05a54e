import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { EventLog, EventType } from "../eventLog";
import type { Store } from "../store";
import { asText } from "./asText";
import type { PostLogin } from "./postLogin";

/** Auth0's codes of a redeemed grant, where it worked and where it did not. */
const exchanges: Readonly<Record<string, readonly [EventType, EventType]>> = {
    authorization_code: ["seacft", "feacft"],
    refresh_token: ["sertft", "fertft"],
    client_credentials: ["seccft", "feccft"],
};

/** Writes what happens on the sign-in side to the tenant's log. */
export function logEvents(provider: Provider, store: Store, log: EventLog, postLogin: PostLogin): void {
    /** What went wrong, and what the Actions had to do with it. */
    const explained = (ctx: KoaContextWithOIDC, error: string): string =>
        [error, postLogin.describe(ctx)].filter(Boolean).join(" – ");

    const who = ({ oidc }: KoaContextWithOIDC) => ({
        clientId: oidc.client?.clientId,
        user: store.get("users", oidc.account?.accountId ?? oidc.session?.accountId ?? "")?.email,
    });
    const exchangeOf = ({ oidc }: KoaContextWithOIDC) => exchanges[asText(oidc.params?.["grant_type"])];
    const isSilent = ({ oidc }: KoaContextWithOIDC): boolean => oidc.params?.["prompt"] === "none";

    provider.on("authorization.success", (ctx) => {
        log.add(isSilent(ctx) ? "ssa" : "s", postLogin.describe(ctx), who(ctx));
    });
    provider.on("authorization.error", (ctx, error) => {
        const description = explained(ctx, error.error_description ?? error.error);
        log.add(isSilent(ctx) ? "fsa" : "f", description, who(ctx));
    });
    provider.on("grant.success", (ctx) => {
        log.add(exchangeOf(ctx)?.[0] ?? "seacft", postLogin.describe(ctx), who(ctx));
    });
    provider.on("grant.error", (ctx, error) => {
        // The answer has Auth0's words by now; the library's explanation says more.
        const reused = /already used/.test(error.error_detail ?? "");
        const description = explained(ctx, error.error_detail ?? error.error_description ?? error.error);
        log.add(reused ? "ferrt" : (exchangeOf(ctx)?.[1] ?? "feacft"), description, who(ctx));
    });
    provider.on("end_session.success", (ctx) => {
        log.add("slo", "", who(ctx));
    });
}
