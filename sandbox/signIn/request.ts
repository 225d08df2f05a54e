import { IncomingMessage } from "node:http";
import { parse } from "node:querystring";
import type { FastifyRequest } from "fastify";

const form = "application/x-www-form-urlencoded";

/**
 * A request to `/oauth/token` or `/oauth/revoke` in the one form that the OpenID provider library reads: as a form, with
 * the client secret in it. Auth0 takes JSON too, and the secret from the header as well.
 */
export function asForm(request: FastifyRequest): IncomingMessage {
    const parameters = new URLSearchParams();
    const values = { ...(request.body as Record<string, unknown> | undefined), ...basicCredentials(request) };
    for (const [name, value] of Object.entries(values)) {
        for (const item of [value].flat()) {
            if (typeof item === "string") parameters.append(name, item);
        }
    }
    const body = Buffer.from(parameters.toString());
    const { raw } = request;
    const { authorization: _, ...headers } = raw.headers;
    const copy = new IncomingMessage(raw.socket);
    copy.method = raw.method;
    copy.url = raw.url;
    copy.httpVersion = raw.httpVersion;
    copy.headers = { ...headers, "content-type": form, "content-length": String(body.length) };
    // What is not complete takes the connection down with it when it is done.
    copy.complete = true;
    copy.push(body);
    copy.push(null);
    return copy;
}

/** Client ID and secret of an Authorization header, which are form-encoded in it (RFC 6749, section 2.3.1). */
function basicCredentials({ headers }: FastifyRequest): Record<string, string> | undefined {
    const encoded = /^Basic (?<credentials>\S+)$/i.exec(headers.authorization ?? "")?.groups?.["credentials"];
    if (encoded === undefined) {
        return undefined;
    }
    const [id = "", secret = ""] = Buffer.from(encoded, "base64")
        .toString()
        .split(":", 2)
        .map((part) => parse(`value=${part}`)["value"]?.toString() ?? "");
    return { client_id: id, client_secret: secret };
}
