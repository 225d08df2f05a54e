import type { Query } from "./selection";

/** A request whose token may do what it asks for. */
export interface ApiRequest {
    /** The parameters in the path. */
    readonly params: Readonly<Record<string, string>>;
    readonly query: Query;
    /** The body as it came; not checked yet. */
    readonly body: unknown;
    /** Whether the token carries one of these scopes. */
    readonly may: (...scopes: string[]) => boolean;
}

/** What is answered: a status, and a body where there is one. */
export interface ApiAnswer {
    readonly status: number;
    readonly body?: unknown;
}

/** One endpoint of the Management API. */
export interface Endpoint {
    readonly method: "GET" | "POST" | "PATCH" | "DELETE";
    /** The path below `/api/v2`, in fastify's form. */
    readonly path: string;
    /** The scopes of which the token needs one. */
    readonly scopes: readonly string[];
    readonly answer: (request: ApiRequest) => ApiAnswer;
}

/** An endpoint, in the order in which a request meets its parts. */
export function endpoint(
    method: Endpoint["method"],
    path: string,
    scopes: Endpoint["scopes"],
    answer: Endpoint["answer"],
): Endpoint {
    return { method, path, scopes, answer };
}
