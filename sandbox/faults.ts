import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { ApiError } from "./managementApi/apiError";

/** What can go wrong with a request to the Management API. */
export const faultKinds = {
    /** 429, with the headers in which Auth0 says when to come back: at the beginning of the next second. */
    rateLimit: "too many requests",
    /** 500, and nothing is done. */
    internalError: "internal server error",
    /** 503, and nothing is done. */
    unavailable: "service unavailable",
    /** The request is carried out; the body of the answer takes some seconds. */
    slow: "slow body",
    /** The connection ends before anything is done. */
    cut: "connection cut",
    /** The request is carried out; the connection ends before the answer. */
    lost: "answer lost",
} as const;
export type FaultKind = keyof typeof faultKinds;

/** Something to go wrong, for tests of what a deployment does then. */
export interface Fault {
    readonly kind: FaultKind;
    /** How many requests it happens to. */
    readonly times: number;
    /** The method of the requests. Default: any. */
    readonly method?: string | undefined;
    /** What the path of the requests starts with, such as `/api/v2/clients`. Default: any. */
    readonly path?: string | undefined;
}

/** In how many pieces a slow body comes, one a second. */
const pieces = 3;

/** The faults that are to happen. */
export class Faults {
    #pending: readonly Fault[] = [];

    /** Those that have not happened as often as they are to. */
    get pending(): readonly Fault[] {
        return this.#pending;
    }

    /** Has these happen from now on, in place of all others. */
    set(faults: readonly Fault[]): void {
        this.#pending = faults.filter(({ times }) => times > 0);
    }

    /** The fault that happens to a request, if one does; it is counted. */
    take(method: string, url: string): FaultKind | undefined {
        const fault = this.#pending.find(
            (candidate) =>
                (candidate.method ?? method) === method &&
                (candidate.path === undefined || url.startsWith(candidate.path)),
        );
        if (fault !== undefined) {
            this.set(this.#pending.map((other) => (other === fault ? { ...fault, times: fault.times - 1 } : other)));
        }
        return fault?.kind;
    }
}

/** Has the faults happen to the Management API of a server. */
export function addFaults(app: FastifyInstance, faults: Faults): void {
    const happening = new WeakMap<FastifyRequest, FaultKind>();
    app.addHook("onRequest", (request, reply, done) => {
        const kind = request.url.startsWith("/api/v2/") ? faults.take(request.method, request.url) : undefined;
        if (kind !== undefined) happening.set(request, kind);
        done(kind && refusal(kind, request, reply));
    });
    app.addHook("onSend", (request, _reply, payload, done) => {
        const kind = happening.get(request);
        if (kind === "lost") request.raw.socket.destroy();
        done(null, kind === "slow" && typeof payload === "string" ? slowly(payload) : payload);
    });
}

/** What a request is refused with before anything is done; `undefined` where it is carried out. */
function refusal(kind: FaultKind, request: FastifyRequest, reply: FastifyReply): ApiError | undefined {
    switch (kind) {
        case "rateLimit":
            void reply.headers({
                "x-ratelimit-limit": "10",
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 1),
            });
            return new ApiError(429, "Too Many Requests", "Global limit has been reached", "too_many_requests");
        case "internalError":
            return new ApiError(500, "Internal Server Error", "An internal server error occurred");
        case "unavailable":
            return new ApiError(503, "Service Unavailable", "Service Unavailable");
        case "cut":
            request.raw.socket.destroy();
            return new ApiError(500, "Internal Server Error", "The connection is cut");
        case "slow":
        case "lost":
            return undefined;
    }
}

function slowly(text: string): Readable {
    const size = Math.ceil(text.length / pieces);
    return Readable.from(
        (async function* () {
            for (let start = 0; start < text.length; start += size) {
                await wait(1000);
                yield text.slice(start, start + size);
            }
        })(),
    );
}
