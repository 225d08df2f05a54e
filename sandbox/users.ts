import { createHash } from "node:crypto";
import { identifiers } from "./identifiers";
import { type JsonObject, omit } from "./json";
import { hashPassword, isPassword } from "./passwords";
import type { UserRecord } from "./records";
import type { Store } from "./store";

/** The password of the users that every new sandbox has. It opens nothing but the sandbox, and its pages show it. */
export const firstPassword = "Sandbox-1";

/** Its hash, computed once: it takes a while, and protects nothing here. */
let firstPasswordHash: string | undefined;

/** The users that every new sandbox has: two of one company, and one of another. */
export const firstPeople = [
    { email: "jane.doe@example.com", given_name: "Jane", family_name: "Doe", name: "Jane Doe" },
    { email: "john.roe@example.com", given_name: "John", family_name: "Roe", name: "John Roe" },
    { email: "alex.poe@example.org", given_name: "Alex", family_name: "Poe", name: "Alex Poe" },
].map((person) => ({ ...person, email_verified: true }));

/** A new person in a database connection, with what Auth0 fills in. */
export function newUser(
    { password, connection, ...profile }: JsonObject & { readonly email: string; readonly password: string },
    connectionName: string,
): UserRecord {
    const id = typeof profile["user_id"] === "string" ? profile["user_id"] : identifiers.user();
    const email = profile.email.toLowerCase();
    const now = new Date().toISOString();
    return {
        email_verified: false,
        name: email,
        nickname: email.slice(0, email.indexOf("@")),
        picture: pictureOf(email),
        ...omit(profile, "verify_email"),
        email,
        user_id: `auth0|${id}`,
        identities: [{ connection: connectionName, provider: "auth0", user_id: id, isSocial: false }],
        created_at: now,
        updated_at: now,
        password_hash:
            password === firstPassword ? (firstPasswordHash ??= hashPassword(password)) : hashPassword(password),
    };
}

/** The picture that Auth0 gives to a person: the one that Gravatar has for the address, or else its first two letters. */
function pictureOf(email: string): string {
    const hash = createHash("md5").update(email).digest("hex");
    const letters = encodeURIComponent(`https://cdn.auth0.com/avatars/${email.slice(0, 2)}.png`);
    return `https://s.gravatar.com/avatar/${hash}?s=480&r=pg&d=${letters}`;
}

/** The person of one of the connections who has this address and this password. */
export async function authenticate(
    store: Store,
    connections: readonly string[],
    email: string,
    password: string,
): Promise<UserRecord | undefined> {
    const candidates = store
        .list("users")
        .filter((user) => user.email === email.trim().toLowerCase() && connections.includes(connectionOf(user)));
    for (const user of candidates) {
        if (await isPassword(password, user.password_hash)) {
            return user;
        }
    }
    return undefined;
}

/** The name of the connection that a person signs in through. */
export function connectionOf({ identities: [{ connection }] }: UserRecord): string {
    return connection;
}

/** What tokens and `/userinfo` can say about a person. Auth0's `updated_at` is a text, where OpenID Connect has a number. */
export function claimsOf(user: UserRecord): JsonObject & { readonly sub: string } {
    const { user_id, given_name, family_name, nickname, name, picture, updated_at, email, email_verified } = user;
    return { sub: user_id, given_name, family_name, nickname, name, picture, updated_at, email, email_verified };
}
