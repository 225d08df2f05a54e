import type { ResourceValidationPolicy } from "@pulumi/policy";
import { problemAt } from "../openmetadata/problem";
import { validateClients } from "./client";

/** ID tokens are signed with the tenant's key, and not with the client secret. */
export const rs256: ResourceValidationPolicy = {
    name: "auth0-client-rs256",
    description:
        "With HS256, anyone who verifies an ID token can also create one; Auth0 recommends RS256, and defaults to HS256 if nothing " +
        'is set (Auth0, "Signing Algorithms").',
    url: "https://auth0.com/docs/get-started/applications/signing-algorithms",
    enforcementLevel: "mandatory",
    validateResource: validateClients(({ jwtConfiguration }) =>
        jwtConfiguration?.alg === "RS256"
            ? []
            : problemAt(
                  "jwtConfiguration.alg",
                  jwtConfiguration?.alg === undefined ? "is missing" : `${jwtConfiguration.alg} is not RS256`,
                  "Write RS256.",
              ),
    ),
};
