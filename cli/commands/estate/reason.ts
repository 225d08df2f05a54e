import { stripVTControlCharacters } from "node:util";
import { failureOf, obstacleOf, type Outcome } from "../../../processes/childProcess";

/** What the engine says at the end of a run that failed for another reason. */
const general = ["update failed", "preview failed"];

/** An error as the engine prints it: over several lines, up to an empty one or a stack trace. */
const message = /^\s*(?:stderr: )?error: (.+(?:\n(?!\s*\n|\s+at ).+)*)/gm;

/**
 * Why pulumi failed: the errors among all that it printed, or the whole message where there is none. The engine masks
 * secrets in what it prints.
 *
 * @param pulumi - the pulumi program
 */
export function reasonOf(error: unknown, pulumi: string): string {
    const end = endOf(error);
    const obstacle = obstacleOf(pulumi, [], end);
    if (obstacle !== undefined) {
        return obstacle;
    }
    const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
    const errors = [...text.matchAll(message)].map(([, reason = ""]) => reason.replace(/\s+/g, " "));
    const specific = [...new Set(errors)].filter((reason) => !general.includes(reason));
    if (specific.length > 0) {
        return specific.join("; ");
    }
    return end.exitCode === 0
        ? text.trim()
        : failureOf(pulumi, [], { exitCode: end.exitCode, stdout: end.stdout ?? "", stderr: end.stderr ?? "" });
}

/** What the Automation API, which starts pulumi itself, has in its errors. */
type End = Outcome & { readonly stdout?: string; readonly stderr?: string };

/** How pulumi ended, where that is what an error is about. */
function endOf(error: unknown): End {
    const { commandResult } = error as { readonly commandResult?: { readonly err?: End } };
    return commandResult?.err ?? { exitCode: 0 };
}
