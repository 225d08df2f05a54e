import type { Grant, KoaContextWithOIDC } from "oidc-provider";
import type { ClientRecord } from "../records";
import { asText } from "./asText";

/**
 * What the person allows the application to have. A first-party application needs no consent: it is given what it asks
 * for, and each sign-in a grant of its own, so that what ends one does not end the others.
 */
export async function grantFor({ oidc }: KoaContextWithOIDC, client: ClientRecord): Promise<Grant | undefined> {
    const { provider, account, session } = oidc;
    if (account === undefined) {
        return undefined;
    }
    if (client.is_first_party) {
        const grant = new provider.Grant({ accountId: account.accountId, clientId: client.client_id });
        grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(" "));
        await grant.save();
        return grant;
    }
    const id = oidc.result?.consent?.grantId ?? session?.grantIdFor(client.client_id);
    return id === undefined ? undefined : provider.Grant.find(id);
}

/**
 * Gives a request its `offline_access` back: OpenID Connect has it ignored where the person is not asked for consent,
 * Auth0 has not.
 */
export function keepOfflineAccess(
    { oidc, query }: KoaContextWithOIDC,
    { grant_types: grants = [] }: ClientRecord,
): void {
    const asked = asText(oidc.body?.["scope"] ?? query["scope"]).split(" ");
    const { params } = oidc;
    if (params !== undefined && asked.includes("offline_access") && grants.includes("refresh_token")) {
        const scopes = asText(params["scope"]).split(" ").filter(Boolean);
        params["scope"] = [...new Set([...scopes, "offline_access"])].join(" ");
    }
}
