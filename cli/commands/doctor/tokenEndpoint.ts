import { type Agent, fetch } from "undici";
import { patience } from "./probe";

/** What Auth0 says to client ID and client secret. */
export type SecretAnswer = "right" | "wrong" | { readonly unclear: string };

/**
 * Tries client ID and client secret at Auth0's token endpoint. It asks for a token for an API that does not exist, so that
 * none is made even where the application could get one: Auth0 looks at the secret first.
 *
 * Source: Auth0's Authentication API. 401 is the answer to a wrong secret; 403 with `unauthorized_client`, where the
 * application may not use the grant, and `access_denied`, where it may not use the API, are answers to a right one.
 *
 * @throws Error where Auth0 does not answer.
 */
export async function trySecret(
    authority: string,
    clientId: string,
    clientSecret: string,
    dispatcher: Agent,
): Promise<SecretAnswer> {
    const response = await fetch(`${authority}/oauth/token`, {
        dispatcher,
        method: "POST",
        signal: AbortSignal.timeout(patience),
        body: new URLSearchParams({
            grant_type: "client_credentials",
            client_id: clientId,
            client_secret: clientSecret,
            audience: "urn:openmetadata-auth0:doctor",
        }),
    });
    const text = await response.text();
    const code = errorCode(text);
    if (response.status === 401 || code === "invalid_client") {
        return "wrong";
    }
    if (response.ok || (response.status === 403 && ["unauthorized_client", "access_denied"].includes(code))) {
        return "right";
    }
    return { unclear: `HTTP ${response.status}${code === "" ? "" : ` ${code}`}` };
}

/** OAuth's error code (RFC 6749, section 5.2); the description could repeat what was sent. */
function errorCode(text: string): string {
    try {
        const { error } = JSON.parse(text) as { error?: unknown };
        return typeof error === "string" ? error : "";
    } catch {
        return "";
    }
}
