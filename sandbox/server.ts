import Fastify, { type FastifyInstance } from "fastify";
import { parse } from "node:querystring";
import type { AccessTokens } from "./accessTokens";
import type { KeyPair } from "./certificate";
import { ApiError, badRequest } from "./managementApi/apiError";
import { addManagementApi } from "./managementApi/routes";
import type { Store } from "./store";
import { addTokenEndpoint } from "./tokenEndpoint";

/** The HTTPS server of a tenant; it does not listen yet. */
export function createServer(
    store: Store,
    tokens: AccessTokens,
    tls: KeyPair,
    signingCertificate: string,
): FastifyInstance {
    const app = Fastify({
        https: { key: tls.key, cert: tls.certificate },
        forceCloseConnections: true,
        bodyLimit: 1_048_576,
    }) as unknown as FastifyInstance;

    app.removeAllContentTypeParsers();
    app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
        try {
            done(null, text === "" ? undefined : JSON.parse(text as string));
        } catch {
            done(badRequest("Invalid request payload JSON format", "invalid_body"), undefined);
        }
    });
    app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, text, done) => {
        done(null, { ...parse(text as string) });
    });
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
        if (error instanceof ApiError) {
            return reply.code(error.status).send(error.body);
        }
        const status = error.statusCode ?? 500;
        if (status >= 500) {
            console.error(error);
            return reply
                .code(500)
                .send(new ApiError(500, "Internal Server Error", "Internal error of the sandbox").body);
        }
        return reply.code(status).send(new ApiError(status, error.name, error.message).body);
    });
    app.setNotFoundHandler((_request, reply) => reply.code(404).send(new ApiError(404, "Not Found", "Not Found").body));

    addTokenEndpoint(app, store, tokens);
    addManagementApi(app, store, tokens, signingCertificate);
    return app;
}
