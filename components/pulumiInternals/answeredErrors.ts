/* eslint-disable-next-line @typescript-eslint/no-require-imports -- Only of the module itself, and of no copy, can a function be replaced. */
import log = require("@pulumi/pulumi/log");
import { MessageOnlyError } from "../messageOnlyError";

/**
 * Keeps errors out of the log that the engine gets as an answer.
 *
 * A mistake in a value that is known late ends in several promises that nobody waits for. The SDK answers the engine's call with
 * it, which the engine shows, and besides logs it twice for each of them.
 */
export function skipAnsweredErrors(): void {
    const answers = new Set<string>();
    // Before the SDK's own listeners.
    process.prependListener("unhandledRejection", (reason) => {
        if (reason instanceof MessageOnlyError) {
            answers.add(reason.message);
        }
    });
    const { error } = log;
    Object.assign(log, {
        error: (message: string, ...rest: [Parameters<typeof error>[1]?, number?, boolean?]): Promise<void> =>
            answers.has(message) ? Promise.resolve() : error(message, ...rest),
    });
}
