import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "./apiError";

/** How a server is reached. */
export interface Connection {
    /** Address of the server: scheme, host and port. */
    readonly url: string;
    /** Token to sign in with; none where left out. Secret. */
    readonly token?: string | undefined;
    /** How long one answer may take, in milliseconds. Default: 30000. */
    readonly timeout?: number | undefined;
}

/** Answers after which the same question may be asked again. */
const passing = [429, 502, 503, 504];
/** How often a question is asked before it counts as not answered. */
const attempts = 4;
/** The longest time to wait before asking again, in milliseconds. */
const longestWait = 10_000;

/**
 * Sends a request and gives the JSON of the answer; `undefined` where that is empty. What only reads is sent again after
 * an answer that may pass, or none.
 *
 * @throws ApiError where there is no answer, one that is no success, or one that is no JSON.
 */
export async function request(
    connection: Connection,
    method: "GET" | "PUT" | "POST" | "DELETE",
    path: string,
    body?: unknown,
): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
        const last = method !== "GET" || attempt === attempts;
        try {
            const response = await send(connection, method, path, body);
            if (response.ok || last || !passing.includes(response.status)) {
                return await contentOf(response, connection, `${method} ${path}`);
            }
            await response.body?.cancel();
            await delay(waitOf(response, attempt));
        } catch (error) {
            if (error instanceof ApiError) {
                throw error;
            }
            if (last || isTimeout(error)) {
                throw unreachable(error as Error, connection, `${method} ${path}`);
            }
            await delay(backOff(attempt));
        }
    }
}

async function send(
    { url, token, timeout = 30_000 }: Connection,
    method: string,
    path: string,
    body: unknown,
): Promise<Response> {
    return fetch(new URL(path, url), {
        method,
        redirect: "error",
        signal: AbortSignal.timeout(timeout),
        headers: {
            accept: "application/json",
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
    });
}

async function contentOf(response: Response, { url }: Connection, name: string): Promise<unknown> {
    const text = await response.text();
    if (!response.ok) {
        const said = messageOf(text);
        throw new ApiError(
            name,
            response.status,
            `${url} answers ${response.status} to ${name}${said}.${hint(response.status)}`,
        );
    }
    if (text === "") {
        return undefined;
    }
    try {
        return JSON.parse(text);
    } catch {
        throw new ApiError(
            name,
            response.status,
            `${url} answers ${name} with something that is no JSON. Is that the address of an OpenMetadata server?`,
        );
    }
}

/** What the server itself says, as OpenMetadata words its errors. */
function messageOf(text: string): string {
    try {
        const { message } = JSON.parse(text) as { message?: unknown };
        return typeof message === "string" && message !== "" ? `: ${message.replace(/\.$/, "")}` : "";
    } catch {
        return "";
    }
}

function hint(status: number): string {
    switch (status) {
        case 401:
            return " Get a new token of an admin.";
        case 403:
            return " Use the token of an admin.";
        default:
            return status === 429 || status >= 500 ? " Run again when the server is well." : "";
    }
}

function unreachable(error: Error, { url, timeout = 30_000 }: Connection, name: string): ApiError {
    const reason = isTimeout(error)
        ? `took longer than ${timeout / 1000} s`
        : `got no answer: ${error.cause instanceof Error ? error.cause.message : error.message}`;
    return new ApiError(
        name,
        undefined,
        `${name} at ${url} ${reason}. Check that the server runs and can be reached from here.`,
    );
}

function isTimeout(error: unknown): boolean {
    return error instanceof Error && error.name === "TimeoutError";
}

/** How long to wait: as the server says, or twice as long each time. */
function waitOf(response: Response, attempt: number): number {
    const seconds = Number(response.headers.get("retry-after") ?? NaN);
    return Number.isFinite(seconds) ? Math.min(seconds * 1000, longestWait) : backOff(attempt);
}

function backOff(attempt: number): number {
    return Math.min(250 * 2 ** attempt, longestWait);
}
