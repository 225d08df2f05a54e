import Fastify, { type FastifyInstance } from "fastify";
import { ResponseBodyError } from "openid-client";
import type { Settings } from "../settings";
import { type StartedSignIn, WebClient } from "./webClient";

/**
 * Serves what OpenMetadata's server does in the Web flow: it sends people to the tenant, and redeems what comes back.
 * All that it knows of the tenant are OpenMetadata's settings.
 */
export async function startWebServer(settings: Settings, certificates: string): Promise<FastifyInstance> {
    const client = await WebClient.discover(settings, certificates);
    const callback = new URL(settings["OIDC_CALLBACK"] ?? "");
    const begun = new Map<string, StartedSignIn>();
    const app = Fastify({ forceCloseConnections: true });
    app.get("/api/v1/auth/login", (_request, reply) => {
        const signIn = client.start();
        begun.set(signIn.state, signIn);
        return reply.redirect(signIn.url.href);
    });
    app.get(callback.pathname, async (request, reply) => {
        const current = new URL(request.url, callback);
        const signIn = begun.get(current.searchParams.get("state") ?? "");
        if (signIn === undefined) {
            return reply.code(400).send({ error: "no sign-in has begun" });
        }
        try {
            return (await client.redeem(current, signIn)).claims();
        } catch (error) {
            if (!(error instanceof ResponseBodyError)) throw error;
            return reply.code(401).send({ error: error.error, error_description: error.error_description });
        }
    });
    await app.listen({ host: "localhost", port: Number(callback.port) });
    return app;
}
