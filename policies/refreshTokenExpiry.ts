import type { ResourceValidationPolicy } from "@pulumi/policy";
import { validateClients } from "./client";

/** Refresh tokens expire. */
export const refreshTokenExpiry: ResourceValidationPolicy = {
    name: "auth0-refresh-token-expiry",
    description:
        "A refresh token that never expires lets whoever finds it in for good, and Auth0's do not expire where nothing is " +
        'said (RFC 9700, section 4.14.2; Auth0, "Configure Refresh Token Expiration").',
    url: "https://auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration",
    enforcementLevel: "mandatory",
    validateResource: validateClients(({ grantTypes, refreshToken }) => {
        if (grantTypes?.includes("refresh_token") === false) {
            return [];
        }
        if (refreshToken?.expirationType !== "expiring") {
            return [
                {
                    key: "refreshToken.expirationType",
                    wrong: "the refresh tokens do not expire",
                    write: 'Write "expiring", or leave refresh_token out of grantTypes.',
                },
            ];
        }
        return (["infiniteTokenLifetime", "infiniteIdleTokenLifetime"] as const)
            .filter((lifetime) => refreshToken[lifetime] === true)
            .map((lifetime) => ({
                key: `refreshToken.${lifetime}`,
                wrong: "the refresh tokens do not expire",
                write: "Write false, and a lifetime in seconds.",
            }));
    }),
};
