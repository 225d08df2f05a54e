/** A parameter of a request, where it came once; the empty text where it did not come, or more than once. */
export function asText(value: unknown): string {
    return typeof value === "string" ? value : "";
}
