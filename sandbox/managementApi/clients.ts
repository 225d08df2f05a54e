import { identifiers } from "../identifiers";
import { isJsonObject, type JsonObject, omit } from "../json";
import type { ClientRecord, CredentialReference } from "../records";
import type { Changes, Store } from "../store";
import { badRequest, conflict, insufficientScope, orNotFound } from "./apiError";
import { withDefaults } from "./clientDefaults";
import { checkCombination } from "./clientRules";
import { type ApiRequest, type Endpoint, endpoint } from "./endpoint";
import { merge } from "./merge";
import { selectFields, selectPage } from "./selection";
import { validate } from "./validation/validate";

/** Fields that are answered whether `fields` names them or not, as recorded from the real API. */
const always = ["signing_keys"];
const secretScopes = ["read:client_keys", "read:client_credentials"];
const keyScopes = ["update:client_keys", "update:client_credentials"];
/** Objects that a change replaces as a whole. */
const replaced = ["addons", "client_authentication_methods", "oidc_logout", "oidc_backchannel_logout"];
const readScopes = ["read:clients", "read:client_summary", ...secretScopes];

/** The application with this id. */
export function clientOf(store: Store, id: string): ClientRecord {
    return orNotFound(store.get("clients", id), "The client does not exist", "inexistent_client");
}

/**
 * The endpoints of applications, which the API calls clients.
 *
 * Seen: all answers to what the provider sends, and the 404 of an application that does not exist. Inferred: the statuses,
 * codes and words of the other refusals.
 */
export function clientEndpoints(store: Store, signingCertificate: string): Endpoint[] {
    /** An application as it is answered: its secret only to those who may read it, and only while it has a use. */
    const shown = (client: ClientRecord, request: ApiRequest): JsonObject => {
        const secretless = client.client_authentication_methods !== undefined || !request.may(...secretScopes);
        return {
            ...omit(client, "client_secret"),
            ...(!secretless && { client_secret: client.client_secret }),
            signing_keys: [{ cert: signingCertificate }],
        };
    };
    const save = (client: JsonObject): ClientRecord => {
        checkCombination(client);
        const record = client as ClientRecord;
        store.put("clients", record.client_id, record);
        return record;
    };

    return [
        endpoint("GET", "/clients", readScopes, (request) => {
            const { app_type, is_first_party, is_global } = request.query;
            const clients = store
                .list("clients")
                .filter((client) => app_type === undefined || app_type.split(",").includes(client.app_type ?? ""))
                .filter((client) => is_first_party === undefined || String(client.is_first_party) === is_first_party)
                .filter((client) => is_global === undefined || String(client.global === true) === is_global)
                .map((client) => selectFields(shown(client, request), request.query, []));
            return { status: 200, body: selectPage(clients, request.query, "clients") };
        }),
        endpoint("POST", "/clients", ["create:clients"], (request) => {
            validate("CreateClientRequestContent", request.body);
            const client = save({
                ...tidied(withDefaults(request.body as JsonObject)),
                client_id: identifiers.client(),
                client_secret: identifiers.clientSecret(),
            });
            return { status: 201, body: shown(client, { ...request, may: () => true }) };
        }),
        endpoint("GET", "/clients/:id", readScopes, (request) => {
            const client = clientOf(store, request.params["id"] ?? "");
            return { status: 200, body: selectFields(shown(client, request), request.query, always) };
        }),
        endpoint(
            "PATCH",
            "/clients/:id",
            ["update:clients", "update:client_keys", "update:client_credentials"],
            (request) => {
                const client = clientOf(store, request.params["id"] ?? "");
                validate("UpdateClientRequestContent", request.body);
                const patch = request.body as JsonObject;
                const needsKeys =
                    patch["client_secret"] !== undefined || patch["client_authentication_methods"] !== undefined;
                if (needsKeys && !request.may(...keyScopes)) {
                    throw insufficientScope(keyScopes);
                }
                checkReferences(store, client, patch);
                const changed = save(tidied(merge(client, bothLogouts(client, patch), replaced)));
                return { status: 200, body: shown(changed, request) };
            },
        ),
        endpoint("POST", "/clients/:id/rotate-secret", keyScopes, (request) => {
            const client = clientOf(store, request.params["id"] ?? "");
            return {
                status: 200,
                body: shown(save({ ...client, client_secret: identifiers.clientSecret() }), {
                    ...request,
                    may: () => true,
                }),
            };
        }),
        endpoint("DELETE", "/clients/:id", ["delete:clients"], (request) => {
            const client = store.get("clients", request.params["id"] ?? "");
            if (client?.global === true) {
                throw conflict("The global client cannot be deleted");
            }
            // Deleting what is not there is no error to Auth0.
            if (client !== undefined) {
                store.write((changes) => {
                    removeClient(store, changes, client.client_id);
                });
            }
            return { status: 204 };
        }),
    ];
}

/** Removes an application, and whatever refers to it. */
function removeClient(store: Store, changes: Changes, id: string): void {
    changes.remove("clients", id);
    for (const { id: credential } of store.list("credentials").filter(({ client_id }) => client_id === id)) {
        changes.remove("credentials", credential);
    }
    for (const { id: grant } of store.list("clientGrants").filter(({ client_id }) => client_id === id)) {
        changes.remove("clientGrants", grant);
    }
    for (const connection of store.list("connections").filter(({ enabled_clients }) => enabled_clients.includes(id))) {
        const enabled = connection.enabled_clients.filter((client) => client !== id);
        changes.put("connections", connection.id, { ...connection, enabled_clients: enabled });
    }
}

/** Refuses credentials that are not the application's own, and more than it may use at once. */
function checkReferences(store: Store, client: ClientRecord, patch: JsonObject): void {
    const methods = patch["client_authentication_methods"];
    if (!isJsonObject(methods)) {
        return;
    }
    for (const [method, value] of Object.entries(methods)) {
        const credentials = (isJsonObject(value) ? value["credentials"] : []) as readonly CredentialReference[];
        if (credentials.length > 2) {
            throw badRequest(
                `Payload validation error: 'Array is too long (${credentials.length}), maximum 2' on property client_authentication_methods.${method}.credentials.`,
            );
        }
        for (const { id } of credentials) {
            if (store.get("credentials", id)?.client_id !== client.client_id) {
                throw badRequest(`The credential ${id} does not exist`, "inexistent_credential");
            }
        }
    }
}

/**
 * The logout settings of a change under both of the names that the API has for them. The older name knows the URLs alone,
 * and leaves the rest as it is (inferred: the recordings show only how it clears them).
 */
function bothLogouts(client: ClientRecord, patch: JsonObject): JsonObject {
    const { oidc_logout: logout, oidc_backchannel_logout: backchannel } = patch;
    if (logout === undefined && backchannel !== undefined) {
        return {
            ...patch,
            oidc_logout: isJsonObject(backchannel) ? { ...client.oidc_logout, ...backchannel } : backchannel,
        };
    }
    return logout === null ? { ...patch, oidc_backchannel_logout: null } : patch;
}

/** An application as Auth0 keeps it: an empty login URL is none, and logout URLs have their older name too. */
function tidied(client: JsonObject): JsonObject {
    const { oidc_logout: logout, initiate_login_uri: login, ...rest } = client;
    return {
        ...rest,
        ...(login !== "" && login !== undefined && { initiate_login_uri: login }),
        ...(isJsonObject(logout) && {
            oidc_logout: logout,
            oidc_backchannel_logout: { backchannel_logout_urls: logout["backchannel_logout_urls"] },
        }),
    };
}
