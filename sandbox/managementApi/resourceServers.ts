import { identifiers } from "../identifiers";
import type { JsonObject } from "../json";
import type { ResourceServerRecord } from "../records";
import type { Store } from "../store";
import { conflict, orNotFound } from "./apiError";
import { type Endpoint, endpoint } from "./endpoint";
import { merge } from "./merge";
import { selectPage } from "./selection";
import { validate } from "./validation/validate";

/** A new API with the settings that Auth0 fills in, as recorded from the real API. */
export function newResourceServer(body: JsonObject & { readonly identifier: string }): ResourceServerRecord {
    return {
        allow_offline_access: false,
        skip_consent_for_verifiable_first_party_clients: false,
        subject_type_authorization: { client: { policy: "require_client_grant" }, user: { policy: "allow_all" } },
        token_lifetime: 86_400,
        token_lifetime_for_web: 7_200,
        signing_alg: "RS256",
        ...body,
        id: identifiers.resourceServer(),
    };
}

/** The API with this id or this identifier. */
export function resourceServerOf(store: Store, idOrIdentifier: string): ResourceServerRecord | undefined {
    return (
        store.get("resourceServers", idOrIdentifier) ??
        store.list("resourceServers").find(({ identifier }) => identifier === idOrIdentifier)
    );
}

/**
 * The endpoints of APIs, which the Management API calls resource servers.
 *
 * Inferred: the statuses, codes and words of the refusals.
 */
export function resourceServerEndpoints(store: Store): Endpoint[] {
    const find = (id = ""): ResourceServerRecord =>
        orNotFound(resourceServerOf(store, id), "The resource server does not exist", "inexistent_resource_server");
    const save = (server: ResourceServerRecord): ResourceServerRecord => {
        store.put("resourceServers", server.id, server);
        return server;
    };

    return [
        endpoint("GET", "/resource-servers", ["read:resource_servers"], ({ query }) => ({
            status: 200,
            body: selectPage(store.list("resourceServers"), query, "resource_servers"),
        })),
        endpoint("POST", "/resource-servers", ["create:resource_servers"], ({ body }) => {
            validate("CreateResourceServerRequestContent", body);
            const server = newResourceServer(body as JsonObject & { identifier: string });
            if (resourceServerOf(store, server.identifier) !== undefined) {
                throw conflict(`Resource server with identifier '${server.identifier}' already exists`);
            }
            return { status: 201, body: save(server) };
        }),
        endpoint("GET", "/resource-servers/:id", ["read:resource_servers"], ({ params }) => ({
            status: 200,
            body: find(params["id"]),
        })),
        endpoint("PATCH", "/resource-servers/:id", ["update:resource_servers"], ({ params, body }) => {
            const server = find(params["id"]);
            validate("UpdateResourceServerRequestContent", body);
            return { status: 200, body: save(merge(server, body as JsonObject) as ResourceServerRecord) };
        }),
        endpoint("DELETE", "/resource-servers/:id", ["delete:resource_servers"], ({ params }) => {
            const server = find(params["id"]);
            if (server.is_system === true) {
                throw conflict("System resource servers cannot be deleted");
            }
            store.write((changes) => {
                changes.remove("resourceServers", server.id);
                for (const { id } of store
                    .list("clientGrants")
                    .filter(({ audience }) => audience === server.identifier)) {
                    changes.remove("clientGrants", id);
                }
            });
            return { status: 204 };
        }),
    ];
}
