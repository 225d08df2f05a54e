import type { Problem } from "../openmetadata/problem";
import { MessageOnlyError } from "./messageOnlyError";

/** All mistakes found in one check, in one error, so that they can be mended in one go. */
export class InvalidInput extends MessageOnlyError {
    /** The mistakes, in the order in which they were found; at least one. */
    public readonly problems: readonly Problem[];

    constructor(problems: readonly Problem[]) {
        const count = problems.length === 1 ? "1 mistake" : `${problems.length} mistakes`;
        const lines = problems.map(({ key, wrong, write }) => `  ${key}: ${wrong}.\n      ${write}`);
        super(`${count} in the configuration or arguments; fix and run again.\n${lines.join("\n")}`);
        this.name = "InvalidInput";
        this.problems = problems;
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
