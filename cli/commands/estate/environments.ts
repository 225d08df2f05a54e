import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { InvalidInput } from "../../../components";
import { readConfig } from "../../../config";
import { UsageError } from "../usageError";
import { asText, type Environment, plainConfig, project, secretConfig, secretKeys } from "./environment";

const variable = { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$" };

/** What the file looks like. A stack is named as the engine allows it: letters, digits and `-`, `_`, `.`, up to 100. */
const schema = {
    type: "object",
    required: ["environments"],
    properties: {
        environments: {
            type: "array",
            minItems: 1,
            items: {
                type: "object",
                required: ["stack", "tenant", "config"],
                additionalProperties: false,
                properties: {
                    stack: { type: "string", pattern: "^[A-Za-z0-9_.-]{1,100}$" },
                    tenant: {
                        type: "object",
                        required: ["domain", "clientId", "clientSecret"],
                        additionalProperties: false,
                        properties: { domain: { type: "string" }, clientId: variable, clientSecret: variable },
                    },
                    config: { type: "object" },
                    secrets: { type: "object", additionalProperties: variable },
                },
            },
        },
    },
};

/**
 * Reads the file of an estate and checks all of it: its form, the variables that it names, and each environment's
 * configuration as the program would.
 *
 * Keys beside `environments` are left alone, for what environments share by YAML's anchors and merge keys (`<<`).
 *
 * @throws UsageError with every mistake, each with the stack it is in. No value of a variable is in it.
 */
export function readEnvironments(file: string): Environment[] {
    const content: unknown = parse(readFileSync(file, "utf8"), { merge: true });
    const ajv = new Ajv({ allErrors: true });
    const validate = ajv.compile<{ environments: Environment[] }>(schema);
    if (!validate(content)) {
        throw mistakes(file, [ajv.errorsText(validate.errors, { separator: "\n", dataVar: "" })]);
    }
    const { environments } = content;
    const found = [...checkNames(environments), ...environments.flatMap(checkEnvironment)];
    if (found.length > 0) {
        throw mistakes(file, found);
    }
    return environments;
}

function mistakes(file: string, found: readonly string[]): UsageError {
    return new UsageError(`Nothing was done; fix ${file} and run again:\n${found.join("\n")}`);
}

/** Two environments with one stack would overwrite each other. */
function checkNames(environments: readonly Environment[]): string[] {
    const names = environments.map(({ stack }) => stack);
    const doubled = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return [...doubled].map((name) => `${name}: is there more than once. Give each environment a stack of its own.`);
}

function checkEnvironment(environment: Environment): string[] {
    const { stack, tenant, config, secrets = {} } = environment;
    const found = [
        ...[tenant.clientId, tenant.clientSecret, ...Object.values(secrets)]
            .filter((name) => (process.env[name] ?? "") === "")
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
    return [...found, ...(found.length === 0 ? checkConfig(environment) : [])].map((text) => `${stack}: ${text}`);
}

/** Reads an environment's configuration with the program's own reader. */
function checkConfig(environment: Environment): string[] {
    const { stack, tenant } = environment;
    const plain = Object.entries(plainConfig(environment)).map(([key, value]) => [key, asText(value)] as const);
    const credentials = {
        "auth0:clientId": process.env[tenant.clientId] ?? "",
        "auth0:clientSecret": process.env[tenant.clientSecret] ?? "",
    };
    const values = { ...Object.fromEntries(plain), ...secretConfig(environment), ...credentials };
    try {
        readConfig({ project, stack, values });
        return [];
    } catch (error) {
        if (error instanceof InvalidInput) {
            return error.problems.map(({ key, wrong, write }) => `${key}: ${wrong}. ${write}`);
        }
        throw error;
    }
}
