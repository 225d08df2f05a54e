import type { OptionName, OptionValues, RecordOption } from "../components/options/option";
import { keyOf, configurableNames, optionOf } from "../components/options/table";
import type { Problem } from "../openmetadata/problem";
import { unknownKey } from "./unknownKey";

/** A stack's configuration as Pulumi hands it to a program: by the whole key, such as `auth0:domain`; secrets in plain text. */
export type ConfigValues = Readonly<Record<string, string>>;

/** Reads options as Pulumi hands them over: as text, lists and numbers in JSON. Notes what has the wrong type. */
export class ConfigReader {
    readonly problems: Problem[] = [];
    readonly #values: ReadonlyMap<string, string>;

    constructor(
        private readonly project: string,
        values: ConfigValues,
    ) {
        this.#values = new Map(Object.entries(values).filter(([, value]) => value !== ""));
    }

    /** All options that are set, as plain values. An empty list or map is as good as none. */
    options(): OptionValues {
        const values = configurableNames.map((name) => [name, this.#option(name)] as const);
        return Object.fromEntries(values.filter(([, value]) => value !== undefined && !isEmpty(value)));
    }

    /** The key of an option as the user writes it. */
    name(option: OptionName): string {
        return `${this.project}:${keyOf(option)}`;
    }

    #option(name: OptionName): unknown {
        const key = keyOf(name);
        const text = this.#values.get(this.name(name));
        if (text === undefined) {
            return undefined;
        }
        const option = optionOf(name);
        switch (option.kind) {
            case "list":
                return this.#list(key, text);
            case "integer":
                return this.#integer(key, text);
            case "boolean":
                return this.#boolean(key, text);
            case "record":
                return this.#record(key, text, option);
            case "map":
                return this.#map(key, text, option.of);
            default:
                return text;
        }
    }

    /** A list of texts; one text alone is a list of one. */
    #list(key: string, text: string): unknown {
        if (!/^\s*[[{]/.test(text)) {
            return [text];
        }
        const value = parseJson(text);
        const items = Array.isArray(value) ? value.map(asTyped) : [undefined];
        if (items.every((item) => item !== undefined)) {
            return items;
        }
        return this.#mistyped(
            key,
            "is not a list of strings",
            "Write a list in the stack's file, with quotes around numbers, or run " +
                `\`pulumi config set --path --type string '${key}[0]' VALUE\`.`,
        );
    }

    #integer(key: string, text: string): unknown {
        return /^\d{1,9}$/.test(text)
            ? Number(text)
            : this.#mistyped(key, `${JSON.stringify(text)} is not a whole number`, "Write digits only, such as 2048.");
    }

    #boolean(key: string, text: string): unknown {
        return text === "true" || text === "false"
            ? text === "true"
            : this.#mistyped(key, `${JSON.stringify(text)} is neither true nor false`, "Write true or false.");
    }

    /** Texts by name, no other than `names`, and all of these unless they are partial. */
    #record(key: string, text: string, { names, partial }: RecordOption): unknown {
        const value = parseJson(text);
        if (typeof value === "object" && value !== null && !Array.isArray(value)) {
            const entries = Object.entries(value).map(([name, item]) => [name, asTyped(item)] as const);
            const right = entries.every(([name, item]) => names.some((known) => known === name) && item !== undefined);
            if (right && (partial ? entries.length > 0 : entries.length === names.length)) {
                return Object.fromEntries(entries);
            }
        }
        return this.#mistyped(
            key,
            `must have ${partial ? "one or more of" : "exactly"} ${names.join(" and ")}`,
            names.map((name) => `Run \`pulumi config set --path --type string ${key}.${name} VALUE\`.`).join(" "),
        );
    }

    /** Texts, or lists of texts, by names that are free. */
    #map(key: string, text: string, of: "string" | "list"): unknown {
        const value = parseJson(text);
        if (typeof value === "object" && value !== null && !Array.isArray(value)) {
            const entries = Object.entries(value).map(([name, item]) => [name, asPart(item, of)] as const);
            if (entries.every(([, item]) => item !== undefined)) {
                return Object.fromEntries(entries);
            }
        }
        return this.#mistyped(
            key,
            of === "list" ? "must map each name to a list of strings" : "must map each name to a string",
            `Run \`pulumi config set --path --type string '${key}["NAME"]${of === "list" ? "[0]" : ""}' VALUE\`.`,
        );
    }

    /** Notes a value of the wrong type, which reads as if it were not set. */
    #mistyped(key: string, wrong: string, write: string): unknown {
        this.problems.push({ key: `${this.project}:${key}`, wrong, write });
        return undefined;
    }

    /** Notes each key of the project that there is not. */
    refuseUnknownKeys(): void {
        const keys = configurableNames.map(keyOf);
        for (const name of this.#values.keys()) {
            const key = name.slice(this.project.length + 1);
            if (name.startsWith(`${this.project}:`) && !keys.includes(key)) {
                this.problems.push(...unknownKey(name, key, keys));
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

/** A text, or a list of texts, where it is one. */
function asPart(value: unknown, of: "string" | "list"): unknown {
    if (of === "string") {
        return asTyped(value);
    }
    const items: unknown[] = Array.isArray(value) ? value.map(asTyped) : [undefined];
    return items.includes(undefined) ? undefined : items;
}

function isEmpty(value: unknown): boolean {
    return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
