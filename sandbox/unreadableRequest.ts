import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
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
    const content = refusal(status);
    const body = JSON.stringify(content);
    const headers = {
        ...safetyHeaders,
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        connection: "close",
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${status} ${content.error}`, ...lines, "", body].join("\r\n"));
}

/** Answers a request whose path the router cannot read, before any hook has seen it: the path is not repeated. */
export function answerUnreadablePath(
    { statusCode = 400 }: Error & { statusCode?: number },
    _request: FastifyRequest,
    reply: FastifyReply,
): void {
    reply.code(statusCode).headers(safetyHeaders).send(refusal(statusCode));
}

function refusal(status: number): { statusCode: number; error: string; message: string } {
    const phrase = STATUS_CODES[status] ?? "";
    return { statusCode: status, error: phrase, message: phrase };
}
