import type { FastifyRequest } from "fastify";
import { ApiError } from "./managementApi/apiError";

/**
 * Refuses a form that another site's page has sent. Cookies do not tell them apart here: pages on all ports of localhost
 * are of one site.
 *
 * @throws ApiError 403.
 */
export function requireSameOrigin(request: FastifyRequest, ...issuers: readonly string[]): void {
    if (!issuers.some((issuer) => request.headers.origin === new URL(issuer).origin)) {
        throw new ApiError(403, "Forbidden", "This form can only be sent from the sandbox's own pages.");
    }
}
