import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../openmetadata/problem";
import { type Key, keys } from "./keys";

/** A stack's configuration as Pulumi hands it to a program: by the whole key, such as `auth0:domain`; secrets in plain text. */
export type ConfigValues = Readonly<Record<string, string>>;

/** Reads values as Pulumi hands them over: as text, lists and numbers in JSON. Notes what has the wrong type. */
export class ConfigReader {
    readonly problems: Problem[] = [];
    readonly #values: ReadonlyMap<string, string>;

    constructor(
        private readonly project: string,
        values: ConfigValues,
    ) {
        this.#values = new Map(Object.entries(values).filter(([, value]) => value !== ""));
    }

    /** The key as the user writes it. */
    name(key: Key): string {
        return `${this.project}:${key}`;
    }

    /** Text; `undefined` where the key is not set. */
    text(key: Key): string | undefined {
        return this.#values.get(this.name(key));
    }

    /** A secret, whether it is set as one or not; `undefined` where the key is not set. */
    secret(key: Key): pulumi.Output<string> | undefined {
        const text = this.text(key);
        return text === undefined ? undefined : pulumi.secret(text);
    }

    /** A list of texts; one text alone is a list of one. Empty where the key is not set or has the wrong type. */
    list(key: Key): string[] {
        const text = this.text(key);
        if (text === undefined) {
            return [];
        }
        if (!/^\s*[[{]/.test(text)) {
            return [text];
        }
        const value = parseJson(text);
        const items = Array.isArray(value) ? value.map(asTyped) : [undefined];
        if (items.every((item) => item !== undefined)) {
            return items;
        }
        this.problems.push({
            key: this.name(key),
            wrong: "is not a list of strings",
            write:
                "Write a list in the stack's file, with quotes around numbers, or run " +
                `\`pulumi config set --path --type string '${key}[0]' VALUE\`.`,
        });
        return [];
    }

    /** A whole number; `undefined` where the key is not set or has the wrong type. */
    integer(key: Key): number | undefined {
        const text = this.text(key);
        if (text === undefined || /^\d{1,9}$/.test(text)) {
            return text === undefined ? undefined : Number(text);
        }
        this.problems.push({
            key: this.name(key),
            wrong: `${JSON.stringify(text)} is not a whole number`,
            write: "Write digits only, such as 2048.",
        });
        return undefined;
    }

    /** `true` or `false`; `undefined` where the key is not set or has the wrong type. */
    boolean(key: Key): boolean | undefined {
        const text = this.text(key);
        if (text === undefined || text === "true" || text === "false") {
            return text === undefined ? undefined : text === "true";
        }
        this.problems.push({
            key: this.name(key),
            wrong: `${JSON.stringify(text)} is neither true nor false`,
            write: "Write true or false.",
        });
        return undefined;
    }

    /** Texts by name, all of `names` and no other; `undefined` where the key is not set or has the wrong type. */
    record<Name extends string>(key: Key, names: readonly Name[]): Record<Name, string> | undefined {
        const text = this.text(key);
        if (text === undefined) {
            return undefined;
        }
        const value = parseJson(text);
        if (typeof value === "object" && value !== null && !Array.isArray(value)) {
            const entries = Object.entries(value).map(([name, item]) => [name, asTyped(item)] as const);
            const right = entries.every(([name, item]) => names.some((known) => known === name) && item !== undefined);
            if (right && entries.length === names.length) {
                return Object.fromEntries(entries) as Record<Name, string>;
            }
        }
        this.problems.push({
            key: this.name(key),
            wrong: `does not have exactly ${names.join(" and ")}`,
            write: names
                .map((name) => `Run \`pulumi config set --path --type string ${key}.${name} VALUE\`.`)
                .join(" "),
        });
        return undefined;
    }

    /** Notes each key of the project that there is not. */
    refuseUnknownKeys(): void {
        for (const name of this.#values.keys()) {
            const key = name.slice(this.project.length + 1);
            if (name.startsWith(`${this.project}:`) && !keys.some((known) => known === key)) {
                this.problems.push({
                    key: name,
                    wrong: "there is no such key",
                    write: `Remove it, or write one of ${keys.join(", ")}.`,
                });
            }
        }
    }
}

/**
 * A value of a list or a record as the user typed it. `pulumi config set --path` makes numbers of digits, where they have
 * no zero in front, and of `true` and `false` what they say; other numbers may have been typed in several ways.
 */
function asTyped(value: unknown): string | undefined {
    if (typeof value === "string") {
        return value;
    }
    return typeof value === "boolean" || Number.isSafeInteger(value) ? String(value) : undefined;
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
