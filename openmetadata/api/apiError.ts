/** An answer of an OpenMetadata server that is no success, or none at all. No token and no secret is in the message. */
export class ApiError extends Error {
    /**
     * @param request - Method and path, such as `GET /api/v1/system/version`.
     * @param status - HTTP status of the answer; `undefined` where there was none.
     * @param message - What happened, and what to do.
     */
    constructor(
        public readonly request: string,
        public readonly status: number | undefined,
        message: string,
    ) {
        super(message);
        this.name = "ApiError";
    }
}
