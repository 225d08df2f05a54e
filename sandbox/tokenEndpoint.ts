import { timingSafeEqual } from "node:crypto";
import { parse } from "node:querystring";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AccessTokens } from "./accessTokens";
import { resourceServerOf } from "./managementApi/resourceServers";
import type { ClientRecord } from "./records";
import type { Store } from "./store";

/** What the token endpoint refuses a request with, in OAuth's form (RFC 6749, section 5.2) and Auth0's words. */
class TokenError extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        description: string,
    ) {
        super(description);
    }
}

type TokenRequest = Readonly<Record<string, unknown>>;

/** Adds `/oauth/token` with the client credentials grant. */
export function addTokenEndpoint(app: FastifyInstance, store: Store, tokens: AccessTokens): void {
    app.post("/oauth/token", async (request, reply) => {
        try {
            return await reply
                .header("cache-control", "no-store")
                .send(await clientCredentials(request, store, tokens));
        } catch (error) {
            if (error instanceof TokenError) {
                return reply.code(error.status).send({ error: error.code, error_description: error.message });
            }
            throw error;
        }
    });
}

async function clientCredentials(request: FastifyRequest, store: Store, tokens: AccessTokens): Promise<object> {
    const body = (typeof request.body === "object" && request.body !== null ? request.body : {}) as TokenRequest;
    const { grant_type: grantType, audience } = body;
    if (typeof grantType !== "string") {
        throw new TokenError(400, "invalid_request", "Missing required parameter: grant_type");
    }
    if (grantType !== "client_credentials") {
        throw new TokenError(403, "unsupported_grant_type", `Unsupported grant type: ${grantType}`);
    }
    const client = authenticate(store, body, request.headers.authorization);
    if (!(client.grant_types ?? []).includes(grantType)) {
        throw new TokenError(403, "unauthorized_client", `Grant type '${grantType}' not allowed for the client.`);
    }
    if (typeof audience !== "string" || audience === "") {
        throw new TokenError(403, "access_denied", "Non-global clients are not allowed access to APIv1");
    }
    if (resourceServerOf(store, audience) === undefined) {
        throw new TokenError(403, "access_denied", `Service not found: ${audience}`);
    }
    const grant = store
        .list("clientGrants")
        .find(({ client_id, audience: granted }) => client_id === client.client_id && granted === audience);
    if (grant === undefined) {
        throw new TokenError(
            403,
            "access_denied",
            `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API.`,
        );
    }
    const asked = typeof body["scope"] === "string" && body["scope"] !== "" ? body["scope"].split(" ") : undefined;
    const refused = asked?.filter((scope) => !grant.scope.includes(scope)) ?? [];
    if (refused.length > 0) {
        throw new TokenError(403, "access_denied", `Client has not been granted scopes: ${refused.join(", ")}`);
    }
    const scopes = asked ?? grant.scope;
    const { token, expiresIn } = await tokens.issue(client.client_id, audience, scopes);
    return { access_token: token, scope: scopes.join(" "), expires_in: expiresIn, token_type: "Bearer" };
}

/** The application that the request comes from, once it has proved with its secret that it is the one. */
function authenticate(store: Store, body: TokenRequest, authorization: string | undefined): ClientRecord {
    const [id, secret] = basicCredentials(authorization) ?? [body["client_id"], body["client_secret"]];
    const client = typeof id === "string" ? store.get("clients", id) : undefined;
    const bySecret = ["client_secret_post", "client_secret_basic", undefined].includes(
        client?.token_endpoint_auth_method,
    );
    if (
        client === undefined ||
        !bySecret ||
        client.client_authentication_methods !== undefined ||
        typeof secret !== "string" ||
        !same(secret, client.client_secret)
    ) {
        throw new TokenError(401, "access_denied", "Unauthorized");
    }
    return client;
}

function same(given: string, expected: string): boolean {
    const [a, b] = [Buffer.from(given), Buffer.from(expected)];
    return a.length === b.length && timingSafeEqual(a, b);
}

/** Client ID and secret of an Authorization header, which are form-encoded in it (RFC 6749, section 2.3.1). */
function basicCredentials(authorization: string | undefined): readonly (string | undefined)[] | undefined {
    const encoded = /^Basic (?<credentials>\S+)$/i.exec(authorization ?? "")?.groups?.["credentials"];
    const values = encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString().split(":", 2);
    return values?.map((value) => parse(`value=${value}`)["value"]?.toString());
}
