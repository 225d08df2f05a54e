import { isJsonObject, type JsonObject } from "../json";
import { badRequest } from "./apiError";

const grantTypes = new Set([
    "authorization_code",
    "implicit",
    "refresh_token",
    "client_credentials",
    "password",
    "http://auth0.com/oauth/grant-type/password-realm",
    "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-otp",
    "http://auth0.com/oauth/grant-type/mfa-recovery-code",
    "http://auth0.com/oauth/grant-type/passwordless/otp",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:openid:params:grant-type:ciba",
    "urn:okta:params:oauth:grant-type:webauthn",
    "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
]);

/**
 * Refuses combinations of settings that Auth0 refuses.
 *
 * @throws ApiError 400.
 */
export function checkCombination(client: JsonObject): void {
    const grants = (client["grant_types"] ?? []) as readonly string[];
    const unknown = grants.find((grant) => !grantTypes.has(grant));
    if (unknown !== undefined) {
        throw badRequest(
            `Payload validation error: 'No enum match for: ${unknown}' on property grant_types[${grants.indexOf(unknown)}].`,
        );
    }
    if (client["token_endpoint_auth_method"] === "none" && grants.includes("client_credentials")) {
        throw badRequest(
            'Application must not have Token Endpoint Authentication Method set to "none" when client_credentials grant type is enabled',
        );
    }
    if (client["app_type"] === "spa" && grants.includes("client_credentials")) {
        throw badRequest("Single Page Applications cannot use the client_credentials grant type");
    }
    if (client["token_endpoint_auth_method"] !== undefined && client["client_authentication_methods"] !== undefined) {
        throw badRequest("token_endpoint_auth_method and client_authentication_methods are mutually exclusive");
    }
    const refreshToken = client["refresh_token"];
    if (isJsonObject(refreshToken)) {
        checkRefreshToken(refreshToken, client["oidc_conformant"] === true);
    }
}

function checkRefreshToken(settings: JsonObject, oidcConformant: boolean): void {
    const expiring = settings["expiration_type"] === "expiring";
    if (settings["rotation_type"] === "rotating" && !expiring) {
        throw badRequest(
            "'refresh_token.expiration_type' must be 'expiring' when 'refresh_token.rotation_type' is 'rotating'",
        );
    }
    if (settings["rotation_type"] === "rotating" && !oidcConformant) {
        throw badRequest("Refresh Token Rotation requires the application to be OIDC conformant");
    }
    const { token_lifetime: lifetime, idle_token_lifetime: idle } = settings;
    const finite = settings["infinite_token_lifetime"] !== true && settings["infinite_idle_token_lifetime"] !== true;
    if (expiring && finite && typeof lifetime === "number" && typeof idle === "number" && idle >= lifetime) {
        throw badRequest("'refresh_token.idle_token_lifetime' must be less than 'refresh_token.token_lifetime'");
    }
}
