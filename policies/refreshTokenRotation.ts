import type { ResourceValidationPolicy } from "@pulumi/policy";
import { problemAt } from "../openmetadata/problem";
import { isPublic, validateClients } from "./client";

/** The refresh tokens of a public client rotate. */
export const refreshTokenRotation: ResourceValidationPolicy = {
    name: "auth0-refresh-token-rotation",
    description:
        "Only rotation shows that a public client's refresh token was stolen (RFC 9700, section 2.2.2; Auth0, " +
        '"Refresh Token Rotation").',
    url: "https://auth0.com/docs/secure/tokens/refresh-tokens/refresh-token-rotation",
    enforcementLevel: "mandatory",
    validateResource: validateClients(({ appType, grantTypes, refreshToken }) =>
        isPublic(appType) &&
        grantTypes?.includes("refresh_token") !== false &&
        refreshToken?.rotationType !== "rotating"
            ? problemAt(
                  "refreshToken.rotationType",
                  "the refresh tokens do not rotate",
                  'Write "rotating", or leave refresh_token out of grantTypes.',
              )
            : [],
    ),
};
