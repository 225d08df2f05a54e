import * as pulumi from "@pulumi/pulumi";
import { isAuth0Domain, normalTenantDomain, type ProviderTenant } from "../openmetadata/tenantDomain";

/** What a provider names its tenant and its credentials with, as its own settings are called. */
type Setting = "domain" | "audience" | "apiToken" | "cliLogin";

/** An Auth0 tenant of which some may not be known yet. */
type ProviderTenantInput = { readonly [Name in keyof ProviderTenant]: pulumi.Input<ProviderTenant[Name]> };

/**
 * The tenant that a component's Auth0 resources are in: that of the provider which it was given, or that which Pulumi's
 * default provider takes from the configuration (`auth0:domain`), then from the environment (AUTH0_DOMAIN). Its domain is
 * empty if none is named, or if the provider is one of another process, whose settings cannot be read.
 */
export function providerTenant(component: pulumi.ComponentResource): ProviderTenantInput {
    const ofEnvironment = (variable: string): string => process.env[variable] ?? "";
    const variables = { domain: ofEnvironment("AUTH0_DOMAIN"), audience: ofEnvironment("AUTH0_AUDIENCE") };
    const hasOtherToken = ofEnvironment("AUTH0_API_TOKEN") !== "" || ofEnvironment("AUTH0_CLI_LOGIN") !== "";
    const provider = component.getProvider("auth0:index:Provider");
    if (provider === undefined) {
        const config = new pulumi.Config("auth0");
        return {
            domain: config.get("domain") ?? variables.domain,
            audience: config.get("audience") ?? variables.audience,
            asksForToken:
                !hasOtherToken && config.get("apiToken") === undefined && config.get("cliLogin") === undefined,
        };
    }
    if (!("domain" in provider)) {
        return { domain: "", audience: "", asksForToken: false };
    }
    const { domain, audience, apiToken, cliLogin } = provider as Partial<
        Record<Setting, pulumi.Input<string | undefined>>
    >;
    // Wherever the program has them from: the name of a tenant is no secret, and would make one of all settings.
    const plain = <T>(
        input: pulumi.Input<string | undefined>,
        read: (value: string | undefined) => T,
    ): pulumi.Output<T> => pulumi.unsecret(pulumi.output(input).apply(read));
    return {
        domain: plain(domain, (value) => value ?? variables.domain),
        audience: plain(audience, (value) => value ?? variables.audience),
        asksForToken: pulumi
            .all([plain(apiToken, (value) => value === undefined), plain(cliLogin, (value) => value === undefined)])
            .apply(([noToken, noLogin]) => !hasOtherToken && noToken && noLogin),
    };
}

/**
 * Warns if users would be sent to another tenant than the one that has the application, and if a domain that is not one of
 * Auth0's own stands for the tenant: a custom domain has an argument of its own.
 */
export function warnOfOtherTenant(
    component: pulumi.ComponentResource,
    domain: pulumi.Input<string>,
    ofProvider: pulumi.Input<string>,
): void {
    pulumi.all([domain, ofProvider]).apply(([named, own]) => {
        if (own !== "" && normalTenantDomain(named) !== normalTenantDomain(own)) {
            const why = isAuth0Domain(named)
                ? "the application is created there, and users are sent to a tenant that does not know it. Remove domain, or " +
                  "set it to the provider's."
                : `if ${named} is a custom domain of that tenant, set customDomain to it and remove domain.`;
            void pulumi.log.warn(
                `domain is ${named}, but the Auth0 provider is configured for ${own}: ${why}`,
                component,
            );
        }
    });
}
