import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { IncomingMessage } from "node:http";
import type { Provider } from "oidc-provider";
import { asForm } from "./request";

/** The provider of the domain that a request is made to. */
export type ProviderOf = (request: FastifyRequest) => Provider;

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
export function addSignIn(app: FastifyInstance, providerOf: ProviderOf): void {
    const answers = new WeakMap<Provider, ReturnType<Provider["callback"]>>();
    const hand = async (request: FastifyRequest, raw: IncomingMessage, reply: FastifyReply): Promise<void> => {
        const provider = providerOf(request);
        // Each domain of the tenant has one name, whichever address of this machine a client has used.
        raw.headers.host = new URL(provider.issuer).host;
        reply.hijack();
        const answer = answers.get(provider) ?? provider.callback();
        answers.set(provider, answer);
        await answer(raw, reply.raw);
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
                handler: (request, reply) => hand(request, request.raw, reply),
            });
        }
        done();
    });
    for (const url of clientPaths) {
        app.route({
            method: ["POST", "OPTIONS"],
            url,
            handler: (request: FastifyRequest, reply) =>
                hand(request, request.method === "POST" ? asForm(request) : request.raw, reply),
        });
    }
}
