import type { Problem } from "./problem";

/** Checks the domain of an Auth0 tenant: a host, with a port where it has one, and no scheme or path. */
export function checkTenantDomain(key: string, domain: string | undefined): Problem[] {
    const write = "Write the tenant's domain as the Auth0 dashboard shows it, such as example.eu.auth0.com.";
    if (domain === undefined || domain === "") {
        return [{ key, wrong: "is missing: no Auth0 tenant is named", write }];
    }
    if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i.test(domain)) {
        return [{ key, wrong: `${JSON.stringify(domain)} is no domain`, write }];
    }
    return [];
}
