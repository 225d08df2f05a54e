import type { ResourceValidationPolicy } from "@pulumi/policy";
import { problemAt } from "../openmetadata/problem";
import { validateClients } from "./client";

/** A client that users sign in with follows OpenID Connect. */
export const oidcConformant: ResourceValidationPolicy = {
    name: "auth0-client-oidc-conformant",
    description:
        "A client that does not follow OpenID Connect gets Auth0's old endpoints and grants, and refresh tokens that never " +
        'rotate; Auth0 defaults to false if nothing is set (Auth0, "OIDC-Conformant Authentication").',
    url: "https://auth0.com/docs/authenticate/login/oidc-conformant-authentication",
    enforcementLevel: "mandatory",
    validateResource: validateClients(({ appType, oidcConformant: conformant }) =>
        appType === "non_interactive" || conformant === true
            ? []
            : problemAt("oidcConformant", conformant === undefined ? "is missing" : "is false", "Write true."),
    ),
};
