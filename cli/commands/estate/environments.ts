import { InvalidInput } from "../../../components";
import { readConfig } from "../../../config";
import { repeated } from "../../../openmetadata/once";
import { lineOf } from "../../../openmetadata/problem";
import { UsageError } from "../usageError";
import { readYaml } from "../userFile";
import { asText, type Environment, plainConfig, project, secretConfig, secretKeys, variablesOf } from "./environment";
import { type OperatorSection, operatorSchema } from "./operator/section";
import { schemaProblems } from "./schemaProblems";
import { variableSchema } from "./variableSchema";

/** What the file of an estate holds. */
export interface Estate {
    readonly environments: readonly Environment[];
    /** What `estate operator` wants to know besides. */
    readonly operator?: OperatorSection;
}

/** What the file looks like. A stack is named as the engine allows it. */
const schema = {
    type: "object",
    description: "the key environments with a list of environments",
    required: ["environments"],
    properties: {
        operator: operatorSchema,
        environments: {
            type: "array",
            description: "a list of environments, at least one",
            minItems: 1,
            items: {
                type: "object",
                description: "an environment with stack, tenant and config",
                required: ["stack", "tenant", "config"],
                additionalProperties: false,
                properties: {
                    stack: {
                        type: "string",
                        pattern: "^[A-Za-z0-9_.-]{1,100}$",
                        description: "the name of a stack: letters, digits, hyphens, underscores and dots, at most 100",
                    },
                    tenant: {
                        type: "object",
                        description: "the tenant with domain, clientId and clientSecret",
                        required: ["domain", "clientId", "clientSecret"],
                        additionalProperties: false,
                        properties: {
                            domain: { type: "string", description: "the domain of the tenant" },
                            clientId: variableSchema,
                            clientSecret: variableSchema,
                        },
                    },
                    config: { type: "object", description: "the keys of the configuration, each with its value" },
                    secrets: {
                        type: "object",
                        description: "the secret keys, each with the name of an environment variable",
                        additionalProperties: variableSchema,
                    },
                },
            },
        },
    },
};

/**
 * Reads the file of an estate and checks all of it: its form, and what `check` finds.
 *
 * Other keys are left alone, for what environments share by YAML's anchors and merge keys (`<<`).
 *
 * @param check - gives every mistake, with the stack it is in
 * @throws UsageError with every mistake. No value of a variable is in it.
 */
export function readEstate(file: string, check: (estate: Estate) => readonly string[]): Estate {
    const content = (readYaml(file) ?? {}) as Estate;
    const wrong = schemaProblems(schema, content);
    if (wrong.length > 0) {
        throw mistakes(file, wrong.map(lineOf));
    }
    const found = [...checkNames(content.environments), ...check(content)];
    if (found.length > 0) {
        throw mistakes(file, found);
    }
    return content;
}

function mistakes(file: string, found: readonly string[]): UsageError {
    return new UsageError(`Nothing was done; fix ${file} and run again:\n${found.join("\n")}`);
}

/** Two environments with one stack would overwrite each other. */
function checkNames(environments: readonly Environment[]): string[] {
    return repeated(environments.map(({ stack }) => stack)).map(
        (name) => `${name}: appears more than once. Give each environment a stack of its own.`,
    );
}

/**
 * Checks an environment's configuration as the program would.
 *
 * @param withValues - whether the variables that the environment names are set here; otherwise, their values are not checked.
 * @returns every mistake, each with the stack.
 */
export function checkEnvironment(environment: Environment, withValues: boolean): string[] {
    const { stack, config, secrets = {} } = environment;
    const found = [
        ...variablesOf(environment)
            .filter((name) => withValues && (process.env[name] ?? "") === "")
            .map(
                (name) => `the environment variable ${name} is not set. Set it to the value that the file leaves out.`,
            ),
        ...Object.keys(config)
            .filter((key) => key in secretKeys)
            .map((key) => `config.${key}: is a secret. Name the variable that holds it, as secrets.${key}.`),
        ...Object.keys(secrets)
            .filter((key) => !(key in secretKeys))
            .map(
                (key) => `secrets.${key}: there is no such secret. Write one of ${Object.keys(secretKeys).join(", ")}.`,
            ),
    ];
    return [...found, ...(found.length === 0 ? checkConfig(environment, withValues) : [])].map(
        (text) => `${stack}: ${text}`,
    );
}

/** Reads an environment's configuration with the program's own reader. */
function checkConfig(environment: Environment, withValues: boolean): string[] {
    const { stack, tenant } = environment;
    const valueOf = (variable: string) => (withValues ? process.env[variable] : "not known here");
    const plain = Object.entries(plainConfig(environment)).map(([key, value]) => [key, asText(value)] as const);
    const secrets = secretConfig(environment, valueOf);
    const credentials = {
        "auth0:clientId": valueOf(tenant.clientId) ?? "",
        "auth0:clientSecret": valueOf(tenant.clientSecret) ?? "",
    };
    const values = { ...Object.fromEntries(plain), ...secrets, ...credentials };
    try {
        readConfig({ project, stack, values });
        return [];
    } catch (error) {
        if (error instanceof InvalidInput) {
            return error.problems.filter(({ key }) => withValues || !(key in secrets)).map(lineOf);
        }
        throw error;
    }
}
