import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

/** A fault that a test asks for. */
export interface Fault {
    /** The HTTP method; any where left out. */
    readonly method?: string;
    /** What the path starts with, such as `/api/v1/users`. */
    readonly path: string;
    /** How many requests it meets; all where left out. */
    readonly times?: number;
    /** Answers with this status, and does nothing. */
    readonly status?: number;
    /** Goes with the status: seconds, or a date. */
    readonly retryAfter?: string;
    /** Answers later, in milliseconds. */
    readonly delay?: number;
    /** Does what is asked for, and breaks the connection in the middle of the answer. */
    readonly cut?: true;
}

/** Lets a server fail on demand; the fault that was asked for first goes first. */
export class Faults {
    private faults: { readonly fault: Fault; left: number }[] = [];

    /** Asks for a fault. */
    add(fault: Fault): void {
        this.faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    }

    /** Lets the server work again. */
    clear(): void {
        this.faults = [];
    }

    /** Makes a server fail as asked for. */
    install(app: FastifyInstance): void {
        const cut = new WeakSet();
        app.addHook("onRequest", async (request, reply) => {
            const fault = this.take(request.method, request.url);
            await setTimeout(fault?.delay ?? 0);
            if (fault?.cut === true) {
                cut.add(request);
            }
            if (fault?.status !== undefined) {
                if (fault.retryAfter !== undefined) {
                    void reply.header("retry-after", fault.retryAfter);
                }
                await reply.code(fault.status).send({ code: fault.status, message: `fault ${fault.status}` });
            }
        });
        app.addHook("onSend", (request, reply, payload, done) => {
            if (!cut.has(request) || typeof payload !== "string") {
                done(null, payload);
                return;
            }
            void reply.header("content-length", Buffer.byteLength(payload));
            done(null, Readable.from(half(payload)));
        });
    }

    private take(method: string, path: string): Fault | undefined {
        const found = this.faults.find(
            ({ fault, left }) => left > 0 && path.startsWith(fault.path) && (fault.method ?? method) === method,
        );
        if (found !== undefined) {
            found.left -= 1;
        }
        return found?.fault;
    }
}

async function* half(payload: string): AsyncGenerator<string> {
    yield payload.slice(0, payload.length / 2);
    // Let the first half reach the other side.
    await setTimeout(20);
    throw new Error("cut");
}
