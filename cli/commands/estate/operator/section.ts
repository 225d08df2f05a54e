import { lineOf } from "../../../../openmetadata/problem";
import { checkKubernetesName } from "../../../../openmetadata/renderings/kubernetesSecrets";
import { variableSchema } from "../variableSchema";

/** The section `operator` of an estate's file: what the Pulumi Kubernetes Operator wants to know of all environments. */
export interface OperatorSection {
    /** Namespace of the Stacks, and of their Secret. Default: that of kubectl's context. */
    readonly namespace?: string;
    /** The Kubernetes Secret with the variables that the environments name, each under its own name. */
    readonly secret: string;
    /** Variables that each stack gets out of the Secret besides, such as the credentials for its backend in a cloud. */
    readonly variables?: readonly string[];
    /** The stacks that must be up before another one, by its name. */
    readonly prerequisites?: Readonly<Record<string, readonly string[]>>;
    /** The `spec` that all Stacks share, in the operator's own terms: source, backend, secrets provider and any other. */
    readonly spec: Readonly<Record<string, unknown>>;
}

/** What the section looks like. */
export const operatorSchema = {
    type: "object",
    description: "the section with secret and spec",
    required: ["secret", "spec"],
    additionalProperties: false,
    properties: {
        namespace: {
            type: "string",
            pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description: "the name of a Kubernetes namespace",
        },
        secret: { type: "string", description: "the name of the Kubernetes Secret with the variables" },
        variables: { type: "array", items: variableSchema, description: "a list of names of environment variables" },
        prerequisites: {
            type: "object",
            additionalProperties: {
                type: "array",
                minItems: 1,
                items: { type: "string", description: "the name of a stack" },
                description: "a list of stacks",
            },
            description: "a list of stacks for each stack that waits for them",
        },
        spec: { type: "object", description: "the spec that all Stacks share: source, backend and secretsProvider" },
    },
};

/** Checks what the schema of the section cannot. */
export function checkSection({ secret, prerequisites = {} }: OperatorSection, stacks: readonly string[]): string[] {
    return [
        ...checkKubernetesName("operator.secret", secret).map(lineOf),
        ...Object.keys(prerequisites)
            .filter((stack) => !stacks.includes(stack))
            .map((stack) => `operator.prerequisites: no environment has the stack ${stack}. Name one of the file.`),
    ];
}
