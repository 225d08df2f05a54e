import { type Agent, fetch } from "undici";

/** Something that was asked for, or why there is no answer. */
export type Result<T> = { readonly value: T } | { readonly error: string };

/** The value; `undefined` where there is no answer. */
export function valueOf<T>(result: Result<T> | undefined): T | undefined {
    return result !== undefined && "value" in result ? result.value : undefined;
}

/** Waits for something, and takes what went wrong as a result. */
export async function settle<T>(promise: Promise<T>): Promise<Result<T>> {
    try {
        return { value: await promise };
    } catch (error) {
        return { error: (error as Error).message };
    }
}

/** A JSON document at a URL. */
export interface Document {
    readonly url: string;
    readonly json: Result<unknown>;
    /** How far the clock of whoever answers is ahead of this one, in seconds. */
    readonly ahead: number | undefined;
}

/** How long to wait for an answer, in milliseconds. */
export const patience = 10_000;

/** Reads a JSON document; a refusal is a result as well. */
export async function probe(url: string, dispatcher: Agent): Promise<Document> {
    const begun = Date.now();
    try {
        const response = await fetch(url, { dispatcher, signal: AbortSignal.timeout(patience) });
        const date = Date.parse(response.headers.get("date") ?? "");
        const ahead = Number.isNaN(date) ? undefined : secondsAhead(date, begun, Date.now());
        const json = response.ok
            ? await settle(response.json()).then((body): Result<unknown> =>
                  "error" in body ? { error: "no JSON" } : body,
              )
            : { error: `HTTP ${response.status}` };
        return { url, json, ahead };
    } catch (error) {
        return { url, json: { error: reasonOf(error as Error) }, ahead: undefined };
    }
}

/**
 * How far a clock is ahead at least, in seconds. An answer that took long says nothing about the clock: its date, which
 * leaves out fractions of a second, lies somewhere between question and answer.
 */
function secondsAhead(date: number, asked: number, answered: number): number {
    return Math.round((Math.max(0, date - answered) + Math.min(0, date + 1000 - asked)) / 1000);
}

/**
 * Where a page sends on to.
 *
 * @throws Error where it does not, with the HTTP status.
 */
export async function redirectOf(url: string, dispatcher: Agent): Promise<URL> {
    const response = await fetch(url, { dispatcher, redirect: "manual", signal: AbortSignal.timeout(patience) });
    await response.body?.cancel();
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) {
        throw new Error(`HTTP ${response.status}`);
    }
    return new URL(location, url);
}

function reasonOf(error: Error): string {
    if (error.name === "TimeoutError") {
        return `no answer within ${patience / 1000} s`;
    }
    const { cause } = error;
    return cause instanceof Error ? ("code" in cause ? String(cause.code) : cause.message) : error.message;
}
