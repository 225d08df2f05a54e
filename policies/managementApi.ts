import type { ResourceValidationPolicy } from "@pulumi/policy";
import { problemAt } from "../openmetadata/problem";
import { resourceType } from "./client";
import { report } from "./violations";

interface Config {
    readonly allowedScopes: readonly string[];
}

/** No application of a deployment may use the Management API. */
export const managementApi: ResourceValidationPolicy = {
    name: "auth0-no-management-api-grant",
    description:
        "An application with a grant to the Management API can change the tenant, its users and every other application " +
        '(Auth0, "Management API Access Tokens"). Signing in needs none.',
    url: "https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            allowedScopes: {
                description: "Scopes of the Management API that an application may have, such as read:clients.",
                type: "array",
                items: { type: "string" },
                default: [],
            },
        },
    },
    validateResource(args, reportViolation) {
        const { audience, scopes } = args.props as { audience?: string; scopes?: readonly string[] };
        if (args.type !== resourceType.clientGrant || audience === undefined || !isManagementApi(audience)) {
            return;
        }
        const { allowedScopes } = args.getConfig<Config>();
        const write = "Remove the grant, or add to this policy's allowedScopes.";
        const excess = (scopes ?? []).filter((scope) => !allowedScopes.includes(scope));
        if (scopes === undefined || scopes.length === 0) {
            report(problemAt("scopes", "is missing in a grant to the Management API", write), reportViolation);
        } else if (excess.length > 0) {
            report(problemAt("scopes", `allows ${excess.join(", ")} of the Management API`, write), reportViolation);
        }
    },
};

/** Whether an audience is the Management API of a tenant: its domain is the one that Auth0 gave it, never a custom one. */
function isManagementApi(audience: string): boolean {
    return /^https:\/\/[^/]+\/api\/v2\/?$/i.test(audience);
}
