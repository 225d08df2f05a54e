import type { PolicyResource, StackValidation, StackValidationArgs } from "@pulumi/policy";
import type { Problem } from "../openmetadata/problem";
import { resourceType } from "./client";
import { report } from "./violations";

/** Looks at how each Auth0 client of a stack authenticates, where the stack says so. */
export function validateCredentials(
    check: (
        client: { readonly appType?: string } | undefined,
        authenticationMethod: string | undefined,
        clientId: string | undefined,
        args: StackValidationArgs,
    ) => readonly Problem[],
): StackValidation {
    return (args, reportViolation) => {
        const { resources } = args;
        for (const credentials of resources.filter(({ type }) => type === resourceType.clientCredentials)) {
            const { authenticationMethod, clientId } = knownProps(credentials);
            const client = clientOf(credentials, clientId, resources);
            report(
                check(client && knownProps(client), authenticationMethod, clientId, args),
                reportViolation,
                credentials.urn,
            );
        }
    };
}

/** The client whose credentials these are, by the resource that its ID comes from, or by the ID; `undefined` where there is none. */
function clientOf(
    { propertyDependencies }: PolicyResource,
    clientId: string | undefined,
    resources: readonly PolicyResource[],
): PolicyResource | undefined {
    const clients = resources.filter(({ type }) => type === resourceType.client);
    return (
        propertyDependencies["clientId"]?.find(({ type }) => type === resourceType.client) ??
        clients.find((client) => clientId !== undefined && knownProps(client).clientId === clientId)
    );
}

interface Props {
    readonly appType?: string;
    readonly authenticationMethod?: string;
    readonly clientId?: string;
}

/** What a policy may read of a resource; what is not known before it is made is left out. */
function knownProps({ props }: PolicyResource): Props {
    const known = (name: keyof Props): string | undefined => {
        try {
            return (props as Props)[name];
        } catch {
            // @pulumi/policy throws for what is not known yet.
            return undefined;
        }
    };
    const found = {
        appType: known("appType"),
        authenticationMethod: known("authenticationMethod"),
        clientId: known("clientId"),
    };
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
