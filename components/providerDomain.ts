import * as pulumi from "@pulumi/pulumi";

/**
 * Domain of the tenant that a component's Auth0 resources are in: that of the provider which it was given, or that which
 * Pulumi's default provider takes from `auth0:domain`, then AUTH0_DOMAIN. Empty if none is named, or if the provider is
 * one of another process, whose settings cannot be read.
 */
export function providerDomain(component: pulumi.ComponentResource): pulumi.Input<string> {
    const ofEnvironment = process.env["AUTH0_DOMAIN"] ?? "";
    const provider = component.getProvider("auth0:index:Provider");
    if (provider === undefined) {
        return new pulumi.Config("auth0").get("domain") ?? ofEnvironment;
    }
    if (!("domain" in provider)) {
        return "";
    }
    // Wherever the program has it from: the name of a tenant is no secret, and would make one of all settings.
    return pulumi
        .unsecret(pulumi.output(provider.domain as pulumi.Input<string | undefined>))
        .apply((domain) => domain ?? ofEnvironment);
}

/**
 * Warns if users would be sent to another tenant than the one that has the application. A domain that is not one of
 * Auth0's own may be a custom domain of the same tenant.
 */
export function warnOfOtherTenant(
    component: pulumi.ComponentResource,
    domain: pulumi.Input<string>,
    ofProvider: pulumi.Input<string>,
): void {
    pulumi.all([domain, ofProvider]).apply(([named, own]) => {
        if (own !== "" && /\.auth0\.com$/i.test(named) && named.toLowerCase() !== own.toLowerCase()) {
            void pulumi.log.warn(
                `domain is ${named}, but the Auth0 provider is configured for ${own}: the application is created there, and users ` +
                    "are sent to a tenant that does not know it. Leave domain out, or write the provider's.",
                component,
            );
        }
    });
}
