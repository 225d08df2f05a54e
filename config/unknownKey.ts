import { type Problem, problemAt } from "../openmetadata/problem";
import { nearest } from "./nearest";

/**
 * The problem of a key that there is not.
 *
 * @param key - where it is, as users write it
 * @param name - the key itself
 * @param names - the keys that there are
 */
export function unknownKey(key: string, name: string, names: readonly string[]): Problem[] {
    const meant = nearest(name, names);
    return problemAt(
        key,
        "there is no such key",
        meant === undefined
            ? `Remove it, or write one of ${names.join(", ")}.`
            : `Write ${meant} if that is what you meant, or remove it.`,
    );
}
