import { type JsonObject } from "../json";
import type { Store } from "../store";
import { type Endpoint, endpoint } from "./endpoint";
import { merge } from "./merge";
import { selectFields } from "./selection";
import { validate } from "./validation/validate";

/** What a new tenant has of the settings that mean something here. */
const defaults = { allow_organization_name_in_authentication_api: false };

/**
 * The endpoints of the tenant's settings. One of them means something to the sandbox: whether requests to `/authorize` may
 * name an organization by its name, which tokens then say too (documented). All others are kept as they are sent, and
 * those that nobody has sent are not answered (inferred).
 */
export function tenantSettingsEndpoints(store: Store): Endpoint[] {
    const settings = (): JsonObject => ({ ...defaults, ...store.tenant?.settings });
    return [
        endpoint("GET", "/tenants/settings", ["read:tenant_settings"], ({ query }) => ({
            status: 200,
            body: selectFields(settings(), query, []),
        })),
        endpoint("PATCH", "/tenants/settings", ["update:tenant_settings"], ({ body }) => {
            validate("UpdateTenantSettingsRequestContent", body);
            const { tenant } = store;
            if (tenant !== undefined) {
                store.write((changes) => {
                    changes.setTenant({ ...tenant, settings: merge(settings(), body as JsonObject) });
                });
            }
            return { status: 200, body: settings() };
        }),
    ];
}
