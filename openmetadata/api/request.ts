import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import { normalServerUrl } from "../serverUrl";
import { answerText, largestAnswer } from "./answerText";
import { ApiError } from "./apiError";
import { printable } from "./printable";
import { redact, secretsIn } from "./redact";

/** How a server is reached. */
export interface Connection {
    /** URL of the server: scheme, host, port, and the path that it is served below. */
    readonly url: string;
    /** Token to sign in with; none where left out. Secret. */
    readonly token?: string | undefined;
    /** How long one whole answer may take, in milliseconds. Default: 30000. */
    readonly timeout?: number | undefined;
    /** How often a question is asked before it counts as not answered. Default: 4. */
    readonly attempts?: number | undefined;
}

/** The HTTP methods that OpenMetadata's API is used with here. */
export type Method = "GET" | "PUT" | "POST" | "PATCH" | "DELETE";

/** One try: the answer, or a failure, after which another try may help when so long has passed. */
type Outcome = { readonly text: string } | { readonly failure: ApiError; readonly retryAfter?: number };

/** Answers after which the same question may be asked again. */
const passing = [429, 502, 503, 504];
/** What the system calls a connection that broke. */
const broken = ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"];
const defaultAttempts = 4;
/** The time to wait before asking again, in milliseconds; twice as long each time. */
const firstWait = 250;
/** A server that wants a longer pause than this, in milliseconds, is not asked again. */
const longestWait = 10_000;

const checkUrl =
    "Check that it is the URL of an OpenMetadata server, and that there is no sign-in page in front of it.";

/**
 * Sends a request and gives the JSON of the answer; `undefined` where that is empty. What only reads is sent again after
 * an answer that may pass, and where the connection broke: of anything else nobody knows whether it was done.
 *
 * @param shape - What the answer has to look like.
 * @throws ApiError where there is no whole answer, one that is no success, or one that does not look like that.
 */
export async function request<Shape extends v.GenericSchema>(
    connection: Connection,
    method: Method,
    path: string,
    shape: Shape,
    body?: unknown,
): Promise<v.InferOutput<Shape>> {
    const text = await requestText(connection, method, path, body);
    const answer = parsed(text);
    if (answer !== undefined) {
        const result = v.safeParse(shape, answer.json);
        if (result.success) {
            return result.output;
        }
        throw new ApiError(
            `${method} ${path}`,
            undefined,
            `${connection.url} answers ${method} ${path}, but not as OpenMetadata does (${mismatch(result.issues[0])}). ${checkUrl}`,
        );
    }
    throw new ApiError(
        `${method} ${path}`,
        undefined,
        `${connection.url} answers ${method} ${path} with something that is not JSON. ${checkUrl}`,
    );
}

/** Where an answer is wrong. What stands there may be a secret. */
function mismatch(issue: v.BaseIssue<unknown>): string {
    const where = printable(v.getDotPath(issue) ?? "answer", 100);
    return issue.input === undefined ? `${where} missing` : `${where}: ${issue.expected ?? "another value"} expected`;
}

/** The JSON of an answer, which may have none; `undefined` where it is something else. */
function parsed(text: string): { readonly json: unknown } | undefined {
    try {
        return { json: text === "" ? undefined : JSON.parse(text) };
    } catch {
        return undefined;
    }
}

/** The answer to a request as it is; otherwise as {@link request}. */
export async function requestText(
    connection: Connection,
    method: Method,
    path: string,
    body?: unknown,
): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
        const outcome = await attemptOnce(connection, method, path, body);
        if ("text" in outcome) {
            return outcome.text;
        }
        const { failure, retryAfter } = outcome;
        const wait = Math.max(retryAfter ?? 0, firstWait * 2 ** (attempt - 1));
        const isLast = attempt >= (connection.attempts ?? defaultAttempts);
        if (method !== "GET" || retryAfter === undefined || isLast || wait > longestWait) {
            throw failure;
        }
        await delay(wait);
    }
}

