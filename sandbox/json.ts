/** A value as JSON carries it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object whose fields are not all known by name. */
export interface JsonObject {
    readonly [field: string]: Json | undefined;
}

/** Whether a JSON value is an object, and neither a list nor `null`. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy of an object without the named fields. */
export function omit<T extends object, K extends keyof T>(object: T, ...fields: readonly K[]): Omit<T, K> {
    const copy = { ...object };
    for (const field of fields) Reflect.deleteProperty(copy, field);
    return copy;
}
