import { identifiers } from "../identifiers";
import { type JsonObject, omit } from "../json";
import type { RoleRecord, UserRecord } from "../records";
import type { Changes, Store } from "../store";
import { conflict, orNotFound } from "./apiError";
import { type Endpoint, endpoint } from "./endpoint";
import { merge } from "./merge";
import { selectFields, selectPageWithoutLength, selectPartOrPage } from "./selection";
import { shownUser, userOf } from "./users";
import { validate } from "./validation/validate";

/** What an answer shows of a person in a list of users with a role: documented. */
const memberFields = ["user_id", "email", "picture", "name"];

/**
 * The endpoints of roles, and of who has which. The sandbox has no permissions, so each list of them is empty.
 *
 * Seen: all answers to what the provider sends. Inferred: the order of a person's roles, and the refusals.
 */
export function roleEndpoints(store: Store): Endpoint[] {
    const find = (id = ""): RoleRecord =>
        orNotFound(store.get("roles", id), "The role does not exist.", "inexistent_role");
    const shown = (role: RoleRecord): JsonObject => ({ description: "", ...role });
    const save = (role: RoleRecord): RoleRecord => {
        if (store.list("roles").some(({ id, name }) => name === role.name && id !== role.id)) {
            throw conflict("The specified role name already exists.", "role_conflict");
        }
        store.put("roles", role.id, role);
        return role;
    };
    const holders = (id: string): UserRecord[] =>
        store.list("users").filter(({ role_ids = [] }) => role_ids.includes(id));

    return [
        endpoint("GET", "/roles", ["read:roles"], ({ query }) => {
            const roles = store
                .list("roles")
                .filter(({ name }) => name.toLowerCase().includes(query["name_filter"]?.toLowerCase() ?? ""));
            return { status: 200, body: selectPageWithoutLength(roles.map(shown), query, "roles") };
        }),
        endpoint("POST", "/roles", ["create:roles"], ({ body }) => {
            validate("CreateRoleRequestContent", body);
            const role = { id: identifiers.role(), type: "tenant", ...(body as JsonObject & { name: string }) };
            return { status: 200, body: save(role) };
        }),
        endpoint("GET", "/roles/:id", ["read:roles"], ({ params }) => ({
            status: 200,
            body: shown(find(params["id"])),
        })),
        endpoint("PATCH", "/roles/:id", ["update:roles"], ({ params, body }) => {
            const role = find(params["id"]);
            validate("UpdateRoleRequestContent", body);
            return { status: 200, body: shown(save(merge(role, body as JsonObject) as RoleRecord)) };
        }),
        endpoint("DELETE", "/roles/:id", ["delete:roles"], ({ params }) => {
            const { id } = find(params["id"]);
            store.write((changes) => {
                for (const user of holders(id)) changeRoles(changes, user, [], [id]);
                changes.remove("roles", id);
            });
            return { status: 200, body: {} };
        }),
        endpoint("GET", "/roles/:id/permissions", ["read:roles"], ({ params, query }) => {
            find(params["id"]);
            return { status: 200, body: selectPageWithoutLength([], query, "permissions") };
        }),
        endpoint("GET", "/roles/:id/users", ["read:users", "read:roles", "read:role_members"], ({ params, query }) => {
            const users = holders(find(params["id"]).id).map((user) =>
                selectFields(shownUser(user), { fields: memberFields.join(",") }, []),
            );
            return { status: 200, body: selectPartOrPage(users, query, "users") };
        }),
        endpoint("POST", "/roles/:id/users", ["update:roles", "create:role_members"], ({ params, body }) => {
            const { id } = find(params["id"]);
            validate("AssignRoleUsersRequestContent", body);
            const users = (body as { readonly users: readonly string[] }).users.map((user) => userOf(store, user));
            store.write((changes) => {
                for (const user of users) changeRoles(changes, user, [id], []);
            });
            return { status: 200, body: {} };
        }),
        endpoint("GET", "/users/:id/roles", ["read:users", "read:roles", "read:role_members"], ({ params, query }) => {
            // Without the type, which the role itself is answered with: seen.
            const roles = rolesOf(store, userOf(store, params["id"] ?? "")).map((role) => omit(shown(role), "type"));
            return { status: 200, body: selectPageWithoutLength(roles, query, "roles") };
        }),
        endpoint("POST", "/users/:id/roles", ["update:users", "create:role_members"], ({ params, body }) => {
            const user = userOf(store, params["id"] ?? "");
            validate("AssignUserRolesRequestContent", body);
            const { roles } = body as { readonly roles: readonly string[] };
            roles.forEach(find);
            store.write((changes) => {
                changeRoles(changes, user, roles, []);
            });
            return { status: 204 };
        }),
        endpoint("DELETE", "/users/:id/roles", ["update:users", "delete:role_members"], ({ params, body }) => {
            const user = userOf(store, params["id"] ?? "");
            validate("DeleteUserRolesRequestContent", body);
            // Taking away what the person does not have is no error: seen.
            store.write((changes) => {
                changeRoles(changes, user, [], (body as { readonly roles: readonly string[] }).roles);
            });
            return { status: 204 };
        }),
        endpoint("GET", "/users/:id/permissions", ["read:users"], ({ params, query }) => {
            userOf(store, params["id"] ?? "");
            return { status: 200, body: selectPageWithoutLength([], query, "permissions") };
        }),
    ];
}

/** The roles of a person, the latest first. */
export function rolesOf(store: Store, { role_ids = [] }: UserRecord): RoleRecord[] {
    return role_ids.map((id) => store.get("roles", id)).filter((role) => role !== undefined);
}

function changeRoles(changes: Changes, user: UserRecord, add: readonly string[], remove: readonly string[]): void {
    const { role_ids: before = [] } = user;
    const kept = before.filter((id) => !remove.includes(id));
    const added = add.filter((id) => !kept.includes(id)).reverse();
    changes.put("users", user.user_id, { ...user, role_ids: [...added, ...kept] });
}
