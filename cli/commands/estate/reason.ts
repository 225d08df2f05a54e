import { stripVTControlCharacters } from "node:util";
import { type Completed, failureOf } from "../../../processes/childProcess";
import { maskUrls } from "../review/maskedUrls";

/** What the engine says at the end of a run that failed for another reason. */
const general = ["update failed", "preview failed"];

/** An error as the engine prints it: over several lines, up to an empty one or a stack trace. */
const message = /^\s*error: (.+(?:\n(?!\s*\n|\s+at ).+)*)/gm;

/**
 * Why pulumi failed: the errors among all that it printed, or the whole where there is none. The engine masks secrets in
 * what it prints, but for those in the URL of a backend.
 *
 * @param pulumi - the pulumi program
 */
export function reasonOf(ended: Completed, pulumi: string): string {
    const text = stripVTControlCharacters(ended.all);
    const errors = [...text.matchAll(message)].map(([, reason = ""]) => reason.replace(/\s+/g, " "));
    const specific = [...new Set(errors)].filter((reason) => !general.includes(reason));
    return maskUrls(specific.length > 0 ? specific.join("; ") : failureOf(pulumi, [], ended));
}
