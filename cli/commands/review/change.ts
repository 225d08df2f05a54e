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
    readonly urn: string;
    /** URN of the parent. */
    readonly parent: string;
    /** Whether it is a resource that is managed, and not one that only groups others. */
    readonly custom: boolean;
    readonly before: Readonly<Record<string, unknown>>;
    readonly after: Readonly<Record<string, unknown>>;
    readonly properties: readonly PropertyChange[];
}

/** What the engine counts as changes. The two steps of a replacement are one of them. */
const counted: readonly OpType[] = ["create", "update", "delete", "import", "replace"];

/** How the engine marks a secret. */
const secretSignature = "4dabf18193072939515e22adb298388d";
/** What is shown in place of a secret. */
const mask = "[secret]";
/** What the engine has in place of a value that is known only after the run. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * What changes by an event log, in the order in which the engine came to it; nothing that stays the same. As in the engine's
 * own count, the stack and components are among it, and the providers that the engine makes by itself are not.
 */
export function changesIn(events: readonly EngineEvent[]): Change[] {
    const announced = new Set(events.map(({ resourcePreEvent }) => keyOf(resourcePreEvent?.metadata)));
    const changes = new Map<string, Change>();
    for (const { resourcePreEvent, resOutputsEvent } of events) {
        const step = (resourcePreEvent ?? resOutputsEvent)?.metadata;
        if (step === undefined || !counted.includes(step.op) || isDefaultProvider(step.urn)) {
            continue;
        }
        const key = keyOf(step);
        // What a refresh finds is in the outputs: nobody has asked for it, and no step was announced.
        const [before, after] = announced.has(key)
            ? [beforeOf(step), step.new?.inputs ?? {}]
            : [step.old?.outputs ?? {}, step.new?.outputs ?? {}];
        changes.set(key, {
            op: step.op,
            urn: step.urn,
            parent: (step.new ?? step.old)?.parent ?? "",
            custom: (step.new ?? step.old)?.custom === true,
            before: masked(before) as Change["before"],
            after: masked(after) as Change["after"],
            properties: told(before, after, step.diffs ?? []),
        });
    }
    return [...changes.values()];
}

/** What a refresh has found to be other than the state has it, of what is managed. */
export function driftIn(events: readonly EngineEvent[]): Change[] {
    const looked = new Set(
        events.flatMap(({ resourcePreEvent }) =>
            String(resourcePreEvent?.metadata.op) === "refresh" ? [resourcePreEvent?.metadata.urn] : [],
        ),
    );
    return events
        .flatMap(({ resOutputsEvent }) => {
            const step = resOutputsEvent?.metadata;
            // The first that is said of a resource is what the refresh has found.
            return step !== undefined && looked.delete(step.urn) ? [foundBy(step)] : [];
        })
        .filter(({ op, custom, properties }) => custom && (op === "delete" || properties.length > 0));
}

function foundBy(step: Step): Change {
    const [before, after] = [step.old?.outputs ?? {}, step.new?.outputs ?? {}];
    return {
        op: step.new === undefined ? "delete" : "update",
        urn: step.urn,
        parent: step.old?.parent ?? "",
        custom: step.old?.custom === true,
        before: masked(before) as Change["before"],
        after: masked(after) as Change["after"],
        // Without a word of the provider nothing of it is to be trusted: outputs change with its version.
        properties: step.diffs === undefined || step.diffs.length === 0 ? [] : told(before, after, step.diffs),
    };
}

/** The type of the resource that a URN names, such as `auth0:index/client:Client`. */
export function typeOf(urn: string): string {
    const [, , types = ""] = urn.split("::");
    return types.slice(types.lastIndexOf("$") + 1);
}

/** The logical name of the resource that a URN names. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

type Step = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function keyOf(step: Step | undefined): string {
    return `${step?.op} ${step?.urn}`;
}

/**
 * What a resource was before a step: its inputs, and from its outputs what the program has not set until now, or has set to
 * what it wants still, while the provider says that it differs.
 */
function beforeOf({ old, new: next, diffs = [] }: Step): Record<string, unknown> {
    const [inputs, outputs, wanted] = [old?.inputs ?? {}, old?.outputs ?? {}, next?.inputs ?? {}] as Record<
        string,
        unknown
    >[];
    const drifted = diffs.filter((name) => isDeepStrictEqual(inputs?.[name], wanted?.[name]));
    return {
        ...(filled(inputs, outputs, wanted) as Record<string, unknown>),
        ...Object.fromEntries(
            drifted.map((name) => [name, filled(undefined, outputs?.[name], wanted?.[name]) ?? inputs?.[name]]),
        ),
    };
}

/** Inputs, with the outputs in place of those that are wanted and were not set. */
function filled(inputs: unknown, outputs: unknown, wanted: unknown): unknown {
    if (isObject(wanted) && isObject(outputs) && (inputs === undefined || isObject(inputs))) {
        const names = new Set([...Object.keys(inputs ?? {}), ...Object.keys(wanted)]);
        return Object.fromEntries(
            [...names].map((name) => [name, filled(own(inputs ?? {}, name), own(outputs, name), own(wanted, name))]),
        );
    }
    return inputs ?? (outputs === null || isObject(outputs) ? undefined : outputs);
}

/** Whether something is an object that is no secret. */
function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value) && !(secretSignature in value);
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

/** The differences among the properties that the provider names, where it names any; the rest is bookkeeping. */
function told(before: unknown, after: unknown, names: readonly string[]): PropertyChange[] {
    const found = differences(masked(before), masked(after)).filter(({ path }) => !path.includes("__defaults"));
    if (names.length === 0) {
        return found;
    }
    return [
        ...found.filter(({ path }) => names.includes(topOf(path))),
        ...names
            // Masked, one secret is like the other.
            .filter((name) => isSecretIn(before, name) && isSecretIn(after, name))
            .map((path) => ({ path, before: mask, after: mask })),
    ];
}

/** The name of the property that a path is in. */
export function topOf(path: string): string {
    return path.split(/[.[]/, 1)[0] ?? "";
}

function isSecretIn(properties: unknown, name: string): boolean {
    const value = isObject(properties) ? own(properties, name) : undefined;
    return typeof value === "object" && value !== null && secretSignature in value;
}

function isDefaultProvider(urn: string): boolean {
    return typeOf(urn).startsWith("pulumi:providers:") && /^default($|_)/.test(nameOf(urn));
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
        return mask;
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
            own(before, name),
            own(after, name),
            Array.isArray(after) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`,
        ),
    );
}

/** A property of an object itself: a name such as `constructor` is any other. */
function own(object: object, name: string): unknown {
    return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
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
