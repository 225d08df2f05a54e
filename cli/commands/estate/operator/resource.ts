import { type Environment, plainConfig, secretKeys } from "../environment";
import { credentialsOf } from "./credentials";
import type { OperatorSection } from "./section";

/** Where the operator finds a value. */
export interface ResourceRef {
    readonly type: string;
    readonly secret?: { readonly name: string; readonly key: string };
}

/** A `Stack` of the Pulumi Kubernetes Operator, as far as it is made or checked here. */
export interface StackResource {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
    readonly spec: Readonly<Record<string, unknown>>;
}

/** How often a stack is compared with Auth0, in seconds; drift is undone then. */
const resyncFrequencySeconds = 3600;

/** The Stacks of an estate. No secret is in them: each is named by its key in a Kubernetes Secret. */
export function resourcesOf(environments: readonly Environment[], section: OperatorSection): StackResource[] {
    return environments.map((environment) => resourceOf(environment, section));
}

function resourceOf(environment: Environment, section: OperatorSection): StackResource {
    const { stack, tenant, secrets = {} } = environment;
    const { namespace, secret, variables = [], prerequisites = {}, spec } = section;
    const ref = (key: string): ResourceRef => ({ type: "Secret", secret: { name: secret, key } });
    const refs = (entries: readonly (readonly [string, string])[]) =>
        Object.fromEntries(entries.map(([name, key]) => [name, ref(key)]));
    const needed = (prerequisites[stack] ?? []).map((name) => ({ name: resourceName(name) }));
    return {
        apiVersion: "pulumi.com/v1",
        kind: "Stack",
        metadata: { name: resourceName(stack), ...(namespace !== undefined && { namespace }) },
        spec: {
            stack,
            refresh: true,
            continueResyncOnCommitMatch: true,
            resyncFrequencySeconds,
            ...spec,
            config: { ...(spec["config"] as object | undefined), ...plainConfig(environment) },
            secretsRef: {
                ...(spec["secretsRef"] as object | undefined),
                ...refs(Object.entries(secrets).map(([key, variable]) => [secretKeys[key] ?? key, variable])),
            },
            envRefs: {
                ...refs([...credentialsOf(spec), ...variables].map((name) => [name, name])),
                ...(spec["envRefs"] as object | undefined),
                ...refs([
                    ["AUTH0_CLIENT_ID", tenant.clientId],
                    ["AUTH0_CLIENT_SECRET", tenant.clientSecret],
                ]),
            },
            ...(needed.length > 0 && { prerequisites: needed }),
        },
    };
}

/** A stack's name as Kubernetes takes it: lower case letters, digits, hyphens and dots. */
function resourceName(stack: string): string {
    return stack
        .toLowerCase()
        .replaceAll("_", "-")
        .replaceAll(/^[-.]+|[-.]+$/g, "");
}
