import type { FastifyInstance } from "fastify";
import { type Presented, type BotTokenCache, type Tokens } from "./tokens";
import { listClaim } from "./claims";
import type { AuthorizerConfiguration, SecurityConfiguration } from "./configuration";
import { type Database, type JwtMechanism, tokenExpiries, type TokenExpiry, type User } from "./database";
import { notFound, ServerError, unforeseen } from "./errors";
import { encrypted } from "./fernet";
import { known } from "./known";
import { page } from "./page";
import { type Access, body, parameter, query } from "./requests";

/** What these endpoints answer from. */
export interface Users {
    readonly database: Database;
    readonly fernetKeys: readonly string[];
    readonly botTokens: BotTokenCache;
    /** The environment's settings, which some of these endpoints go by until the next start. */
    readonly atStart: { readonly authorizer: AuthorizerConfiguration; readonly selfSignup: boolean };
    tokens(): Tokens;
    security(): SecurityConfiguration;
}

const base = "/api/v1/users";

/** Adds `/api/v1/users` and `/api/v1/bots`. */
export function addUserRoutes(app: FastifyInstance, access: Access, users: Users): void {
    const { database, botTokens } = users;
    const byId = (id: string): User => database.users.get(id) ?? raise(notFound("user", id));
    const active = (id: string): User => {
        const user = byId(id);
        return user.deleted ? raise(notFound("user", id)) : user;
    };

    app.post(`${base}/login`, known("seen"), async (request) => {
        if (users.security().authenticationConfiguration.provider !== "basic") {
            throw new ServerError("seen", 403, "Forbidden: this operation is not allowed with the configured provider");
        }
        const { email, password } = body(request);
        const given = Buffer.from(String(password), "base64").toString();
        const user = [...database.users.values()].find((found) => found.email === email && !found.deleted);
        if (user?.password === undefined || user.password !== given) {
            throw new ServerError("source", 401, "You have entered an invalid username or password.");
        }
        return { accessToken: await users.tokens().forPerson(user), tokenType: "Bearer", expiryDuration: 3600 };
    });

    app.get(base, known("seen"), async (request) => {
        await access.user(request);
        const [isAdmin, isBot] = [query(request, "isAdmin"), query(request, "isBot")];
        const found = [...database.users.values()]
            .filter((user) => !user.deleted)
            .filter((user) => isAdmin === undefined || user.isAdmin === (isAdmin === "true"))
            .filter((user) => isBot === undefined || user.isBot === (isBot === "true"));
        return page(found.map(shown), query(request, "limit"), query(request, "after"));
    });
    app.post(base, known("seen"), async (request, reply) => {
        const presented = await access.presented(request);
        const { name, email } = body(request) as { name: string; email: string };
        if (database.userOf(email.toLowerCase()) !== undefined) {
            throw new ServerError("source", 409, "Entity already exists");
        }
        const creator = database.user(presented.name);
        if (creator === undefined) {
            // The switch of the start counts, whatever was written since; no domain and no team is looked at.
            if (!users.atStart.selfSignup) {
                throw new ServerError("source", 403, "Signup is not available");
            }
            if (name !== presented.name) {
                throw new ServerError("source", 403, "Cannot sign up as another user");
            }
        } else if (!creator.isAdmin) {
            throw new ServerError("source", 403, `Principal: CatalogPrincipal{name='${creator.name}'} is not admin`);
        }
        return reply.code(201).send(shown(database.addUser({ name, email })));
    });
    app.get(`${base}/loggedInUser`, known("seen"), async (request) => {
        const presented = await access.presented(request);
        const user = loggedIn(database, presented);
        syncRoles(user, presented, users);
        return shown(user);
    });
    app.get(`${base}/name/:name`, known("seen"), async (request) => {
        await access.user(request);
        const name = parameter(request, "name");
        return shown(database.user(name) ?? raise(notFound("user", name)));
    });
    app.get(`${base}/:id`, known("source"), async (request) => {
        await access.user(request);
        return shown(active(parameter(request, "id")));
    });
    app.delete(`${base}/:id`, known("seen"), async (request) => {
        await access.admin(request);
        const user = byId(parameter(request, "id"));
        if (query(request, "hardDelete") === "true") {
            database.users.delete(user.id);
        } else {
            user.deleted = true;
        }
        return shown({ ...user, deleted: true });
    });
    app.put(`${base}/restore`, known("source"), async (request) => {
        await access.admin(request);
        const user = byId(String(body(request)["id"]));
        user.deleted = false;
        return shown(user);
    });

    const readable = (jwt: JwtMechanism): JwtMechanism =>
        users.tokens().canRead(jwt) ? jwt : raise(new ServerError("seen", 400, "Failed to decrypt"));
    app.get(`${base}/auth-mechanism/:id`, known("seen"), async (request, reply) => {
        await access.admin(request);
        const { jwt } = bot(active(parameter(request, "id")));
        return jwt === undefined
            ? reply.code(204).send()
            : { authType: "JWT", config: shownToken(readable(jwt), jwt.JWTToken) };
    });
    app.get(`${base}/token/:id`, known("source"), async (request) => {
        await access.admin(request);
        const { jwt } = bot(active(parameter(request, "id")));
        return jwt === undefined ? {} : shownToken(readable(jwt), jwt.JWTToken);
    });
    app.put(`${base}/generateToken/:id`, known("seen"), async (request) => {
        await access.admin(request);
        const user = active(parameter(request, "id"));
        const expiry = body(request)["JWTTokenExpiry"];
        if (typeof expiry !== "string" || !(expiry in tokenExpiries)) {
            throw new ServerError("inferred", 400, "[query param JWTTokenExpiry must not be null]");
        }
        if (!user.isBot) {
            throw new ServerError("source", 400, "Generating JWT token is only supported for bot users");
        }
        // What is remembered of the old token stays.
        user.jwt = await users.tokens().forBot(user, expiry as TokenExpiry);
        return shownToken(user.jwt, encrypted(user.jwt.JWTToken, users.fernetKeys[0] ?? ""));
    });
    app.put(`${base}/revokeToken`, known("source"), async (request) => {
        await access.admin(request);
        const user = active(String(body(request)["id"]));
        if (!user.isBot) {
            throw unforeseen("seen", "Revoke Token can only be applied to Bot Users.");
        }
        user.jwt = { JWTToken: "" };
        botTokens.forget(user.name);
        return shown(user);
    });

    app.get("/api/v1/bots", known("seen"), async (request) => {
        await access.user(request);
        const bots = [...database.users.values()].filter((user) => user.isBot && !user.deleted);
        return page(
            bots.map(({ id, name }) => ({ id, name, fullyQualifiedName: name })),
            query(request, "limit"),
            query(request, "after"),
        );
    });
    app.get("/api/v1/bots/name/:name", known("seen"), async (request) => {
        await access.user(request);
        const name = parameter(request, "name");
        const user = database.user(name);
        const { id } = user?.isBot === true ? user : raise(notFound("bot", name));
        return { id, name, fullyQualifiedName: name, botUser: { id, type: "user", name, fullyQualifiedName: name } };
    });
}

