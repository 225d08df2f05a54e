import type { ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import type { Problem } from "../openmetadata/problem";
import { report } from "./violations";

/** Pulumi's types of the resources that these policies know. */
export const resourceType = {
    attackProtection: "auth0:index/attackProtection:AttackProtection",
    client: "auth0:index/client:Client",
    clientCredentials: "auth0:index/clientCredentials:ClientCredentials",
    clientGrant: "auth0:index/clientGrant:ClientGrant",
    guardian: "auth0:index/guardian:Guardian",
    stack: "pulumi:pulumi:Stack",
    stash: "pulumi:index:Stash",
    tenant: "auth0:index/tenant:Tenant",
} as const;

/** The inputs of an Auth0 client that these policies look at, as the package `@pulumi/auth0` names them. */
export interface ClientInputs {
    readonly appType?: string;
    readonly callbacks?: readonly string[];
    readonly allowedLogoutUrls?: readonly string[];
    readonly allowedOrigins?: readonly string[];
    readonly webOrigins?: readonly string[];
    readonly initiateLoginUri?: string;
    readonly crossOriginAuth?: boolean;
    readonly crossOriginAuthentication?: boolean;
    readonly grantTypes?: readonly string[];
    readonly oidcConformant?: boolean;
    readonly jwtConfiguration?: { readonly alg?: string };
    readonly refreshToken?: {
        readonly rotationType?: string;
        readonly expirationType?: string;
        readonly tokenLifetime?: number;
        readonly idleTokenLifetime?: number;
        readonly infiniteTokenLifetime?: boolean;
        readonly infiniteIdleTokenLifetime?: boolean;
    };
}

/** Whether a client can keep no secret (RFC 6749, section 2.1): it runs in the browser or on a user's device. */
export function isPublic(appType: string | undefined): boolean {
    return appType === "spa" || appType === "native";
}

/** Looks at the inputs of each Auth0 client. */
export function validateClients(
    check: (client: ClientInputs, args: ResourceValidationArgs) => readonly Problem[],
): ResourceValidation {
    return (args, reportViolation) => {
        if (args.type === resourceType.client) {
            report(check(args.props, args), reportViolation);
        }
    };
}
