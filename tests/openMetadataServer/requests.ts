import type { FastifyRequest } from "fastify";
import type { User } from "./database";
import { ServerError } from "./errors";
import type { Presented, Tokens } from "./tokens";

/** Who may do something. */
export interface Access {
    /** Whose token the request has; there may be no user of that name yet. */
    presented(request: FastifyRequest): Promise<Presented>;
    /** The user whom the request's token is of. */
    user(request: FastifyRequest): Promise<User>;
    /** The same, who has to be an admin. */
    admin(request: FastifyRequest): Promise<User>;
}

/** Takes the user from the request's token; the tokens are those of the settings in use. */
export function accessWith(tokens: () => Tokens): Access {
    const user = (request: FastifyRequest): Promise<User> => tokens().userOf(request.headers.authorization);
    return {
        presented: (request) => tokens().presentedBy(request.headers.authorization),
        user,
        async admin(request) {
            const found = await user(request);
            if (!found.isAdmin) {
                throw new ServerError("seen", 403, `Principal: CatalogPrincipal{name='${found.name}'} is not admin`);
            }
            return found;
        },
    };
}

/** A path parameter. */
export function parameter(request: FastifyRequest, name: string): string {
    return (request.params as Record<string, string>)[name] ?? "";
}

/** A query parameter; `undefined` where it is not given. */
export function query(request: FastifyRequest, name: string): string | undefined {
    return (request.query as Record<string, string | undefined>)[name];
}

/** The body, as its endpoint expects it. */
export function body(request: FastifyRequest): Record<string, unknown> {
    if (typeof request.body !== "object" || request.body === null) {
        throw new ServerError("inferred", 400, "The body has to be JSON.");
    }
    return request.body as Record<string, unknown>;
}