/** The user whom a token is of, by name and address both. */
function loggedIn(database: Database, { name, email }: Presented): User {
    const [byName, byAddress] = [database.user(name), database.userOf(email)];
    if (byName !== undefined && byName === byAddress) {
        return byName;
    }
    throw (byName === undefined) === (byAddress === undefined)
        ? new ServerError("seen", 404, "Cannot find user with provided name and email")
        : new ServerError("seen", 400, "Account already exists. Please contact administrator.");
}

/**
 * Sets a person's roles to those of the claim `roles`, where both the environment and the database say so. Where only
 * the environment does, the claim is not read, which strips the person; where only the database does, nothing is done.
 */
function syncRoles(user: User, { claims }: Presented, users: Users): void {
    const { database, atStart } = users;
    if (atStart.authorizer.useRolesFromProvider !== true || user.isBot) {
        return;
    }
    const claimed =
        users.security().authorizerConfiguration.useRolesFromProvider === true ? listClaim(claims, "roles") : [];
    user.isAdmin ||= claimed.includes("Admin");
    user.roles = claimed.filter((role) => database.roles.has(role));
}

function shown({ id, name, email, isAdmin, isBot, deleted }: User): object {
    return { id, name, fullyQualifiedName: name, email, isAdmin, isBot, deleted };
}

function shownToken({ JWTTokenExpiry, JWTTokenExpiresAt }: JwtMechanism, token: string): object {
    return { JWTToken: token, JWTTokenExpiry, JWTTokenExpiresAt };
}

function bot(user: User): User {
    return user.isBot ? user : raise(new ServerError("source", 400, "JWT token is only supported for bot users"));
}

function raise(error: ServerError): never {
    throw error;
}
