import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../openmetadata/problem";

/** All mistakes found in one check, in one error, so that they can be mended in one go. The CLI shows it without a stack trace. */
export class InvalidInput extends pulumi.RunError {
    /** The mistakes, in the order in which they were found; at least one. */
    public readonly problems: readonly Problem[];

    constructor(problems: readonly Problem[]) {
        const count = problems.length === 1 ? "1 mistake" : `${problems.length} mistakes`;
        const lines = problems.map(({ key, wrong, write }) => `  ${key}: ${wrong}.\n      ${write}`);
        super(`${count} in what was given; please mend and run again.\n${lines.join("\n")}`);
        this.name = "InvalidInput";
        this.problems = problems;
        // Where in the code a mistake was noticed is nobody's concern. Pulumi would print the trace where a component is served
        // to other languages, and Node 20 takes half a minute to colour one with a source map's `node_modules/@pulumi/output.ts`.
        this.stack = this.message;
    }
}

/**
 * Stops when something was found wrong.
 *
 * @throws {@link InvalidInput} with all problems.
 */
export function refuse(problems: readonly Problem[]): void {
    if (problems.length > 0) {
        throw new InvalidInput(problems);
    }
}
