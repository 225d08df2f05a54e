import { stripVTControlCharacters } from "node:util";

/** What the engine says at the end of a run that failed for another reason. */
const general = ["update failed", "preview failed"];

/** An error as the engine prints it: over several lines, up to an empty one or a stack trace. */
const message = /^\s*(?:stderr: )?error: (.+(?:\n(?!\s*\n|\s+at ).+)*)/gm;

/**
 * Why pulumi failed: the errors among all that it printed, or the whole message where there is none. The engine masks
 * secrets in what it prints.
 */
export function reasonOf(error: unknown): string {
    const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
    const errors = [...text.matchAll(message)].map(([, reason = ""]) => reason.replace(/\s+/g, " "));
    const specific = [...new Set(errors)].filter((reason) => !general.includes(reason));
    return specific.length === 0 ? text.trim() : specific.join("; ");
}
