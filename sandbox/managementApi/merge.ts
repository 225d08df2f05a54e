import { isJsonObject, type JsonObject } from "../json";

/**
 * A record after a PATCH, as Auth0 does it: what is sent replaces what was, objects are merged field by field, `null`
 * removes.
 *
 * @param whole - Fields whose objects are replaced as a whole.
 */
export function merge(record: JsonObject, patch: JsonObject, whole: readonly string[] = []): JsonObject {
    const merged: Record<string, JsonObject[string]> = { ...record };
    for (const [field, value] of Object.entries(patch)) {
        const old = merged[field];
        if (value === null) {
            Reflect.deleteProperty(merged, field);
        } else if (isJsonObject(value) && !whole.includes(field)) {
            merged[field] = merge(isJsonObject(old) ? old : {}, value);
        } else {
            merged[field] = value;
        }
    }
    return merged;
}
