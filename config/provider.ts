import type { Problem } from "../openmetadata/problem";
import { checkTenantDomain } from "../openmetadata/tenantDomain";
import type { ConfigValues } from "./reader";

/**
 * The Auth0 tenant and what the provider signs in to it with, as the provider itself looks for them: in the stack's
 * configuration, then in the environment.
 */
export function checkProvider(values: ConfigValues): Problem[] {
    const has = (key: string, variable: string): boolean => Boolean(values[`auth0:${key}`] ?? process.env[variable]);
    const problems = checkTenantDomain("auth0:domain", tenantDomain(values)).map((problem) => ({
        ...problem,
        write: `${problem.write.replace(/\.$/, "")}, or set AUTH0_DOMAIN.`,
    }));
    if (has("apiToken", "AUTH0_API_TOKEN") || has("cliLogin", "AUTH0_CLI_LOGIN")) {
        return problems;
    }
    if (!has("clientId", "AUTH0_CLIENT_ID")) {
        problems.push({
            key: "auth0:clientId",
            wrong: "is missing: Pulumi cannot sign in to the tenant",
            write: "Write the client ID of a Machine to Machine application of the tenant, or set AUTH0_CLIENT_ID.",
        });
    }
    if (
        !has("clientSecret", "AUTH0_CLIENT_SECRET") &&
        !has("clientAssertionPrivateKey", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY")
    ) {
        problems.push({
            key: "auth0:clientSecret",
            wrong: "is missing: Pulumi cannot sign in to the tenant",
            write: "Run `pulumi config set --secret auth0:clientSecret` with the secret of that application, or set AUTH0_CLIENT_SECRET.",
        });
    }
    return problems;
}

/** Domain of the tenant; empty where none is named. */
export function tenantDomain(values: ConfigValues): string {
    return values["auth0:domain"] ?? process.env["AUTH0_DOMAIN"] ?? "";
}
