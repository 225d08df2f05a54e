import * as pulumi from "@pulumi/pulumi";
import { type Problem, problemAt } from "../../openmetadata/problem";
import { packageSchema, type Type } from "./packageSchema";

/** How a value of a type is told, and what is said of one that is none. */
const shapes: Readonly<Record<string, { is(value: unknown): boolean; readonly wrong: string }>> = {
    string: { is: (value) => typeof value === "string", wrong: "is not a string" },
    integer: { is: (value) => typeof value === "number", wrong: "is not a number" },
    boolean: { is: (value) => typeof value === "boolean", wrong: "is neither true nor false" },
    array: { is: (value) => Array.isArray(value), wrong: "is not a list" },
    object: { is: (value) => typeof value === "object" && !Array.isArray(value), wrong: "is not a map" },
};

/**
 * Checks that named values are those of an object: each of its type, none missing, none besides. Which values of a type
 * will do is for the component itself to check; of what is not known nothing is said.
 */
export function propertyProblems(
    { properties = {}, required = [] }: Pick<Type, "properties" | "required">,
    values: Readonly<Record<string, unknown>>,
    prefix = "",
): Problem[] {
    const names = Object.keys(properties);
    return [
        ...Object.entries(properties).flatMap(([name, type]) =>
            isMissing(values[name]) && !required.includes(name)
                ? []
                : valueProblems(`${prefix}${name}`, type, values[name], type.description),
        ),
        ...Object.keys(values)
            .filter((name) => !names.includes(name))
            .map((name) => ({
                key: `${prefix}${name}`,
                wrong: "is not a valid argument",
                write: `Remove it, or write one of ${names.join(", ")}.`,
            })),
    ];
}

function valueProblems(key: string, type: Type, value: unknown, description = ""): Problem[] {
    const { type: name = "", items, additionalProperties, properties, required } = definitionOf(type);
    const shape = shapes[name];
    if (shape === undefined || pulumi.isUnknown(value)) {
        return [];
    }
    if (isMissing(value) || !shape.is(value)) {
        return problemAt(key, isMissing(value) ? "is missing" : shape.wrong, description.replaceAll("\n", " "));
    }
    const within = items ?? additionalProperties;
    if (within !== undefined) {
        return Object.entries(value as object).flatMap(([at, item]) =>
            valueProblems(`${key}[${at}]`, within, item, description),
        );
    }
    return properties === undefined
        ? []
        : propertyProblems({ properties, required }, value as Record<string, unknown>, `${key}.`);
}

/** Whether all in a value of a plain type has to be known, and not only which parts it has. */
export function isPlainThroughout(type: Type): boolean {
    const { items, additionalProperties, properties = {} } = definitionOf(type);
    return [items, additionalProperties, ...Object.values(properties)].every(
        (part) => part === undefined || part.plain === true,
    );
}

/** What a type is, where it is one that the package names; `pulumi.json#/Any` says nothing of its values. */
function definitionOf(type: Type): Type {
    return type.$ref === undefined ? type : (packageSchema.types[type.$ref.replace("#/types/", "")] ?? {});
}

function isMissing(value: unknown): boolean {
    return value === undefined || value === null;
}
