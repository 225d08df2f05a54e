import { isJsonObject, type JsonObject } from "../json";

/** What Auth0 gives an application that is created with nothing but a name, as recorded from the real API. */
const weakDefaults = {
    is_first_party: true,
    is_token_endpoint_ip_header_trusted: false,
    oidc_conformant: false,
    sso_disabled: false,
    cross_origin_authentication: false,
    custom_login_page_on: true,
} as const;

const year = 31_557_600;
const days = (count: number): number => count * 86_400;

/**
 * The settings that Auth0 fills in for a new application where the request leaves them out. They are weak on purpose of
 * compatibility: the implicit grant, refresh tokens that neither rotate nor expire, not OIDC conformant. An application
 * of a third party gets stricter ones.
 *
 * @param body - What the application is created with.
 */
export function withDefaults(body: JsonObject): JsonObject {
    const thirdParty = body["is_first_party"] === false;
    const { jwt_configuration: jwt, refresh_token: refreshToken } = body;
    const confidential =
        body["token_endpoint_auth_method"] !== undefined && body["token_endpoint_auth_method"] !== "none";
    const lifetimes = confidential
        ? { token_lifetime: year, idle_token_lifetime: days(30) }
        : { token_lifetime: days(30), idle_token_lifetime: days(15) };
    return {
        ...weakDefaults,
        ...(thirdParty && { oidc_conformant: true }),
        grant_types: [
            "authorization_code",
            "implicit",
            "refresh_token",
            ...(body["token_endpoint_auth_method"] === "none" ? [] : ["client_credentials"]),
        ],
        ...body,
        jwt_configuration: { secret_encoded: false, ...(isJsonObject(jwt) ? jwt : { lifetime_in_seconds: 36_000 }) },
        refresh_token: {
            rotation_type: thirdParty ? "rotating" : "non-rotating",
            expiration_type: thirdParty ? "expiring" : "non-expiring",
            leeway: 0,
            ...lifetimes,
            infinite_token_lifetime: !thirdParty,
            infinite_idle_token_lifetime: !thirdParty,
            ...(isJsonObject(refreshToken) && refreshToken),
        },
    };
}
