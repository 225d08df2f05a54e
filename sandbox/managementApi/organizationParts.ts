import { type JsonObject, omit } from "../json";
import type { OrganizationClient, OrganizationConnection, OrganizationRecord, UserRecord } from "../records";
import type { Store } from "../store";
import { badRequest, conflict, notFound, orNotFound } from "./apiError";
import { clientOf } from "./clients";
import { type ApiRequest, type Endpoint, endpoint } from "./endpoint";
import { memberRoles, newOrganizationConnection, organizationOf } from "./organizations";
import { selectCheckpoint, selectFields, selectPageWithoutLength, selectPartOrPage } from "./selection";
import { shownUser, userOf } from "./users";
import { validate } from "./validation/validate";

/** What an answer shows of a member: documented. */
const memberFields = "user_id,email,picture,name";

/**
 * The endpoints of what belongs to an organization: its connections, members, applications and client grants.
 *
 * Seen: all answers to what the provider sends. Inferred: the refusals.
 */
export function organizationPartEndpoints(store: Store): Endpoint[] {
    const organizationIn = ({ params }: ApiRequest): OrganizationRecord => organizationOf(store, params["id"] ?? "");
    const change = (organization: OrganizationRecord, changed: Partial<OrganizationRecord>): void => {
        store.put("organizations", organization.id, { ...organization, ...changed });
    };
    return [
        ...connectionEndpoints(store, "connections", organizationIn, change),
        ...connectionEndpoints(store, "enabled_connections", organizationIn, change),
        ...memberEndpoints(store, organizationIn, change),
        ...memberRoleEndpoints(store, organizationIn, change),
        ...clientEndpoints(store, organizationIn, change),
        ...clientGrantEndpoints(store, organizationIn, change),
    ];
}

type Find = (request: ApiRequest) => OrganizationRecord;
type Change = (organization: OrganizationRecord, changed: Partial<OrganizationRecord>) => void;

const connectionBodies = {
    connections: {
        create: "CreateOrganizationAllConnectionRequestParameters",
        update: "UpdateOrganizationConnectionRequestParameters",
    },
    enabled_connections: {
        create: "AddOrganizationConnectionRequestContent",
        update: "UpdateOrganizationConnectionRequestContent",
    },
} as const;

/** The connections, which have an older and a newer path; the older one knows only those that are enabled, and fewer fields. */
function connectionEndpoints(
    store: Store,
    name: "connections" | "enabled_connections",
    find: Find,
    change: Change,
): Endpoint[] {
    const path = `/organizations/:id/${name}`;
    const bodies = connectionBodies[name];
    const shown = (own: OrganizationConnection): JsonObject => {
        const { strategy, name: connection } = store.get("connections", own.connection_id) ?? {};
        const fields = name === "connections" ? own : omit(own, "is_enabled", "organization_access_level");
        // Only a database lets people sign up: seen.
        return {
            ...(strategy === "auth0" ? fields : omit(fields, "is_signup_enabled")),
            connection: { name: connection, strategy },
        };
    };
    const ofOrganization = ({ connections }: OrganizationRecord): OrganizationConnection[] =>
        connections
            .filter(({ connection_id }) => store.get("connections", connection_id) !== undefined)
            .filter(({ is_enabled }) => name === "connections" || is_enabled);
    const one = (request: ApiRequest): OrganizationConnection =>
        orNotFound(
            ofOrganization(find(request)).find(({ connection_id }) => connection_id === request.params["connection"]),
            "The connection is not enabled for the organization.",
            "inexistent_organization_connection",
        );

    return [
        endpoint("GET", path, ["read:organization_connections"], (request) => {
            const enabled = request.query["is_enabled"];
            const connections = ofOrganization(find(request))
                .filter(({ is_enabled }) => enabled === undefined || String(is_enabled) === enabled)
                .map(shown);
            return { status: 200, body: selectPageWithoutLength(connections, request.query, name) };
        }),
        endpoint("POST", path, ["create:organization_connections"], (request) => {
            const organization = find(request);
            validate(bodies.create, request.body);
            const own = newOrganizationConnection(request.body as JsonObject & { connection_id: string });
            if (store.get("connections", own.connection_id) === undefined) {
                throw badRequest("The connection does not exist.", "inexistent_connection");
            }
            if (ofOrganization(organization).some(({ connection_id }) => connection_id === own.connection_id)) {
                throw conflict("The connection is enabled for the organization already.", "duplicate_entry");
            }
            change(organization, { connections: [...organization.connections, own] });
            return { status: 201, body: shown(own) };
        }),
        endpoint("GET", `${path}/:connection`, ["read:organization_connections"], (request) => ({
            status: 200,
            body: shown(one(request)),
        })),
        endpoint("PATCH", `${path}/:connection`, ["update:organization_connections"], (request) => {
            const organization = find(request);
            const own = one(request);
            validate(bodies.update, request.body);
            const changed = { ...own, ...(request.body as JsonObject) };
            const connections = organization.connections.map((other) =>
                other.connection_id === own.connection_id ? changed : other,
            );
            change(organization, { connections });
            return { status: 200, body: shown(changed) };
        }),
        endpoint("DELETE", `${path}/:connection`, ["delete:organization_connections"], (request) => {
            const organization = find(request);
            const { connection_id: id } = one(request);
            const connections = organization.connections.filter(({ connection_id }) => connection_id !== id);
            change(organization, { connections });
            return { status: 204 };
        }),
    ];
}

