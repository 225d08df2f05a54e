import { findOrganization } from "../managementApi/organizations";
import type { ClientRecord, ConnectionRecord, OrganizationRecord, UserRecord } from "../records";
import type { Store } from "../store";
import { connectionOf } from "../users";
import { Auth0Error } from "./auth0Errors";

/** What `/authorize` is asked with where it names an organization by its ID. */
const idForm = /^org_[0-9A-Za-z]+$/;

/**
 * The organization that a request to `/authorize` names.
 *
 * Source: the words of the errors are those that applications report.
 *
 * @throws Auth0Error where the application may not, or has to, name one; or where there is none that the request may name so.
 */
export function requestedOrganization(
    store: Store,
    { organization_usage: usage = "deny" }: ClientRecord,
    organization: string | undefined,
): OrganizationRecord | undefined {
    if (organization === undefined) {
        if (usage === "require") throw invalidRequest("parameter organization is required for this client");
        return undefined;
    }
    if (usage === "deny") throw invalidRequest("parameter organization is not allowed for this client");
    const found = namesAllowed(store) || idForm.test(organization) ? findOrganization(store, organization) : undefined;
    if (found === undefined) {
        throw invalidRequest("authorization request parameter organization must be an organization id");
    }
    return found;
}

/**
 * Lets a person sign in as a member of an organization. Who signs in through a connection that gives the membership
 * becomes one.
 *
 * @throws Auth0Error where the person is no member.
 */
export function checkMembership(store: Store, organization: OrganizationRecord, user: UserRecord): void {
    const { id, members, connections } = organization;
    if (members.includes(user.user_id)) return;
    const through = store.list("connections").find(({ name }) => name === connectionOf(user));
    const gives = connections.find(({ connection_id }) => connection_id === through?.id);
    if (gives?.is_enabled !== true || !gives.assign_membership_on_login) {
        throw new Auth0Error(403, "access_denied", `user ${user.user_id} is not part of the ${id} organization`);
    }
    store.put("organizations", id, { ...organization, members: [...members, user.user_id] });
}

/** The connections through which an organization's members sign in, whichever the application has (inferred). */
export function organizationConnections(store: Store, { connections }: OrganizationRecord): ConnectionRecord[] {
    return connections
        .filter(({ is_enabled }) => is_enabled)
        .map(({ connection_id }) => store.get("connections", connection_id))
        .filter((connection) => connection !== undefined);
}

/** What tokens say of the organization: its name only where the tenant lets requests name it so. */
export function organizationClaims(store: Store, { id, name }: OrganizationRecord): Record<string, string> {
    return { org_id: id, ...(namesAllowed(store) && { org_name: name }) };
}

function namesAllowed(store: Store): boolean {
    return store.tenant?.settings?.["allow_organization_name_in_authentication_api"] === true;
}

function invalidRequest(description: string): Auth0Error {
    return new Auth0Error(400, "invalid_request", description);
}
