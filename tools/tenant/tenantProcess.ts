import { startTenant, type TenantOptions } from "../../sandbox/tenant";
import { keepCode } from "../compiling";

keepCode();

/**
 * Runs a tenant in a process of its own, for tests that kill it: starts when it is told how, and tells what
 * others need to use the tenant. Loading all of the code before that makes a start short.
 */
process.once("message", (options: TenantOptions) => {
    void startTenant(options).then((tenant) => {
        process.send?.({
            domain: tenant.domain,
            managementClientId: tenant.managementClientId,
            managementClientSecret: tenant.managementClientSecret,
            certificateBundle: tenant.certificateBundle,
            environment: tenant.environment,
        });
    });
});
