/** What the server refuses a request with: `{ code, message }`. */
export class ServerError extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

/** No valid token: 401. */
export function notAuthenticated(message: string): ServerError {
    return new ServerError(401, message);
}

/** What is asked for does not exist: 404. */
export function notFound(type: string, name: string): ServerError {
    return new ServerError(404, `${type} instance for ${name} not found`);
}
