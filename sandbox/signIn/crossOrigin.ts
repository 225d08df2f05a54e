import type { ClientRecord } from "../records";

/** Whether a page of this origin may call the tenant for the application: those of its callbacks may unasked. */
export function mayCall(
    { callbacks = [], web_origins = [], allowed_origins = [] }: ClientRecord,
    origin: string,
): boolean {
    return [...callbacks.map((url) => new URL(url).origin), ...web_origins, ...allowed_origins].includes(origin);
}