async function attemptOnce(connection: Connection, method: Method, path: string, body: unknown): Promise<Outcome> {
    const { url, token, timeout = 30_000 } = connection;
    const name = `${method} ${path}`;
    const secrets = [...(token === undefined ? [] : [token]), ...secretsIn(body)];
    const quoted = (text: string): string => printable(redact(text, secrets));
    if (token !== undefined && !/^[!-~]+$/.test(token)) {
        const message = `The token for ${url} contains a line break or another character that tokens cannot contain. Copy it again.`;
        return { failure: new ApiError(name, undefined, message) };
    }
    try {
        const response = await fetch(normalServerUrl(url) + path, {
            method,
            redirect: "manual",
            signal: AbortSignal.timeout(timeout),
            headers: {
                accept: "application/json",
                ...(token !== undefined && { authorization: `Bearer ${token}` }),
                ...(body !== undefined && {
                    "content-type": method === "PATCH" ? "application/json-patch+json" : "application/json",
                }),
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const text = await answerText(response);
        if (text === undefined) {
            const size = `more than ${largestAnswer / 1024 / 1024} MB`;
            return { failure: new ApiError(name, undefined, `${url} answers ${name} with ${size}. ${checkUrl}`) };
        }
        if (response.ok) {
            return { text };
        }
        const said = quoted(messageOf(text)).replace(/[.!]$/, "");
        const failure = new ApiError(
            name,
            response.status,
            `${url} answers ${response.status} to ${name}${said === "" ? "" : `: ${said}`}.${hint(response, said, quoted)}`,
        );
        return passing.includes(response.status)
            ? { failure, retryAfter: pauseOf(response.headers.get("retry-after")) }
            : { failure };
    } catch (error) {
        return unanswered(error as Error, connection, name, quoted);
    }
}

/** What the server itself says, as OpenMetadata words its errors. */
function messageOf(text: string): string {
    try {
        const { message, responseMessage } = JSON.parse(text) as Record<string, unknown>;
        const said = message ?? responseMessage;
        return typeof said === "string" ? said : "";
    } catch {
        return "";
    }
}

/** What to do about an answer that is no success. */
function hint({ status, headers }: Response, said: string, quoted: (text: string) => string): string {
    const location = headers.get("location");
    if (location !== null) {
        return ` It redirects to ${quoted(location)}: use that URL.`;
    }
    // Up to 1.13 with 500, from 2.0 on with 401.
    if (/keyID doesn't match|signing key not found/i.test(said)) {
        return (
            " The server does not have this token's key: the token was issued before a rotation of the signing key, or by " +
            "another server or tenant. Get a new token."
        );
    }
    if (/does not match the current bot's token/i.test(said)) {
        return (
            " The bot has a different token: use its newest one. For two minutes after that was created, the server may still expect the " +
            "previous one."
        );
    }
    switch (status) {
        case 401:
            return " Get a new admin's token.";
        case 403:
            return " Use an admin's token.";
        default:
            return status === 429 || status >= 500 ? " Run again once the server has recovered." : "";
    }
}

function unanswered(
    error: Error,
    { url, timeout = 30_000 }: Connection,
    name: string,
    quoted: (text: string) => string,
): Outcome {
    if (error.name === "TimeoutError") {
        const message = `${name} at ${url} took longer than ${timeout / 1000} s. Run again when the server is less busy.`;
        return { failure: new ApiError(name, undefined, message) };
    }
    const cause = error.cause instanceof Error ? error.cause : error;
    const code = "code" in cause ? String(cause.code) : quoted(cause.message);
    if (broken.includes(code)) {
        const message = `${name} at ${url}: the connection broke before the whole answer arrived. Run again.`;
        return { failure: new ApiError(name, undefined, message), retryAfter: 0 };
    }
    const message = `${name} at ${url} got no answer: ${code}. Check that the server is running and can be reached from here.`;
    return { failure: new ApiError(name, undefined, message) };
}

/** The pause that a server asks for, in milliseconds: it names seconds or a date (RFC 9110, section 10.2.3). */
function pauseOf(retryAfter: string | null): number {
    if (retryAfter === null) {
        return 0;
    }
    const pause = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
    return Number.isNaN(pause) ? 0 : Math.max(0, pause);
}
