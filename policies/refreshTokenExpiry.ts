import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type Problem, problemAt } from "../openmetadata/problem";
import { validateClients } from "./client";

interface Config {
    readonly maximumLifetime: number;
}

/** Refresh tokens expire, within a time that somebody can wait for. */
export const refreshTokenExpiry: ResourceValidationPolicy = {
    name: "auth0-refresh-token-expiry",
    description:
        "A refresh token that never expires lets anyone who finds it in for good, and Auth0's do not expire if nothing is " +
        'said (RFC 9700, section 4.14.2; Auth0, "Configure Refresh Token Expiration").',
    url: "https://auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            maximumLifetime: {
                description: "The longest lifetime of a refresh token that is allowed, in seconds. Default: a year.",
                type: "integer",
                minimum: 1,
                default: 31_557_600,
            },
        },
    },
    validateResource: validateClients(({ grantTypes, refreshToken }, args) => {
        if (grantTypes?.includes("refresh_token") === false) {
            return [];
        }
        if (refreshToken?.expirationType !== "expiring") {
            return problemAt(
                "refreshToken.expirationType",
                "the refresh tokens do not expire",
                'Write "expiring", or leave refresh_token out of grantTypes.',
            );
        }
        const { maximumLifetime } = args.getConfig<Config>();
        const long = (["tokenLifetime", "idleTokenLifetime"] as const).flatMap((lifetime): Problem[] => {
            const seconds = refreshToken[lifetime];
            return seconds === undefined || seconds <= maximumLifetime
                ? []
                : problemAt(
                      `refreshToken.${lifetime}`,
                      `the refresh tokens are valid for ${seconds} seconds`,
                      `Write ${maximumLifetime} or less.`,
                  );
        });
        const infinite = (["infiniteTokenLifetime", "infiniteIdleTokenLifetime"] as const)
            .filter((lifetime) => refreshToken[lifetime] === true)
            .map((lifetime) => ({
                key: `refreshToken.${lifetime}`,
                wrong: "the refresh tokens do not expire",
                write: "Write false, and a lifetime in seconds.",
            }));
        return [...long, ...infinite];
    }),
};
