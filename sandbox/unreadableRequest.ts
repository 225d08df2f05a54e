import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { safetyHeaders } from "./pages/layout";

/** What Node's parser says of a request that it gives up, and the status of the answer. Everything else is a 400. */
const statuses: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers a request that Node could not read, and that reaches no route, with the headers of every other answer. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
    if (error.code === "ECONNRESET" || !socket.writable) {
        socket.destroy();
        return;
    }
    const status = statuses[error.code ?? ""] ?? 400;
    const phrase = STATUS_CODES[status] ?? "";
    const body = JSON.stringify({ statusCode: status, error: phrase, message: phrase });
    const headers = {
        ...safetyHeaders,
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        connection: "close",
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${status} ${phrase}`, ...lines, "", body].join("\r\n"));
}
