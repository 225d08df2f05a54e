import { exitCodeOf, interruption } from "../../processes/interruption";
import { UsageError } from "./usageError";

/**
 * Makes the command end with an exit code other than 0.
 *
 * @param why - what has gone wrong, or was found: one line on standard error
 */
export function endWith(exitCode: number, why: string): void {
    console.error(why);
    process.exitCode = exitCode;
}

/** Makes the command end with the exit code of pulumi, which was reported when it ended. */
export function endAsPulumi(exitCode: number): void {
    process.exitCode = exitCode;
}

/**
 * Ends the process because of an error: with 2 for a mistake in the call, with 128 and its number for a signal, and with 1 for any
 * other.
 */
export function endBecauseOf(error: unknown): never {
    console.error(`\n${reasonOf(error)}`);
    const signal = interruption();
    process.exit(signal === undefined ? (error instanceof UsageError ? 2 : 1) : exitCodeOf(signal));
}

/**
 * Does the work of a command. A process does not wait for what can never happen: without more ado, it would end with 0,
 * and without a word, in the middle of the work.
 */
export async function untilDone(work: () => Promise<unknown>): Promise<void> {
    const cutOff = () => {
        endWith(
            1,
            "The command ended before its work was done: it was waiting for something that can no longer happen.",
        );
    };
    process.once("beforeExit", cutOff);
    await work();
    process.off("beforeExit", cutOff);
    const signal = interruption();
    if (signal !== undefined) {
        process.exitCode = exitCodeOf(signal);
    }
}

/** What an error says; never nothing. A message of ours says it all: a stack trace would only hide it. */
export function reasonOf(error: unknown): string {
    if (!(error instanceof Error)) {
        return `Failed: ${String(error)}`;
    }
    // An attempt to connect to several addresses of one host fails with all their errors, and no message of its own.
    const parts = error instanceof AggregateError ? error.errors.map(reasonOf) : [];
    const cause = error.cause instanceof Error ? reasonOf(error.cause) : "";
    const message = error.message || parts.join("; ") || error.stack || error.name;
    return cause === "" || message.includes(cause) ? message : `${message}: ${cause}`;
}
