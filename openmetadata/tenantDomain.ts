import { isHostName } from "./hostName";
import { type Problem, problemAt } from "./problem";
import { isLoopback } from "./serverUrl";

/** An Auth0 tenant, as the provider signs in to it. */
export interface ProviderTenant {
    /** Its domain; empty where none is named. */
    readonly domain: string;
    /** Audience of the token for the Management API; empty where the provider makes it from the domain. */
    readonly audience: string;
    /** Whether the provider asks for a token with the credentials of an application, and so needs the audience. */
    readonly asksForToken: boolean;
}

/** Checks the domain of an Auth0 tenant: a host name, with a port where it has one, and no scheme or path. */
export function checkTenantDomain(key: string, domain: string | undefined): Problem[] {
    const write = "Write the tenant's domain as the Auth0 dashboard shows it, such as example.eu.auth0.com.";
    if (domain === undefined || domain === "") {
        return problemAt(key, "is missing: no Auth0 tenant is named", write);
    }
    return hostOf(domain) === undefined ? problemAt(key, `${JSON.stringify(domain)} is not a valid domain`, write) : [];
}

/** Checks a custom domain by itself: a host name of one's own. Only on this machine, as for the sandbox, it has a port. */
export function checkCustomDomain(key: string, customDomain: string): Problem[] {
    const problem = (wrong: string, write: string): Problem[] =>
        problemAt(key, `${JSON.stringify(customDomain)} ${wrong}`, write);
    const host = hostOf(customDomain);
    const local = host !== undefined && isLoopback(host);
    if (host === undefined || (!local && (customDomain.includes(":") || !isDomainName(host)))) {
        return problem(
            "is not a valid custom domain",
            "Write the host alone, without scheme, path and port, such as login.example.com.",
        );
    }
    return isAuth0Domain(host)
        ? problem(
              "is one of Auth0's own domains, not a custom domain",
              "Write the domain that users see when they sign in, such as login.example.com, or remove it.",
          )
        : [];
}

/**
 * Checks that a custom domain is another domain than the tenant's own. What is wrong by itself is not checked again.
 *
 * @param keys - The keys under which the user has written both.
 */
export function checkDomains(
    keys: { readonly domain: string; readonly customDomain: string },
    domain: string,
    customDomain: string | undefined,
): Problem[] {
    const custom = normalCustomDomain(customDomain);
    const [ownHost, customHost] = [hostOf(domain), custom && hostOf(custom)];
    if (custom === undefined || customHost === undefined || ownHost === undefined) {
        return [];
    }
    const problem = (wrong: string, write: string): Problem[] =>
        problemAt(keys.customDomain, `${JSON.stringify(customDomain)} ${wrong}`, write);
    if (custom === normalTenantDomain(domain)) {
        return problem(
            `is already set in ${keys.domain}`,
            `Write the tenant's own domain, such as example.eu.auth0.com, in ${keys.domain}; if it has no other, remove this one.`,
        );
    }
    return isLoopback(customHost) && !isLoopback(ownHost)
        ? problem(
              `is on this machine, but the tenant ${domain} is not`,
              "Write the custom domain that the tenant has, such as login.example.com, or remove it.",
          )
        : [];
}

/**
 * Checks that the provider can sign in to the Management API, whose audience is named after the tenant's own domain: without
 * `auth0:audience`, the provider makes it from `auth0:domain`.
 *
 * Source: Auth0's documentation, "Custom Domains" and "Get Access Tokens"; auth0/terraform-provider-auth0 1.0.0.
 *
 * @param customDomainKey - The key under which the user writes the custom domain.
 */
export function checkManagementApi(
    customDomainKey: string,
    { domain, audience, asksForToken }: ProviderTenant,
    customDomain: string | undefined,
): Problem[] {
    const host = hostOf(domain);
    if (host === undefined || !asksForToken) {
        return [];
    }
    if (audience === "") {
        return isAuth0Domain(host) || isLoopback(host)
            ? []
            : problemAt(
                  "auth0:domain",
                  `${JSON.stringify(domain)} is not a domain that Auth0 gives to tenants, and a custom domain has no Management API of its own`,
                  `Write the tenant's own domain, such as example.eu.auth0.com, and the custom domain in ${customDomainKey}; if ` +
                      `Pulumi has to reach the tenant at ${domain}, set auth0:audience to https://TENANT/api/v2/ with the tenant's ` +
                      "own domain.",
              );
    }
    const named = /^https:\/\/([^/]+)\/api\/v2\/$/.exec(audience)?.[1];
    const key = "auth0:audience";
    if (named === undefined || hostOf(named) === undefined) {
        return problemAt(
            key,
            `${JSON.stringify(audience)} is not the audience of a Management API`,
            "Write https://TENANT/api/v2/ with the tenant's own domain, such as https://example.eu.auth0.com/api/v2/.",
        );
    }
    const own = normalTenantDomain(domain);
    const isOther = isAuth0Domain(host) && normalTenantDomain(named) !== own;
    return isOther || normalTenantDomain(named) === normalCustomDomain(customDomain)
        ? problemAt(
              key,
              `${JSON.stringify(audience)} is not the Management API of ${domain}, which is named after the tenant's own domain`,
              isOther ? "Remove it." : "Write https://TENANT/api/v2/ with the tenant's own domain.",
          )
        : [];
}

/** The domain as it is compared, and as OpenMetadata's settings have it: in lower case. */
export function normalTenantDomain(domain: string): string {
    return domain.toLowerCase();
}

/** A custom domain as it is compared; `undefined` where there is none, or no valid one. */
function normalCustomDomain(customDomain: string | undefined): string | undefined {
    return customDomain === undefined || checkCustomDomain("", customDomain).length > 0
        ? undefined
        : normalTenantDomain(customDomain);
}

/** Whether a domain is one that Auth0 gives to tenants, and not a custom domain. */
export function isAuth0Domain(domain: string): boolean {
    return /(^|\.)auth0\.com$/i.test(domain);
}

/** The host of a domain, in lower case; `undefined` where it is no valid domain. */
function hostOf(domain: string): string | undefined {
    const [, host = "", port] = /^([^:]*)(?::(\d{1,5}))?$/.exec(domain) ?? [];
    const right = isHostName(host) && (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535));
    return right ? host.toLowerCase() : undefined;
}

/** Whether a host is a name in the DNS: with more than one label, and no IP address. */
function isDomainName(host: string): boolean {
    return host.includes(".") && !/(^|\.)\d+$/.test(host);
}
