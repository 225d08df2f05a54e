import type { ClientRecord, ConnectionRecord } from "../records";
import type { Store } from "../store";

/** The connections whose users may sign in to an application. */
export function enabledConnections(store: Store, { client_id }: ClientRecord): ConnectionRecord[] {
    return store.list("connections").filter(({ enabled_clients }) => enabled_clients.includes(client_id));
}

/**
 * What is wrong with signing in through a connection, in Auth0's words.
 *
 * @param name - The connection that the request names; any, where it names none.
 */
export function connectionProblem(store: Store, client: ClientRecord, name: string | undefined): string | undefined {
    const enabled = enabledConnections(store, client);
    if (name === undefined) {
        return enabled.length === 0 ? "no connections enabled for the client" : undefined;
    }
    if (enabled.some((connection) => connection.name === name)) {
        return undefined;
    }
    const exists = store.list("connections").some((connection) => connection.name === name);
    return exists ? "the connection was not enabled" : "the connection was not found";
}
