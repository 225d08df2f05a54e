import { identifiers } from "../identifiers";
import type { JsonObject } from "../json";
import type { ConnectionRecord } from "../records";
import type { Store } from "../store";
import { badRequest, conflict, orNotFound } from "./apiError";
import { type Endpoint, endpoint } from "./endpoint";
import { merge } from "./merge";
import { selectCheckpoint, selectFields, selectPage } from "./selection";
import { validate } from "./validation/validate";

/** Fields that are answered whether `fields` names them or not, as recorded from the real API. */
const always = ["id", "is_domain_connection", "authentication", "connected_accounts"];

/** What Auth0 gives a database connection that is created with nothing but a name, as recorded from the real API. */
const databaseOptions = {
    mfa: { active: true, return_enroll_settings: true },
    passwordPolicy: "good",
    strategy_version: 2,
    authentication_methods: { password: { enabled: true, api_behavior: "required" }, passkey: { enabled: false } },
    passkey_options: { challenge_ui: "both", progressive_enrollment_enabled: true, local_enrollment_enabled: true },
    brute_force_protection: true,
};

/** A new connection with the settings that Auth0 fills in. */
export function newConnection(
    body: JsonObject & { readonly name: string; readonly strategy: string },
): ConnectionRecord {
    const { strategy, name } = body;
    return {
        is_domain_connection: false,
        authentication: { active: true },
        connected_accounts: { active: false },
        enabled_clients: [],
        realms: [name],
        ...body,
        id: identifiers.connection(),
        options: merge(strategy === "auth0" ? databaseOptions : {}, (body["options"] ?? {}) as JsonObject),
    };
}

/** The endpoints of connections, and of the applications that are enabled for each. */
export function connectionEndpoints(store: Store): Endpoint[] {
    const find = (id = ""): ConnectionRecord =>
        orNotFound(store.get("connections", id), "The connection does not exist", "inexistent_connection");
    const save = (connection: ConnectionRecord): ConnectionRecord => {
        store.put("connections", connection.id, connection);
        return connection;
    };
    const checkClients = (ids: readonly string[]): void => {
        const unknown = ids.filter((id) => store.get("clients", id) === undefined);
        if (unknown.length > 0) {
            throw badRequest(
                `One or more of the specified clients don't exist: ${unknown.join(", ")}`,
                "inexistent_client",
            );
        }
    };

    return [
        endpoint("GET", "/connections", ["read:connections"], ({ query }) => {
            const connections = store
                .list("connections")
                .filter(({ name }) => query["name"] === undefined || name === query["name"])
                .filter(({ strategy }) => query["strategy"]?.split(",").includes(strategy) ?? true)
                .map((connection) => selectFields(connection, query, always));
            const body =
                query["from"] !== undefined || query["take"] !== undefined
                    ? selectCheckpoint(connections, query, "connections")
                    : selectPage(connections, query, "connections");
            return { status: 200, body };
        }),
        endpoint("POST", "/connections", ["create:connections"], ({ body }) => {
            validate("CreateConnectionRequestContent", body);
            const connection = newConnection(body as JsonObject & { name: string; strategy: string });
            if (store.list("connections").some(({ name }) => name === connection.name)) {
                throw conflict("A connection with the same name already exists");
            }
            checkClients(connection.enabled_clients);
            return { status: 201, body: save(connection) };
        }),
        endpoint("GET", "/connections/:id", ["read:connections"], ({ params, query }) => ({
            status: 200,
            body: selectFields(find(params["id"]), query, always),
        })),
        endpoint("PATCH", "/connections/:id", ["update:connections"], ({ params, body }) => {
            const connection = find(params["id"]);
            validate("UpdateConnectionRequestContent", body);
            // The options that a change sends replace all that were there; no clients are an empty list.
            const patch = body as JsonObject;
            const changed = merge(
                connection,
                {
                    ...patch,
                    enabled_clients:
                        patch["enabled_clients"] === null
                            ? []
                            : (patch["enabled_clients"] ?? connection.enabled_clients),
                },
                ["options"],
            ) as ConnectionRecord;
            checkClients(changed.enabled_clients);
            return { status: 200, body: save(changed) };
        }),
        endpoint("DELETE", "/connections/:id", ["delete:connections"], ({ params }) => {
            const { id } = find(params["id"]);
            store.remove("connections", id);
            return { status: 202, body: { deleted_at: new Date().toISOString() } };
        }),
        endpoint("GET", "/connections/:id/clients", ["read:connections"], ({ params, query }) => {
            const clients = find(params["id"]).enabled_clients.map((client_id) => ({ client_id }));
            return { status: 200, body: selectCheckpoint(clients, query, "clients") };
        }),
        endpoint("PATCH", "/connections/:id/clients", ["update:connections"], ({ params, body }) => {
            const connection = find(params["id"]);
            validate("UpdateEnabledClients", body);
            const wanted = body as readonly { readonly client_id: string; readonly status: boolean }[];
            checkClients(wanted.map(({ client_id }) => client_id));
            const enabled = new Set(connection.enabled_clients);
            for (const { client_id, status } of wanted) {
                enabled[status ? "add" : "delete"](client_id);
            }
            save({ ...connection, enabled_clients: [...enabled] });
            return { status: 204 };
        }),
    ];
}
