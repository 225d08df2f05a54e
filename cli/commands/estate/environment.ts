import { keyOf, optionNames, optionOf } from "../../../components/options/table";

/** One environment of an estate: a stack, the tenant that it works on, and its configuration. */
export interface Environment {
    /** Name of the stack. */
    readonly stack: string;
    /** The tenant, and the variables that hold what Pulumi signs in to it with. */
    readonly tenant: {
        /** Domain of the tenant, such as `example.eu.auth0.com`. */
        readonly domain: string;
        /** Name of the environment variable with the client ID of the Machine to Machine application. */
        readonly clientId: string;
        /** Name of the environment variable with its client secret. */
        readonly clientSecret: string;
    };
    /** The stack's configuration but for secrets; the keys are those of `Pulumi.yaml`. */
    readonly config: Readonly<Record<string, unknown>>;
    /** The secret keys of the configuration, each with the name of the environment variable that holds its value. */
    readonly secrets?: Readonly<Record<string, string>>;
}

/** The project whose program sets the environments up. */
export const project = "openmetadata-auth0";

/** The keys of the configuration that are secret, as `secrets` takes them, by the key as the engine knows it. */
export const secretKeys: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
        optionNames
            .filter((name) => optionOf(name).secret)
            .map(keyOf)
            .map((key) => [key, `${project}:${key}`]),
    ),
    "openmetadata:token": "openmetadata:token",
};

/** The names of the environment variables that hold what the file leaves out. */
export function variablesOf({ tenant, secrets = {} }: Environment): string[] {
    return [tenant.clientId, tenant.clientSecret, ...Object.values(secrets)];
}

/** The values that the stack's file holds in plain text, by the key as the engine knows it. */
export function plainConfig({ tenant, config }: Environment): Record<string, unknown> {
    // Pulumi writes what is neither a list nor a record as a string, and would change the file again.
    const own = Object.entries(config).map(
        ([key, value]) => [`${project}:${key}`, typeof value === "object" ? value : asText(value)] as const,
    );
    return { "auth0:domain": tenant.domain, ...Object.fromEntries(own) };
}

/**
 * The secret values, by the key as the engine knows it.
 *
 * @param valueOf - what a variable holds. What has no value is left out
 */
export function secretConfig(
    { secrets = {} }: Environment,
    valueOf: (variable: string) => string | undefined = (variable) => process.env[variable],
): Record<string, string> {
    return Object.fromEntries(
        Object.entries(secrets).flatMap(([name, variable]) => {
            const [key, value] = [secretKeys[name], valueOf(variable)];
            return key === undefined || value === undefined ? [] : [[key, value]];
        }),
    );
}

/** A value of the configuration as the engine hands it over: text, or JSON. */
export function asText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
