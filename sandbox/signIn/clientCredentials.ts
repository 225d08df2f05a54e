import type { KoaContextWithOIDC } from "oidc-provider";
import type { AccessTokens } from "../accessTokens";
import { resourceServerOf } from "../managementApi/resourceServers";
import type { Store } from "../store";
import { asText } from "./asText";
import { Auth0Error } from "./auth0Errors";

/** The parameters of the grant, besides those that say who the application is. */
export const clientCredentialsParameters = ["audience", "scope"];

/** The client credentials grant: a token with which an application uses an API on its own behalf. */
export function clientCredentials(store: Store, tokens: AccessTokens) {
    return async ({ oidc, response }: KoaContextWithOIDC): Promise<void> => {
        const { audience, scope } = oidc.params ?? {};
        const clientId = oidc.client?.clientId ?? "";
        const scopes = grantedScopes(store, clientId, audience, scope);
        const { token, expiresIn } = await tokens.issue(clientId, asText(audience), scopes);
        response.body = { access_token: token, scope: scopes.join(" "), expires_in: expiresIn, token_type: "Bearer" };
    };
}

function grantedScopes(store: Store, clientId: string, audience: unknown, scope: unknown): readonly string[] {
    if (typeof audience !== "string" || audience === "") {
        throw denied("Non-global clients are not allowed access to APIv1");
    }
    if (resourceServerOf(store, audience) === undefined) {
        throw denied(`Service not found: ${audience}`);
    }
    const grant = store
        .list("clientGrants")
        .find(({ client_id, audience: granted }) => client_id === clientId && granted === audience);
    if (grant === undefined) {
        throw denied(
            `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API.`,
        );
    }
    const asked = typeof scope === "string" && scope !== "" ? scope.split(" ") : undefined;
    const refused = asked?.filter((name) => !grant.scope.includes(name)) ?? [];
    if (refused.length > 0) {
        throw denied(`Client has not been granted scopes: ${refused.join(", ")}`);
    }
    return asked ?? grant.scope;
}

function denied(description: string): Auth0Error {
    return new Auth0Error(403, "access_denied", description);
}
