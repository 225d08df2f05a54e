import { isDeepStrictEqual } from "node:util";
import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";

/** One property that changes. */
export interface PropertyChange {
    /** Where it stands, such as `callbacks[1]`. */
    readonly path: string;
    /** What it was; `undefined` where it was not there. Secrets are masked. */
    readonly before: unknown;
    /** What it becomes; `undefined` where it goes. Secrets are masked. */
    readonly after: unknown;
}

/** What happens to one resource. */
export interface Change {
    readonly op: OpType;
    /** Last part of the type, such as `Client`. */
    readonly kind: string;
    /** Logical name. */
    readonly name: string;
    /** Whether it is a resource that is managed, and not one that only groups others. */
    readonly custom: boolean;
    readonly before: Readonly<Record<string, unknown>>;
    readonly after: Readonly<Record<string, unknown>>;
    readonly properties: readonly PropertyChange[];
}

/** How the engine marks a secret. */
const secretSignature = "4dabf18193072939515e22adb298388d";
/** What the engine has in place of a value that is known only after the run. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What changes by an event log, in the order in which the engine came to it; nothing that stays the same. */
export function changesIn(events: readonly EngineEvent[]): Change[] {
    const changes = new Map<string, Change>();
    for (const { resourcePreEvent, resOutputsEvent } of events) {
        const step = (resourcePreEvent ?? resOutputsEvent)?.metadata;
        // A refresh looks at each resource first, and tells of a difference afterwards.
        if (step === undefined || ["same", "refresh", "read"].includes(step.op) || isProvider(step.type)) {
            continue;
        }
        // What a refresh finds is in the outputs: nobody has asked for it.
        const side = isFound(step.urn, events) ? "outputs" : "inputs";
        const before = masked(step.old?.[side] ?? {}) as Record<string, unknown>;
        const after = masked(step.new?.[side] ?? {}) as Record<string, unknown>;
        changes.set(`${step.op} ${step.urn}`, {
            op: step.op,
            kind: step.type.slice(step.type.lastIndexOf(":") + 1),
            name: step.urn.slice(step.urn.lastIndexOf("::") + 2),
            custom: (step.new ?? step.old)?.custom === true,
            before,
            after,
            properties: differences(before, after).filter(({ path }) => isTold(path, step.diffs)),
        });
    }
    return [...changes.values()];
}

/** What changes in the outputs of the stack. */
export function outputChanges(events: readonly EngineEvent[]): PropertyChange[] {
    const step = events.findLast(({ resOutputsEvent }) => resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack")
        ?.resOutputsEvent?.metadata;
    // A preview that failed has not come to the outputs, and a new stack had none.
    return step?.op === "same" && events.some(({ summaryEvent }) => summaryEvent !== undefined)
        ? differences(masked(step.old?.outputs ?? {}), masked(step.new?.outputs ?? {}))
        : [];
}

/** Whether the engine looks at a resource only, to find out what it has become. */
function isFound(urn: string, events: readonly EngineEvent[]): boolean {
    return events.some(
        ({ resourcePreEvent }) =>
            resourcePreEvent?.metadata.op === ("refresh" as OpType) && resourcePreEvent.metadata.urn === urn,
    );
}

/** Whether a property is among those that the provider names, where it names any; the rest is bookkeeping. */
function isTold(path: string, told: readonly string[] | undefined): boolean {
    const [name = ""] = path.split(/[.[]/, 1);
    return !path.includes("__defaults") && (told === undefined || told.length === 0 || told.includes(name));
}

function isProvider(type: string): boolean {
    return type.startsWith("pulumi:providers:") || type === "pulumi:pulumi:Stack";
}

/** Values as they may be shown. */
function masked(value: unknown): unknown {
    if (value === unknownValue) {
        return "known after up";
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (secretSignature in value) {
        return "[secret]";
    }
    return Array.isArray(value)
        ? value.map(masked)
        : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked(item)]));
}

function differences(before: unknown, after: unknown, path = ""): PropertyChange[] {
    if (isDeepStrictEqual(before, after)) {
        return [];
    }
    if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) {
        return [{ path, before, after }];
    }
    if (isTexts(before) && isTexts(after)) {
        return listDifferences(before, after, path);
    }
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
        differences(
            (before as Record<string, unknown>)[name],
            (after as Record<string, unknown>)[name],
            Array.isArray(after) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`,
        ),
    );
}

function isTexts(value: unknown): value is string[] {
    return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** What a list of texts loses and gets; where in it an entry stands does not matter. */
function listDifferences(before: readonly string[], after: readonly string[], path: string): PropertyChange[] {
    return [
        ...before.filter((item) => !after.includes(item)).map((item) => ({ path, before: item, after: undefined })),
        ...after.filter((item) => !before.includes(item)).map((item) => ({ path, before: undefined, after: item })),
    ];
}
