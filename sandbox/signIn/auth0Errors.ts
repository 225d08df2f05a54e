import type { errors as Errors, KoaContextWithOIDC } from "oidc-provider";
import { asText } from "./asText";
import { errors } from "./library";

/** An error in OAuth's form and Auth0's words, with the status that Auth0 answers it with. */
export class Auth0Error extends errors.OIDCProviderError {
    constructor(
        statusCode: number,
        error: string,
        description: string,
        /** What the answer of `/oauth/token` carries besides. */
        readonly extra: Readonly<Record<string, string>> = {},
    ) {
        super(statusCode, error);
        this.error_description = description;
        this.expose = true;
    }
}

/** What an endpoint answers instead of a page. */
interface ErrorAnswer {
    readonly status: number;
    readonly body: { readonly error: string; readonly error_description: string; readonly [extra: string]: string };
}

/** What Auth0 says of a grant that is not valid. */
function invalidGrant(grantType: string, detail: string): string {
    if (/redirect_uri mismatch/.test(detail)) {
        return "The redirect URI is wrong.";
    }
    if (/code_verifier|code_challenge/.test(detail)) {
        return "Failed to verify code verifier";
    }
    return grantType === "refresh_token" ? "Unknown or invalid refresh token." : "Invalid authorization code";
}

/**
 * What `/oauth/token` answers to a request that the library refuses.
 *
 * Source: recorded and reported answers of Auth0's Authentication API, and those that its SDKs look for.
 */
export function tokenError({ oidc }: KoaContextWithOIDC, error: Errors.OIDCProviderError): ErrorAnswer {
    const answer = (status: number, code: string, description: string): ErrorAnswer => ({
        status,
        body: { error: code, error_description: description },
    });
    const grantType = asText(oidc.params?.["grant_type"]);
    const detail = `${error.error_detail ?? ""} ${error.error_description ?? ""}`;
    if (error instanceof Auth0Error) {
        const { status, body } = answer(error.statusCode, error.error, error.error_description ?? "");
        return { status, body: { ...body, ...error.extra } };
    }
    if (error instanceof errors.InvalidClientAuth || /client authentication|authorization header/.test(detail)) {
        return answer(401, "access_denied", "Unauthorized");
    }
    if (error instanceof errors.UnsupportedGrantType) {
        return answer(403, "unsupported_grant_type", `Unsupported grant type: ${grantType}`);
    }
    if (/grant type is not allowed/.test(detail)) {
        return answer(403, "unauthorized_client", `Grant type '${grantType}' not allowed for the client.`);
    }
    if (error instanceof errors.InvalidGrant) {
        return answer(403, "invalid_grant", invalidGrant(grantType, detail));
    }
    const missing = /^missing required parameters? '?(?<name>\w+)/.exec(error.error_description ?? "")?.groups?.[
        "name"
    ];
    if (missing !== undefined) {
        return answer(400, error.error, `Missing required parameter: ${missing}`);
    }
    return answer(error.statusCode, error.error, error.error_description ?? error.message);
}
