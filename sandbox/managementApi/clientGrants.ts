import { identifiers } from "../identifiers";
import type { JsonObject } from "../json";
import type { ClientGrantRecord } from "../records";
import type { Store } from "../store";
import { badRequest, conflict, notFound, orNotFound } from "./apiError";
import { clientOf } from "./clients";
import { type Endpoint, endpoint } from "./endpoint";
import { merge } from "./merge";
import { resourceServerOf } from "./resourceServers";
import { selectPage } from "./selection";
import { validate } from "./validation/validate";

/**
 * The endpoints of client grants: which scopes of which API an application may ask for.
 *
 * Inferred: the statuses, codes and words of the refusals.
 */
export function clientGrantEndpoints(store: Store): Endpoint[] {
    const find = (id = ""): ClientGrantRecord =>
        orNotFound(store.get("clientGrants", id), "The client grant does not exist", "inexistent_client_grant");
    const save = (grant: ClientGrantRecord): ClientGrantRecord => {
        const known = resourceServerOf(store, grant.audience)?.scopes?.map(({ value }) => value) ?? [];
        const unknown = grant.scope.filter((scope) => !known.includes(scope));
        if (unknown.length > 0) {
            throw badRequest(
                `The following scopes do not exist in the API ${grant.audience}: ${unknown.join(", ")}`,
                "invalid_scope",
            );
        }
        store.put("clientGrants", grant.id, grant);
        return grant;
    };

    return [
        endpoint("GET", "/client-grants", ["read:client_grants"], ({ query }) => {
            const grants = store
                .list("clientGrants")
                .filter(({ client_id }) => query["client_id"] === undefined || client_id === query["client_id"])
                .filter(({ audience }) => query["audience"] === undefined || audience === query["audience"]);
            return { status: 200, body: selectPage(grants, query, "client_grants") };
        }),
        endpoint("POST", "/client-grants", ["create:client_grants"], ({ body }) => {
            validate("CreateClientGrantRequestContent", body);
            const { client_id, audience, scope } = body as JsonObject & {
                client_id: string;
                audience: string;
                scope?: readonly string[];
            };
            clientOf(store, client_id);
            if (resourceServerOf(store, audience) === undefined) {
                throw notFound("The audience does not exist", "inexistent_resource_server");
            }
            if (
                store.list("clientGrants").some((grant) => grant.client_id === client_id && grant.audience === audience)
            ) {
                throw conflict("A resource with the same identifier already exists");
            }
            const grant = {
                ...(body as JsonObject),
                id: identifiers.clientGrant(),
                client_id,
                audience,
                scope: scope ?? [],
            };
            return { status: 201, body: save(grant) };
        }),
        endpoint("GET", "/client-grants/:id", ["read:client_grants"], ({ params }) => ({
            status: 200,
            body: find(params["id"]),
        })),
        endpoint("PATCH", "/client-grants/:id", ["update:client_grants"], ({ params, body }) => {
            const grant = find(params["id"]);
            validate("UpdateClientGrantRequestContent", body);
            return { status: 200, body: save(merge(grant, body as JsonObject) as ClientGrantRecord) };
        }),
        endpoint("DELETE", "/client-grants/:id", ["delete:client_grants"], ({ params }) => {
            const { id } = find(params["id"]);
            store.remove("clientGrants", id);
            return { status: 204 };
        }),
    ];
}
