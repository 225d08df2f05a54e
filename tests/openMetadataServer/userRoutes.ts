import type { FastifyInstance } from "fastify";
import { type Database, tokenExpiries, type TokenExpiry, type User } from "./database";
import { notFound, ServerError } from "./errors";
import { type Access, body, parameter, query } from "./requests";
import type { Tokens } from "./tokens";

const base = "/api/v1/users";

/** Adds `/api/v1/users` and `/api/v1/bots`. */
export function addUserRoutes(
    app: FastifyInstance,
    access: Access,
    database: Database,
    tokens: () => Tokens,
    provider: () => string | null,
): void {
    const byId = (id: string): User => database.users.get(id) ?? raise(notFound("user", id));
    const active = (id: string): User => {
        const user = byId(id);
        return user.deleted ? raise(notFound("user", id)) : user;
    };

    app.post(`${base}/login`, async (request) => {
        if (provider() !== "basic") {
            throw new ServerError(403, "Forbidden: this operation is not allowed with the configured provider");
        }
        const { email, password } = body(request);
        const given = Buffer.from(String(password), "base64").toString();
        const user = [...database.users.values()].find((found) => found.email === email && !found.deleted);
        if (user?.password === undefined || user.password !== given) {
            throw new ServerError(401, "You have entered an invalid username or password.");
        }
        return { accessToken: await tokens().forPerson(user), tokenType: "Bearer", expiryDuration: 3600 };
    });

    app.get(base, async (request) => {
        await access.user(request);
        const [isAdmin, isBot] = [query(request, "isAdmin"), query(request, "isBot")];
        const users = [...database.users.values()]
            .filter((user) => !user.deleted)
            .filter((user) => isAdmin === undefined || user.isAdmin === (isAdmin === "true"))
            .filter((user) => isBot === undefined || user.isBot === (isBot === "true"));
        return page(users.map(shown), query(request, "limit"), query(request, "after"));
    });
    app.get(`${base}/loggedInUser`, async (request) => shown(await access.user(request)));
    app.get(`${base}/name/:name`, async (request) => {
        await access.user(request);
        const name = parameter(request, "name");
        return shown(database.user(name) ?? raise(notFound("user", name)));
    });
    app.get(`${base}/:id`, async (request) => {
        await access.user(request);
        return shown(active(parameter(request, "id")));
    });
    app.delete(`${base}/:id`, async (request) => {
        await access.admin(request);
        const user = byId(parameter(request, "id"));
        if (query(request, "hardDelete") === "true") {
            database.users.delete(user.id);
        } else {
            user.deleted = true;
        }
        return shown({ ...user, deleted: true });
    });
    app.put(`${base}/restore`, async (request) => {
        await access.admin(request);
        const user = byId(String(body(request)["id"]));
        user.deleted = false;
        return shown(user);
    });

    app.get(`${base}/auth-mechanism/:id`, async (request, reply) => {
        await access.admin(request);
        const { jwt } = bot(active(parameter(request, "id")));
        return jwt === undefined ? reply.code(204).send() : { authType: "JWT", config: jwt };
    });
    app.get(`${base}/token/:id`, async (request) => {
        await access.admin(request);
        return bot(active(parameter(request, "id"))).jwt ?? {};
    });
    app.put(`${base}/generateToken/:id`, async (request) => {
        await access.admin(request);
        const user = active(parameter(request, "id"));
        const expiry = body(request)["JWTTokenExpiry"];
        if (typeof expiry !== "string" || !(expiry in tokenExpiries)) {
            throw new ServerError(400, "[query param JWTTokenExpiry must not be null]");
        }
        user.jwt = await tokens().forBot(user, expiry as TokenExpiry);
        return user.jwt;
    });
    app.put(`${base}/revokeToken`, async (request) => {
        await access.admin(request);
        const user = bot(active(String(body(request)["id"])));
        user.jwt = { JWTToken: "" };
        return shown(user);
    });

    app.get("/api/v1/bots", async (request) => {
        await access.user(request);
        const bots = [...database.users.values()].filter((user) => user.isBot && !user.deleted);
        return page(bots.map(shownBot), query(request, "limit"), query(request, "after"));
    });
    app.get("/api/v1/bots/name/:name", async (request) => {
        await access.user(request);
        const name = parameter(request, "name");
        const user = database.user(name);
        return shownBot(user?.isBot === true ? user : raise(notFound("bot", name)));
    });
}

function shown({ id, name, email, isAdmin, isBot, deleted }: User): object {
    return { id, name, fullyQualifiedName: name, email, isAdmin, isBot, deleted };
}

function shownBot({ id, name }: User): object {
    return { id, name, fullyQualifiedName: name, botUser: { id, type: "user", name, fullyQualifiedName: name } };
}

/** One page of a list, and where the next begins. */
function page(all: readonly object[], limit = "10", after = ""): object {
    const start = after === "" ? 0 : Number(Buffer.from(after, "base64").toString());
    const end = start + Number(limit);
    const next = end < all.length ? { after: Buffer.from(String(end)).toString("base64") } : {};
    return { data: all.slice(start, end), paging: { total: all.length, ...next } };
}

function bot(user: User): User {
    return user.isBot ? user : raise(new ServerError(400, "JWT token is only supported for bot users"));
}

function raise(error: ServerError): never {
    throw error;
}
