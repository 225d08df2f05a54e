import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Where Node tells of each request that a server in this process gets. */
const requests = "http.server.request.start";

/**
 * Acts when a tenant of this process has made an application and sent its answer. It answers nothing more before `act` has
 * returned, so that pulumi, which reads the application again, cannot have recorded it.
 *
 * @returns what ends the watch.
 */
export function onApplicationMade(act: () => void): () => void {
    const onRequest = (message: unknown) => {
        const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
        if (request.method === "POST" && request.url === "/api/v2/clients") {
            response.once("finish", act);
        }
    };
    subscribe(requests, onRequest);
    return () => unsubscribe(requests, onRequest);
}
