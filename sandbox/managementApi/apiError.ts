/** What the Management API refuses a request with. */
export class ApiError extends Error {
    constructor(
        /** The HTTP status. */
        readonly status: number,
        /** The name of the status, such as `Bad Request`. */
        readonly title: string,
        message: string,
        /** Auth0's own code of the error, such as `invalid_body`. */
        readonly errorCode?: string,
    ) {
        super(message);
        this.name = "ApiError";
    }

    /** The body that Auth0 answers with. */
    get body(): Record<string, unknown> {
        return {
            statusCode: this.status,
            error: this.title,
            message: this.message,
            ...(this.errorCode !== undefined && { errorCode: this.errorCode }),
        };
    }
}

/** 400: the body, or a part of the query, is not what the API takes. */
export function badRequest(message: string, errorCode = "invalid_body"): ApiError {
    return new ApiError(400, "Bad Request", message, errorCode);
}

/** 404: there is no such thing. */
export function notFound(message: string, errorCode?: string): ApiError {
    return new ApiError(404, "Not Found", message, errorCode);
}

/**
 * What was looked for.
 *
 * @throws ApiError with 404 where there is no such thing.
 */
export function orNotFound<T>(found: T | undefined, message: string, errorCode?: string): T {
    if (found === undefined) {
        throw notFound(message, errorCode);
    }
    return found;
}

/** 409: there is one of that name already, or it may not be changed. */
export function conflict(message: string, errorCode?: string): ApiError {
    return new ApiError(409, "Conflict", message, errorCode);
}

/** 403: the token may not do it; one of the scopes would allow it. */
export function insufficientScope(scopes: readonly string[]): ApiError {
    return new ApiError(
        403,
        "Forbidden",
        `Insufficient scope, expected any of: ${scopes.join(",")}`,
        "insufficient_scope",
    );
}