function memberEndpoints(store: Store, find: Find, change: Change): Endpoint[] {
    const path = "/organizations/:id/members";
    const membersIn = ({ body }: ApiRequest): readonly string[] =>
        (body as { readonly members: readonly string[] }).members;
    return [
        endpoint("GET", path, ["read:organization_members"], (request) => {
            const { query } = request;
            const members = find(request)
                .members.map((id) => store.get("users", id))
                .filter((user) => user !== undefined)
                .map((user) => selectFields(shownUser(user), { fields: memberFields }, []))
                .map((user) => selectFields(user, query, []));
            return { status: 200, body: selectPartOrPage(members, query, "members") };
        }),
        endpoint("POST", path, ["create:organization_members"], (request) => {
            const organization = find(request);
            validate("CreateOrganizationMemberRequestContent", request.body);
            const added = membersIn(request).map((id) => userOf(store, id).user_id);
            change(organization, { members: [...new Set([...organization.members, ...added])] });
            return { status: 204 };
        }),
        endpoint("DELETE", path, ["delete:organization_members"], (request) => {
            const organization = find(request);
            validate("DeleteOrganizationMembersRequestContent", request.body);
            const removed = membersIn(request);
            const kept = Object.entries(organization.member_roles ?? {}).filter(([id]) => !removed.includes(id));
            change(organization, {
                members: organization.members.filter((id) => !removed.includes(id)),
                member_roles: Object.fromEntries(kept),
            });
            return { status: 204 };
        }),
    ];
}

/** The roles that members have within the organization. */
function memberRoleEndpoints(store: Store, find: Find, change: Change): Endpoint[] {
    const path = "/organizations/:id/members/:user/roles";
    const memberIn = (request: ApiRequest): UserRecord => {
        const user = userOf(store, request.params["user"] ?? "");
        if (!find(request).members.includes(user.user_id)) {
            throw badRequest("The user is not a member of the organization.", "not_a_member");
        }
        return user;
    };
    const changeRoles = (
        request: ApiRequest,
        { user_id }: UserRecord,
        changed: (roles: readonly string[]) => string[],
    ): void => {
        const organization = find(request);
        const { member_roles: before = {} } = organization;
        change(organization, { member_roles: { ...before, [user_id]: changed(before[user_id] ?? []) } });
    };
    const rolesIn = ({ body }: ApiRequest): readonly string[] => (body as { readonly roles: readonly string[] }).roles;
    return [
        endpoint("GET", path, ["read:organization_member_roles"], (request) => {
            const roles = memberRoles(store, find(request), memberIn(request)).map((role) => omit(role, "type"));
            return { status: 200, body: selectPageWithoutLength(roles, request.query, "roles") };
        }),
        endpoint("POST", path, ["create:organization_member_roles"], (request) => {
            const user = memberIn(request);
            validate("AssignOrganizationMemberRolesRequestContent", request.body);
            const added = rolesIn(request);
            if (added.some((id) => store.get("roles", id) === undefined)) {
                throw notFound("The role does not exist.", "inexistent_role");
            }
            changeRoles(request, user, (roles) => [...new Set([...added, ...roles])]);
            return { status: 204 };
        }),
        endpoint("DELETE", path, ["delete:organization_member_roles"], (request) => {
            const user = memberIn(request);
            validate("DeleteOrganizationMemberRolesRequestContent", request.body);
            const removed = rolesIn(request);
            changeRoles(request, user, (roles) => roles.filter((id) => !removed.includes(id)));
            return { status: 204 };
        }),
    ];
}

