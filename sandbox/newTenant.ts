import { makeServerCertificate, makeSigningKey } from "./certificate";
import { identifiers } from "./identifiers";
import { withDefaults } from "./managementApi/clientDefaults";
import { newConnection } from "./managementApi/connections";
import { newResourceServer } from "./managementApi/resourceServers";
import { managementScopes } from "./managementScopes";
import type { ClientRecord, TenantRecord } from "./records";
import type { Store } from "./store";
import { firstPassword, firstPeople, newUser } from "./users";

/** What Auth0 shows of every tenant: the client that stands for all. */
const globalName = "All Applications";

/** The database connection that every new tenant of Auth0 has. */
export const databaseName = "Username-Password-Authentication";

/** The domain of a tenant, such as `localhost:4443`. */
export function domainOf({ host = "localhost", port }: Pick<TenantRecord, "host" | "port">): string {
    return `${host}:${port}`;
}

/** The custom domain of a tenant, such as `127.0.0.1:4443`; `undefined` where there is none. */
export function customDomainOf({ customHost, port }: Pick<TenantRecord, "customHost" | "port">): string | undefined {
    return customHost === undefined ? undefined : `${customHost}:${port}`;
}

/** What identifies the Management API of a tenant. */
export function managementAudience(tenant: Pick<TenantRecord, "host" | "port">): string {
    return `https://${domainOf(tenant)}/api/v2/`;
}

/**
 * Fills an empty store with what a new tenant of Auth0 has: the Management API, a database connection, the global
 * client; and an application that may do everything, which the sandbox's user signs in with.
 */
export async function createTenant(store: Store, port: number): Promise<TenantRecord> {
    const audience = managementAudience({ port });
    const [tls, signing] = await Promise.all([makeServerCertificate(), makeSigningKey()]);
    const client = (settings: Record<string, string | true | readonly string[]>): ClientRecord =>
        ({
            ...withDefaults(settings),
            client_id: identifiers.client(),
            client_secret: identifiers.clientSecret(),
        }) as ClientRecord;

    const global = client({ name: globalName, global: true, grant_types: [] });
    const management = client({
        name: "Sandbox management",
        description: "May use the whole Management API",
        app_type: "non_interactive",
        grant_types: ["client_credentials"],
        token_endpoint_auth_method: "client_secret_post",
    });
    const api = newResourceServer({
        name: "Auth0 Management API",
        identifier: audience,
        is_system: true,
        scopes: managementScopes.map((value) => ({ value })),
    });
    const users = firstPeople.map((person) => newUser({ ...person, password: firstPassword }, databaseName));
    const connection = newConnection({ name: databaseName, strategy: "auth0" });
    const grant = { id: identifiers.clientGrant(), client_id: management.client_id, audience, scope: managementScopes };
    const tenant: TenantRecord = {
        port,
        managementClientId: management.client_id,
        signingKey: signing.key,
        signingCertificate: signing.certificate,
        tlsKey: tls.key,
        tlsCertificate: tls.certificate,
    };
    store.write((changes) => {
        changes.put("clients", global.client_id, global);
        changes.put("clients", management.client_id, management);
        changes.put("resourceServers", api.id, api);
        changes.put("connections", connection.id, connection);
        changes.put("clientGrants", grant.id, grant);
        for (const person of users) {
            changes.put("users", person.user_id, person);
        }
        changes.setTenant(tenant);
    });
    return tenant;
}
