import { type JsonObject, omit } from "../json";
import { hashPassword } from "../passwords";
import type { ConnectionRecord, UserRecord } from "../records";
import type { Store } from "../store";
import { connectionOf, newUser } from "../users";
import { badRequest, conflict, orNotFound } from "./apiError";
import { type Endpoint, endpoint } from "./endpoint";
import { merge } from "./merge";
import { selectFields, selectPage } from "./selection";
import { validate } from "./validation/validate";

/** A person as they are answered: never with anything of the password, and without roles, which have endpoints of their own. */
export const shownUser = (user: UserRecord): JsonObject => omit(user, "password_hash", "role_ids");

/** The person with this id. */
export function userOf(store: Store, id: string): UserRecord {
    return orNotFound(store.get("users", id), "The user does not exist.", "inexistent_user");
}

/** The endpoints for users of database connections, as far as signing in needs them. */
export function userEndpoints(store: Store): Endpoint[] {
    const find = (id = ""): UserRecord => userOf(store, id);
    const save = (user: UserRecord): JsonObject => {
        const other = store
            .list("users")
            .find(
                (candidate) =>
                    candidate.email === user.email &&
                    candidate.user_id !== user.user_id &&
                    connectionOf(candidate) === connectionOf(user),
            );
        if (other !== undefined) {
            throw conflict("The user already exists.", "auth0_idp_error");
        }
        store.put("users", user.user_id, user);
        return shownUser(user);
    };
    const databaseConnection = (name: unknown): ConnectionRecord => {
        const connection = store.list("connections").find((candidate) => candidate.name === name);
        if (connection === undefined) {
            throw badRequest("The connection does not exist.", "inexistent_connection");
        }
        if (connection.strategy !== "auth0") {
            throw badRequest("The connection is not a database connection.", "operation_not_supported");
        }
        return connection;
    };

    return [
        endpoint("GET", "/users", ["read:users"], ({ query }) => {
            if (query["q"] !== undefined) {
                throw badRequest(
                    "The sandbox does not search. Ask /api/v2/users-by-email?email=…, or for the whole list.",
                    "invalid_query_string",
                );
            }
            const users = store.list("users").map((user) => selectFields(shownUser(user), query, []));
            return { status: 200, body: selectPage(users, query, "users") };
        }),
        endpoint("GET", "/users-by-email", ["read:users"], ({ query }) => {
            const email = query["email"]?.toLowerCase();
            const users = store.list("users").filter((user) => user.email === email);
            return { status: 200, body: users.map((user) => selectFields(shownUser(user), query, [])) };
        }),
        endpoint("POST", "/users", ["create:users"], ({ body }) => {
            validate("CreateUserRequestContent", body);
            const { connection, ...profile } = body as JsonObject;
            const { name } = databaseConnection(connection);
            const { email, password } = profile;
            if (typeof email !== "string") {
                throw badRequest("Payload validation error: 'Missing required property: email'.");
            }
            if (typeof password !== "string") {
                throw badRequest("Payload validation error: 'Missing required property: password'.");
            }
            checkPassword(password);
            return { status: 201, body: save(newUser({ ...profile, email, password }, name)) };
        }),
        endpoint("GET", "/users/:id", ["read:users"], ({ params, query }) => ({
            status: 200,
            body: selectFields(shownUser(find(params["id"])), query, []),
        })),
        endpoint("PATCH", "/users/:id", ["update:users"], ({ params, body }) => {
            const user = find(params["id"]);
            validate("UpdateUserRequestContent", body);
            const { password, connection, ...patch } = body as JsonObject;
            const { email } = patch;
            if (connection !== undefined && connection !== connectionOf(user)) {
                throw badRequest("The specified connection does not belong to the user.", "operation_not_supported");
            }
            if (typeof password === "string") {
                checkPassword(password);
            }
            const changed = {
                ...merge(user, omit(patch, "verify_email", "client_id")),
                ...(typeof email === "string" && { email: email.toLowerCase() }),
                ...(typeof password === "string" && { password_hash: hashPassword(password) }),
                updated_at: new Date().toISOString(),
            };
            return { status: 200, body: save(changed as UserRecord) };
        }),
        endpoint("DELETE", "/users/:id", ["delete:users"], ({ params }) => {
            const id = params["id"] ?? "";
            // Deleting who is not there is no error to Auth0.
            store.remove("users", id);
            return { status: 204 };
        }),
    ];
}

/** Auth0's password policy `good`: eight characters, and three of the four kinds. */
function checkPassword(password: string): void {
    const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
    if (password.length < 8 || kinds < 3) {
        throw badRequest("PasswordStrengthError: Password is too weak", "password_strength_error");
    }
}
