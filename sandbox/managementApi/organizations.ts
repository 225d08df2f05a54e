import { identifiers } from "../identifiers";
import { type JsonObject, omit } from "../json";
import type { OrganizationConnection, OrganizationRecord, RoleRecord, UserRecord } from "../records";
import type { Store } from "../store";
import { conflict, orNotFound } from "./apiError";
import { type Endpoint, endpoint } from "./endpoint";
import { type Query, selectPartOrPage } from "./selection";
import { userOf } from "./users";
import { validate } from "./validation/validate";

/** The organization with this id or this name. */
export function organizationOf(store: Store, idOrName: string): OrganizationRecord {
    return orNotFound(findOrganization(store, idOrName), "No organization found by that id or name");
}

/** The organization with this id or this name, or `undefined`. */
export function findOrganization(store: Store, idOrName: string): OrganizationRecord | undefined {
    return store.get("organizations", idOrName) ?? store.list("organizations").find(({ name }) => name === idOrName);
}

/** An organization as it is answered: its members, connections and applications have endpoints of their own. */
function shownOrganization(organization: OrganizationRecord): JsonObject {
    const shown = omit(organization, "connections", "members", "member_roles", "clients", "client_grants");
    // Metadata that a change has emptied is not answered: seen.
    return Object.keys(organization.metadata ?? {}).length === 0 ? omit(shown, "metadata") : shown;
}

/**
 * The roles that a person has as a member of an organization. Within it, those that the person has in the tenant do not
 * count.
 */
export function memberRoles(
    store: Store,
    { member_roles: all = {} }: OrganizationRecord,
    { user_id }: UserRecord,
): RoleRecord[] {
    return (all[user_id] ?? []).map((id) => store.get("roles", id)).filter((role) => role !== undefined);
}

/** A connection of an organization with what Auth0 fills in: seen. */
export function newOrganizationConnection(
    body: JsonObject & { readonly connection_id: string },
): OrganizationConnection {
    return {
        is_signup_enabled: false,
        assign_membership_on_login: false,
        show_as_button: true,
        is_enabled: true,
        organization_access_level: "none",
        ...body,
    };
}

/**
 * The endpoints of organizations themselves.
 *
 * Seen: all answers to what the provider sends. Inferred: the refusal of a name that is taken.
 */
export function organizationEndpoints(store: Store): Endpoint[] {
    const save = (organization: OrganizationRecord): JsonObject => {
        const { id, name } = organization;
        if (store.list("organizations").some((other) => other.name === name && other.id !== id)) {
            throw conflict("An organization with this name already exists.", "organization_conflict");
        }
        store.put("organizations", id, organization);
        return shownOrganization(organization);
    };
    const list = (organizations: readonly OrganizationRecord[], query: Query) => {
        const client = query["include_client_association_for"];
        const shown = organizations.map((organization) => {
            const association = organization.clients.find(({ client_id }) => client_id === client);
            return {
                ...shownOrganization(organization),
                ...(association && { client: omit(association, "client_id") }),
            };
        });
        return selectPartOrPage(shown, query, "organizations");
    };

    return [
        endpoint("GET", "/organizations", ["read:organizations"], ({ query }) => ({
            status: 200,
            body: list(store.list("organizations"), query),
        })),
        endpoint("POST", "/organizations", ["create:organizations"], ({ body }) => {
            validate("CreateOrganizationRequestContent", body);
            const { enabled_connections: connections = [], ...fields } = body as JsonObject & {
                readonly name: string;
                readonly enabled_connections?: readonly (JsonObject & { readonly connection_id: string })[];
            };
            const organization = {
                id: identifiers.organization(),
                third_party_client_access: "block",
                is_app_entitlement_active: false,
                ...fields,
                connections: connections.map(newOrganizationConnection),
                members: [],
                clients: [],
                client_grants: [],
            };
            return { status: 201, body: save(organization) };
        }),
        endpoint("GET", "/organizations/name/:name", ["read:organizations"], ({ params }) => {
            const named = store.list("organizations").find(({ name }) => name === params["name"]);
            return { status: 200, body: shownOrganization(named ?? organizationOf(store, "")) };
        }),
        endpoint("GET", "/organizations/:id", ["read:organizations"], ({ params }) => ({
            status: 200,
            body: shownOrganization(organizationOf(store, params["id"] ?? "")),
        })),
        endpoint("PATCH", "/organizations/:id", ["update:organizations"], ({ params, body }) => {
            const organization = organizationOf(store, params["id"] ?? "");
            validate("UpdateOrganizationRequestContent", body);
            // Metadata replaces all that was there: seen.
            return { status: 200, body: save({ ...organization, ...(body as JsonObject) }) };
        }),
        endpoint("DELETE", "/organizations/:id", ["delete:organizations"], ({ params }) => {
            const { id } = organizationOf(store, params["id"] ?? "");
            store.remove("organizations", id);
            return { status: 204 };
        }),
        endpoint("GET", "/users/:id/organizations", ["read:organizations"], ({ params, query }) => {
            const { user_id } = userOf(store, params["id"] ?? "");
            const joined = store.list("organizations").filter(({ members }) => members.includes(user_id));
            return { status: 200, body: list(joined, query) };
        }),
    ];
}
