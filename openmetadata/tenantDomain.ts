import { isHostName } from "./hostName";
import type { Problem } from "./problem";

/** Checks the domain of an Auth0 tenant: a host name, with a port where it has one, and no scheme or path. */
export function checkTenantDomain(key: string, domain: string | undefined): Problem[] {
    const write = "Write the tenant's domain as the Auth0 dashboard shows it, such as example.eu.auth0.com.";
    if (domain === undefined || domain === "") {
        return [{ key, wrong: "is missing: no Auth0 tenant is named", write }];
    }
    const [, host = "", port] = /^([^:]*)(?::(\d{1,5}))?$/.exec(domain) ?? [];
    if (!isHostName(host) || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) {
        return [{ key, wrong: `${JSON.stringify(domain)} is not a valid domain`, write }];
    }
    return [];
}

/** The domain as it is compared, and as OpenMetadata's settings have it: in lower case. */
export function normalTenantDomain(domain: string): string {
    return domain.toLowerCase();
}
