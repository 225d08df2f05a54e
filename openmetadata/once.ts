import { type Problem, problemAt } from "./problem";

/** Checks that an entry of a list is not one of those before it. */
export function checkOnce(key: string, values: readonly string[], value: string, index: number): Problem[] {
    return values.indexOf(value) === index
        ? []
        : problemAt(`${key}[${index}]`, `${JSON.stringify(value)} is named twice`, "Remove one of the two.");
}
