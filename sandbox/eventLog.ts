import { EventEmitter } from "node:events";

/** How many events of each kind are stored. */
export const limit = 100;

/** Something that happened in the tenant. */
export interface TenantEvent {
    readonly date: string;
    /** Auth0's code for the kind of event, such as `s` for a sign-in and `sapi` for a call of the Management API. */
    readonly type: EventType;
    readonly description: string;
    readonly clientId?: string | undefined;
    /** The e-mail address of the person, where one is known. */
    readonly user?: string | undefined;
}

/** The events by Auth0's codes, with the words that Auth0's dashboard has for them. */
export const eventTypes = {
    s: "Success Login",
    f: "Failed Login",
    fp: "Failed Login (wrong password)",
    ssa: "Success Silent Auth",
    fsa: "Failed Silent Auth",
    seacft: "Success Exchange (Authorization Code for Access Token)",
    feacft: "Failed Exchange (Authorization Code for Access Token)",
    sertft: "Success Exchange (Refresh Token for Access Token)",
    fertft: "Failed Exchange (Refresh Token for Access Token)",
    ferrt: "Failed Exchange (Rotating Refresh Token)",
    seccft: "Success Exchange (Client Credentials for Access Token)",
    feccft: "Failed Exchange (Client Credentials for Access Token)",
    slo: "Success Logout",
    flo: "Failed Logout",
    sapi: "Success API Operation",
    fapi: "Failed API Operation",
} as const;
export type EventType = keyof typeof eventTypes;

/** What an event is about: a sign-in with all that belongs to it, or a call of the Management API. */
export type EventKind = "signIn" | "api";

/** The kind of an event. Tokens of the Management API belong to its calls. */
export function kindOf(type: EventType): EventKind {
    return ["sapi", "fapi", "seccft", "feccft"].includes(type) ? "api" : "signIn";
}

/** What happened in the tenant lately, kept in memory only. Nothing in it is a secret. */
export class EventLog {
    readonly #events: TenantEvent[] = [];
    readonly #emitter = new EventEmitter().setMaxListeners(0);

    /** The latest events, the newest first. */
    get recent(): readonly TenantEvent[] {
        return this.#events;
    }

    add(type: EventType, description: string, who: Pick<TenantEvent, "clientId" | "user"> = {}): void {
        const event = { date: new Date().toISOString(), type, description, ...who };
        this.#events.unshift(event);
        // A deployment has many calls; they leave the sign-ins where they are.
        const isAlike = (other: TenantEvent): boolean => kindOf(other.type) === kindOf(type);
        if (this.#events.filter(isAlike).length > limit) {
            this.#events.splice(this.#events.findLastIndex(isAlike), 1);
        }
        this.#emitter.emit("event", event);
    }

    /** Calls `listener` for every event from now on; the function that is given back ends that. */
    subscribe(listener: (event: TenantEvent) => void): () => void {
        this.#emitter.on("event", listener);
        return () => this.#emitter.off("event", listener);
    }
}
