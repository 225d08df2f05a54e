import { createPublicKey } from "node:crypto";
import type { AdapterPayload } from "oidc-provider";
import type { ClientRecord } from "../records";
import type { Store } from "../store";

/** The response types that the sandbox has, with the grants of which each needs all. */
export const responseTypes = {
    code: ["authorization_code"],
    id_token: ["implicit"],
    "id_token token": ["implicit"],
    "code id_token": ["authorization_code", "implicit"],
} as const;

/** The grants that the sandbox has. */
export const grantTypes = ["authorization_code", "refresh_token", "client_credentials", "implicit"];

/** The algorithms with which Auth0 signs ID tokens. */
export const signingAlgorithms = ["RS256", "HS256"] as const;

/** An application as the OpenID provider library takes it: the declared settings under OpenID Connect's names. */
export function clientMetadata(store: Store, client: ClientRecord): AdapterPayload {
    const grants = (client.grant_types ?? []).filter((grant) => grantTypes.includes(grant));
    const callbacks = client.callbacks ?? [];
    return {
        client_id: client.client_id,
        client_secret: client.client_secret,
        client_name: client.name,
        redirect_uris: [...callbacks],
        post_logout_redirect_uris: [...(client.allowed_logout_urls ?? [])],
        grant_types: grants,
        // The library takes no response type without a URL to respond to.
        response_types:
            callbacks.length === 0
                ? []
                : Object.entries(responseTypes)
                      .filter(([, needed]) => needed.every((grant) => grants.includes(grant)))
                      .map(([type]) => type),
        id_token_signed_response_alg: client.jwt_configuration?.alg ?? "RS256",
        ...authentication(store, client),
    } as AdapterPayload;
}

function authentication(store: Store, client: ClientRecord): object {
    if (client.client_authentication_methods !== undefined) {
        // An application that authenticates by a certificate gets no key here, and so cannot: there is no mutual TLS.
        const references = client.client_authentication_methods.private_key_jwt?.credentials ?? [];
        const keys = references
            .map(({ id }) => store.get("credentials", id))
            .filter((credential) => credential?.public_key !== undefined && !hasEnded(credential.expires_at))
            .map((credential) => ({
                ...createPublicKey(credential?.public_key ?? "").export({ format: "jwk" }),
                kid: credential?.kid,
                alg: credential?.alg,
            }));
        return { token_endpoint_auth_method: "private_key_jwt", jwks: { keys } };
    }
    // Auth0 takes a secret from body and header alike; the sandbox puts that of a header into the body.
    return {
        token_endpoint_auth_method: client.token_endpoint_auth_method === "none" ? "none" : "client_secret_post",
    };
}

function hasEnded(date: string | undefined): boolean {
    return date !== undefined && Date.parse(date) < Date.now();
}