function clientEndpoints(store: Store, find: Find, change: Change): Endpoint[] {
    const path = "/organizations/:id/clients";
    const shown = (own: OrganizationClient): JsonObject => {
        const { name, is_first_party, grant_types } = clientOf(store, own.client_id);
        return { ...own, client: { name, is_first_party, grant_types } };
    };
    const existing = ({ clients }: OrganizationRecord): OrganizationClient[] =>
        clients.filter(({ client_id }) => store.get("clients", client_id) !== undefined);
    const one = (request: ApiRequest): OrganizationClient =>
        orNotFound(
            existing(find(request)).find(({ client_id }) => client_id === request.params["client"]),
            "The client is not associated with the organization.",
            "inexistent_organization_client",
        );
    return [
        endpoint("GET", path, ["read:organizations"], (request) => ({
            status: 200,
            body: selectCheckpoint(existing(find(request)).map(shown), request.query, "clients"),
        })),
        endpoint("POST", path, ["update:organizations"], (request) => {
            const organization = find(request);
            validate("CreateOrganizationClientsRequestContent", request.body);
            const { clients: added } = request.body as { readonly clients: readonly OrganizationClient[] };
            const answered = added.map(shown);
            const others = organization.clients.filter(
                ({ client_id }) => !added.some((client) => client.client_id === client_id),
            );
            change(organization, { clients: [...added.toReversed(), ...others] });
            return { status: 201, body: answered };
        }),
        endpoint("DELETE", path, ["update:organizations"], (request) => {
            const organization = find(request);
            validate("DeleteOrganizationClientsRequestContent", request.body);
            const { clients: removed } = request.body as { readonly clients: readonly string[] };
            change(organization, {
                clients: organization.clients.filter(({ client_id }) => !removed.includes(client_id)),
            });
            return { status: 204 };
        }),
        endpoint("GET", `${path}/:client`, ["read:organizations"], (request) => ({
            status: 200,
            body: shown(one(request)),
        })),
        endpoint("PATCH", `${path}/:client`, ["update:organizations"], (request) => {
            const organization = find(request);
            const own = one(request);
            validate("UpdateOrganizationClientRequestContent", request.body);
            const changed = { ...own, ...(request.body as JsonObject) };
            change(organization, {
                clients: organization.clients.map((other) => (other.client_id === own.client_id ? changed : other)),
            });
            return { status: 200, body: shown(changed) };
        }),
    ];
}

function clientGrantEndpoints(store: Store, find: Find, change: Change): Endpoint[] {
    const path = "/organizations/:id/client-grants";
    return [
        endpoint("GET", path, ["read:organization_client_grants"], (request) => {
            const grants = find(request)
                .client_grants.map((id) => store.get("clientGrants", id))
                .filter((grant) => grant !== undefined);
            return { status: 200, body: selectPageWithoutLength(grants, request.query, "client_grants") };
        }),
        endpoint("POST", path, ["create:organization_client_grants"], (request) => {
            const organization = find(request);
            validate("AssociateOrganizationClientGrantRequestContent", request.body);
            const { grant_id } = request.body as { readonly grant_id: string };
            const grant = orNotFound(
                store.get("clientGrants", grant_id),
                "The client grant does not exist",
                "inexistent_client_grant",
            );
            change(organization, { client_grants: [...new Set([...organization.client_grants, grant_id])] });
            return { status: 201, body: { grant_id, ...omit(grant, "id", "subject_type") } };
        }),
        endpoint("DELETE", `${path}/:grant`, ["delete:organization_client_grants"], (request) => {
            const organization = find(request);
            change(organization, {
                client_grants: organization.client_grants.filter((id) => id !== request.params["grant"]),
            });
            return { status: 204 };
        }),
    ];
}
