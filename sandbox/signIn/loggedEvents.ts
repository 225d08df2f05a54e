import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { EventLog, EventType } from "../eventLog";
import type { Store } from "../store";
import { asText } from "./asText";

/** Auth0's codes of a redeemed grant, where it worked and where it did not. */
const exchanges: Readonly<Record<string, readonly [EventType, EventType]>> = {
    authorization_code: ["seacft", "feacft"],
    refresh_token: ["sertft", "fertft"],
    client_credentials: ["seccft", "feccft"],
};

/** Writes what happens on the sign-in side to the tenant's log. */
export function logEvents(provider: Provider, store: Store, log: EventLog): void {
    const who = ({ oidc }: KoaContextWithOIDC) => ({
        clientId: oidc.client?.clientId,
        user: store.get("users", oidc.account?.accountId ?? oidc.session?.accountId ?? "")?.email,
    });
    const exchangeOf = ({ oidc }: KoaContextWithOIDC) => exchanges[asText(oidc.params?.["grant_type"])];
    const isSilent = ({ oidc }: KoaContextWithOIDC): boolean => oidc.params?.["prompt"] === "none";

    provider.on("authorization.success", (ctx) => {
        log.add(isSilent(ctx) ? "ssa" : "s", "", who(ctx));
    });
    provider.on("authorization.error", (ctx, error) => {
        log.add(isSilent(ctx) ? "fsa" : "f", error.error_description ?? error.error, who(ctx));
    });
    provider.on("grant.success", (ctx) => {
        log.add(exchangeOf(ctx)?.[0] ?? "seacft", "", who(ctx));
    });
    provider.on("grant.error", (ctx, error) => {
        // The answer has Auth0's words by now; the library's explanation says more.
        const reused = /already used/.test(error.error_detail ?? "");
        log.add(reused ? "ferrt" : (exchangeOf(ctx)?.[1] ?? "feacft"), error.error_detail ?? error.error, who(ctx));
    });
    provider.on("end_session.success", (ctx) => {
        log.add("slo", "", who(ctx));
    });
}
