import type { PolicyResource, StackValidation } from "@pulumi/policy";
import type { Problem } from "../openmetadata/problem";
import { resourceType } from "./client";
import { report } from "./violations";

/** Looks at how each Auth0 client of a stack authenticates, where the stack says so. */
export function validateCredentials(
    check: (appType: string | undefined, authenticationMethod: string | undefined) => readonly Problem[],
): StackValidation {
    return ({ resources }, reportViolation) => {
        for (const credentials of resources.filter(({ type }) => type === resourceType.clientCredentials)) {
            const client = clientOf(credentials);
            if (client !== undefined) {
                const { appType } = client.props as { appType?: string };
                const { authenticationMethod } = credentials.props as { authenticationMethod?: string };
                report(check(appType, authenticationMethod), reportViolation, credentials.urn);
            }
        }
    };
}

/** The client whose credentials these are; `undefined` where another stack declares it. */
function clientOf({ propertyDependencies }: PolicyResource): PolicyResource | undefined {
    return propertyDependencies["clientId"]?.find(({ type }) => type === resourceType.client);
}
