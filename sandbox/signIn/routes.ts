import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { IncomingMessage } from "node:http";
import type { Provider } from "oidc-provider";
import { asForm } from "./request";

/** Paths of Auth0's that the OpenID provider library answers by itself. */
const paths = [
    "/authorize",
    "/authorize/:uid",
    "/userinfo",
    "/.well-known/openid-configuration",
    "/.well-known/jwks.json",
    "/oidc/logout",
    "/oidc/logout/confirm",
    "/v2/logout",
];
/** Paths at which the client authenticates. */
const clientPaths = ["/oauth/token", "/oauth/revoke"];

/** Adds Auth0's sign-in side: hands its paths to the OpenID provider library. */
export function addSignIn(app: FastifyInstance, provider: Provider): void {
    const answer = provider.callback();
    const { host } = new URL(provider.issuer);
    const hand = async (request: IncomingMessage, reply: FastifyReply): Promise<void> => {
        // The tenant has one name, whichever address of this machine a client has used.
        request.headers.host = host;
        reply.hijack();
        await answer(request, reply.raw);
    };

    app.register((plain, _options, done) => {
        // The library reads bodies itself.
        plain.removeAllContentTypeParsers();
        plain.addContentTypeParser("*", (_request, _payload, parsed) => {
            parsed(null);
        });
        for (const url of paths) {
            plain.route({
                method: ["GET", "POST", "OPTIONS"],
                url,
                handler: (request, reply) => hand(request.raw, reply),
            });
        }
        done();
    });
    for (const url of clientPaths) {
        app.route({
            method: ["POST", "OPTIONS"],
            url,
            handler: (request: FastifyRequest, reply) =>
                hand(request.method === "POST" ? asForm(request) : request.raw, reply),
        });
    }
}
