import { type Problem, problemAt } from "./problem";

/** The values that a list has more than once, each once. */
export function repeated(values: readonly string[]): string[] {
    return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** Checks that an entry of a list is not one of those before it. */
export function checkOnce(key: string, values: readonly string[], value: string, index: number): Problem[] {
    return values.indexOf(value) === index
        ? []
        : problemAt(`${key}[${index}]`, `${JSON.stringify(value)} is named twice`, "Remove one of the two.");
}
