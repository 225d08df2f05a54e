import { isDeepStrictEqual } from "node:util";
import type { OpType } from "@pulumi/pulumi/automation";
import { asCode } from "./asCode";
import { type Change, nameOf, type PropertyChange, typeOf } from "./change";
import type { Risk } from "./risk";

// What the summaries for a pull request and for the terminal say alike.

export const riskWords: Readonly<Record<Risk, string>> = {
    breaks: "Breaks",
    careful: "Careful",
    note: "Note",
};

/** The longest text of a value that is shown. */
const longest = 80;

/** Whether it is shown what changes in the properties; a resource that comes or goes does so as a whole. */
export function hasDetails({ op }: { readonly op: OpType }): boolean {
    return op === "update" || op === "replace";
}

/** A resource by the last part of its type, such as `Client`, and its name. */
export function resourceWords({ urn }: Change): string {
    const type = typeOf(urn);
    return `${asCode(type.slice(type.lastIndexOf(":") + 1))} ${asCode(nameOf(urn))}`;
}

/** What a property was and becomes. */
export function propertyWords({ path, before, after }: PropertyChange): string {
    const name = asCode(path);
    if (isDeepStrictEqual(before, after)) {
        return `${name}: another ${valueOf(after)}`;
    }
    if (before === undefined) {
        return `${name}: added ${valueOf(after)}`;
    }
    return after === undefined
        ? `${name}: removed ${valueOf(before)}`
        : `${name}: ${valueOf(before)} → ${valueOf(after)}`;
}

function valueOf(value: unknown): string {
    return asCode(typeof value === "string" ? value : JSON.stringify(value), longest);
}
