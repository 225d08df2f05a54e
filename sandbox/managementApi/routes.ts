import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AccessTokens } from "../accessTokens";
import type { EventLog } from "../eventLog";
import type { Store } from "../store";
import { actionEndpoints } from "./actions";
import { ApiError, insufficientScope } from "./apiError";
import { clientGrantEndpoints } from "./clientGrants";
import { clientEndpoints } from "./clients";
import { connectionEndpoints } from "./connections";
import { credentialEndpoints } from "./credentials";
import { organizationEndpoints } from "./organizations";
import { organizationPartEndpoints } from "./organizationParts";
import { RateLimit } from "./rateLimit";
import { resourceServerEndpoints } from "./resourceServers";
import { roleEndpoints } from "./roles";
import type { Query } from "./selection";
import { tenantSettingsEndpoints } from "./tenantSettings";
import { triggerEndpoints } from "./triggerBindings";
import { userEndpoints } from "./users";

/** Adds the Management API v2, as far as the sandbox has it. */
export function addManagementApi(
    app: FastifyInstance,
    store: Store,
    tokensOf: (request: FastifyRequest) => AccessTokens,
    signingCertificate: string,
    log: EventLog,
): void {
    const rateLimit = new RateLimit();
    const endpoints = [
        ...clientEndpoints(store, signingCertificate),
        ...credentialEndpoints(store),
        ...connectionEndpoints(store),
        ...resourceServerEndpoints(store),
        ...clientGrantEndpoints(store),
        ...userEndpoints(store),
        ...roleEndpoints(store),
        ...organizationEndpoints(store),
        ...organizationPartEndpoints(store),
        ...tenantSettingsEndpoints(store),
        ...actionEndpoints(store),
        ...triggerEndpoints(store),
    ];
    for (const { method, path, scopes, answer } of endpoints) {
        app.route({
            method,
            url: `/api/v2${path}`,
            onResponse: (request, reply, done) => {
                const { statusCode } = reply;
                log.add(statusCode < 400 ? "sapi" : "fapi", `${request.method} ${request.url}: ${statusCode}`);
                done();
            },
            handler: async (request, reply) => {
                const { exceeded, headers } = rateLimit.count();
                void reply.headers(headers);
                if (exceeded) {
                    throw new ApiError(429, "Too Many Requests", "Global limit has been reached", "too_many_requests");
                }
                const granted = await grantedTo(request.headers.authorization, tokensOf(request));
                const may = (...any: string[]): boolean => any.some((scope) => granted.has(scope));
                if (!may(...scopes)) {
                    throw insufficientScope(scopes);
                }
                const { status, body } = answer({
                    params: request.params as Record<string, string>,
                    query: singleValues(request.query as Record<string, string | readonly string[]>),
                    body: request.body,
                    may,
                });
                return reply.code(status).send(body);
            },
        });
    }
}

async function grantedTo(authorization: string | undefined, tokens: AccessTokens): Promise<ReadonlySet<string>> {
    const token = /^Bearer (?<token>\S+)$/i.exec(authorization ?? "")?.groups?.["token"];
    if (token === undefined) {
        throw new ApiError(401, "Unauthorized", "Missing authentication");
    }
    const scopes = await tokens.scopesOf(token);
    if (scopes === undefined) {
        throw new ApiError(401, "Unauthorized", "Invalid token", "invalid_token");
    }
    return scopes;
}

/** The query with each parameter once: Auth0 takes one that is repeated for a list, like one with commas. */
function singleValues(query: Record<string, string | readonly string[]>): Query {
    return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat().join(",")]));
}
