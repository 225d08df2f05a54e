import type { Problem } from "../openmetadata/problem";
import { checkDomains, checkManagementApi, checkTenantDomain } from "../openmetadata/tenantDomain";
import type { ConfigValues } from "./reader";

/**
 * The Auth0 tenant and what the provider signs in to it with, as the provider itself looks for them: in the stack's
 * configuration, then in the environment.
 *
 * @param customDomain - The tenant's custom domain, and the key that it stands under.
 */
export function checkProvider(
    values: ConfigValues,
    customDomain: { readonly key: string; readonly value: string | undefined },
): Problem[] {
    const has = (key: string, variable: string): boolean => Boolean(values[`auth0:${key}`] ?? process.env[variable]);
    const domain = tenantDomain(values);
    const asksForToken = !has("apiToken", "AUTH0_API_TOKEN") && !has("cliLogin", "AUTH0_CLI_LOGIN");
    const audience = values["auth0:audience"] ?? process.env["AUTH0_AUDIENCE"] ?? "";
    const problems = [
        ...checkTenantDomain("auth0:domain", domain).map((problem) => ({
            ...problem,
            write: `${problem.write.replace(/\.$/, "")}, or set AUTH0_DOMAIN.`,
        })),
        ...checkDomains({ domain: "auth0:domain", customDomain: customDomain.key }, domain, customDomain.value),
        ...checkManagementApi(customDomain.key, { domain, audience, asksForToken }, customDomain.value),
    ];
    if (!asksForToken) {
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
