import Fastify, { type FastifyInstance } from "fastify";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "../settings";

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8" /><title>OpenMetadata's stand-in</title><link rel="icon" href="data:," /></head>
<body>
    <script src="/auth0-spa-js.js"></script>
    <script type="module" src="/spaPage.mjs"></script>
    <button id="sign-in">Sign in</button>
    <pre id="state"></pre>
</body>
</html>`;

/** How the page renews its tokens: as OpenMetadata's does, or in a hidden frame. */
export type Renewal = "refreshTokens" | "frame";

/**
 * Serves a page that signs in as OpenMetadata's does in the SPA flow, with Auth0's own SDK. All that the page knows of
 * the tenant are OpenMetadata's settings.
 */
export async function startSpa(settings: Settings, renewal: Renewal = "refreshTokens"): Promise<FastifyInstance> {
    const app = Fastify({ forceCloseConnections: true });
    const sdk = await readFile(require.resolve("@auth0/auth0-spa-js/dist/auth0-spa-js.production.js"), "utf8");
    const script = await readFile(join(__dirname, "spaPage.mjs"), "utf8");
    const publicSettings = Object.entries(settings).filter(([name]) => name.startsWith("AUTHENTICATION_"));
    for (const [path, type, content] of [
        ["/", "text/html", page],
        ["/callback", "text/html", page],
        ["/auth0-spa-js.js", "text/javascript", sdk],
        ["/spaPage.mjs", "text/javascript", script],
        ["/settings.json", "application/json", JSON.stringify({ ...Object.fromEntries(publicSettings), renewal })],
    ] as const) {
        app.get(path, (_request, reply) => reply.type(type).send(content));
    }
    const { port } = new URL(settings["AUTHENTICATION_CALLBACK_URL"] ?? "");
    await app.listen({ host: "localhost", port: Number(port) });
    return app;
}
