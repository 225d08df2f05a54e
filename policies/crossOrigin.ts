import type { ResourceValidationPolicy } from "@pulumi/policy";
import { validateClients } from "./client";

/** People enter their passwords on Auth0's own page. */
export const crossOrigin: ResourceValidationPolicy = {
    name: "auth0-client-no-cross-origin-authentication",
    description:
        "Cross-origin authentication lets a page of the client take users' passwords, and send them to Auth0 from there " +
        '(Auth0, "Cross-Origin Authentication"). OpenMetadata sends users to Auth0\'s own page.',
    url: "https://auth0.com/docs/authenticate/login/cross-origin-authentication",
    enforcementLevel: "mandatory",
    validateResource: validateClients((client) =>
        (["crossOriginAuth", "crossOriginAuthentication"] as const)
            .filter((key) => client[key] === true)
            .map((key) => ({ key, wrong: "is turned on", write: "Write false, or remove it." })),
    ),
};
