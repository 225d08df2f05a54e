import type { Known } from "./known";

/** What the server refuses a request with: `{ code, message }`. */
export class ServerError extends Error {
    constructor(
        readonly known: Known,
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

/** Why the server ends before it answers anything. */
export class StartError extends Error {
    constructor(
        readonly known: Known,
        message: string,
    ) {
        super(message);
    }
}

/** No valid token: 401. */
export function notAuthenticated(known: Known, message: string): ServerError {
    return new ServerError(known, 401, message);
}

/** What is asked for does not exist: 404. */
export function notFound(type: string, name: string): ServerError {
    return new ServerError("source", 404, `${type} instance for ${name} not found`);
}

/** What the server has not foreseen: 500. */
export function unforeseen(known: Known, message: string | null): ServerError {
    return new ServerError(
        known,
        500,
        `An exception with message [${message ?? "null"}] was thrown while processing request.`,
    );
}
