import type { ClientRecord, ConnectionRecord } from "../records";
import type { Store } from "../store";
import { organizationConnections, requestedOrganization } from "./organizations";

/** The connections whose users may sign in to an application. */
function enabledConnections(store: Store, { client_id }: ClientRecord): ConnectionRecord[] {
    return store.list("connections").filter(({ enabled_clients }) => enabled_clients.includes(client_id));
}

/** The connections whose users may sign in by a request: those of the organization, where it names one. */
export function signInConnections(
    store: Store,
    client: ClientRecord,
    organization: string | undefined,
): ConnectionRecord[] {
    const requested = requestedOrganization(store, client, organization);
    return requested === undefined ? enabledConnections(store, client) : organizationConnections(store, requested);
}

/**
 * What is wrong with signing in through a connection, in Auth0's words.
 *
 * @param name - The connection that the request names; any, where it names none.
 * @param organization - The organization that the request names.
 * @throws Auth0Error where the request names an organization that it may not, or none where it has to.
 */
export function connectionProblem(
    store: Store,
    client: ClientRecord,
    name: string | undefined,
    organization: string | undefined,
): string | undefined {
    const enabled = signInConnections(store, client, organization);
    if (name === undefined) {
        return enabled.length === 0 ? "no connections enabled for the client" : undefined;
    }
    if (enabled.some((connection) => connection.name === name)) {
        return undefined;
    }
    const exists = store.list("connections").some((connection) => connection.name === name);
    return exists ? "the connection was not enabled" : "the connection was not found";
}
