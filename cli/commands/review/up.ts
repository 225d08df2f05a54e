import type { Readable, Writable } from "node:stream";
import { isConfirmed, isRunAtOnce, ofPreview } from "../pulumiArguments";
import { openQuestions } from "../questions";
import type { Stack } from "../stack";
import { preview, withoutOutputs } from "./command";

/**
 * Runs `pulumi up` in two steps, so that what the change means is read before the question: the preview with its ending, and the
 * update where it is confirmed.
 *
 * @param args - Arguments for `pulumi up`.
 * @returns The exit code of pulumi; 1, as from pulumi, where the user declines.
 */
export async function up(stack: Stack, name: string, args: readonly string[]): Promise<number> {
    const confirmed = isConfirmed(args);
    // Where it can ask nobody, pulumi refuses at once, and says how to go on.
    if (isRunAtOnce(args) || (!confirmed && !canAsk(args))) {
        return stack.run(["up", ...args]);
    }
    const status = await preview(stack, name, ofPreview(args));
    if (status !== 0) {
        return status;
    }
    if (
        !confirmed &&
        !(await confirms("Do you want to perform this update? [yes/no] ", process.stdin, process.stdout))
    ) {
        // The end of the input leaves the question's line open.
        console.error("\nNot confirmed: nothing was changed.");
        return 1;
    }
    return stack.run(["up", "--yes", "--skip-preview", ...withoutOutputs(args)]);
}

/** Whether there is somebody to ask, as pulumi sees it. */
function canAsk(args: readonly string[]): boolean {
    return process.stdin.isTTY && process.stdout.isTTY && !args.includes("--non-interactive") && !process.env["CI"];
}

/** Asks a question, and gives whether the answer is yes; the end of the input is a no. */
export async function confirms(question: string, input: Readable, output: Writable): Promise<boolean> {
    const questions = openQuestions(input, output);
    try {
        return /^y(es)?$/i.test((await questions.ask(question)) ?? "");
    } finally {
        questions.close();
    }
}
