import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../openmetadata/problem";
import { refuse } from "./invalidInput";

/** Whether a value is known as it stands: it is no Output and no Promise, nor a list or an object with one of those in it. */
function isPlain(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
        return true;
    }
    return !pulumi.Output.isInstance(value) && !(value instanceof Promise) && Object.values(value).every(isPlain);
}

/**
 * Collects what is wrong with a component's arguments, so that all of it is said at once and before any resource is
 * declared. What is not known yet is checked as soon as it is, and whatever depends on it waits for that.
 */
export class InputChecks {
    readonly #problems: Problem[] = [];

    /** The mistakes that were found so far. */
    get problems(): readonly Problem[] {
        return this.#problems;
    }

    /** Adds mistakes that were found in plain values. */
    add(problems: readonly Problem[]): void {
        this.#problems.push(...problems);
    }

    /** Checks an input, or inputs that are right or wrong together; gives it back as an output of checked values. */
    input<T>(input: T, check: (value: pulumi.Unwrap<T>) => readonly Problem[]): pulumi.Output<pulumi.Unwrap<T>> {
        const output = pulumi.output(input);
        if (isPlain(input)) {
            this.add(check(input as pulumi.Unwrap<T>));
            return output;
        }
        const checked: pulumi.Output<unknown> = output.apply((value): unknown => {
            refuse(check(value));
            return value;
        });
        return checked as pulumi.Output<pulumi.Unwrap<T>>;
    }

    /** Checks an optional input, where it is given, and gives it back as an output of a checked value. */
    optional<T>(
        input: T | undefined,
        check: (value: pulumi.Unwrap<T>) => readonly Problem[],
    ): pulumi.Output<pulumi.Unwrap<T>> | undefined {
        return input === undefined ? undefined : this.input<T>(input, check);
    }

    /**
     * Stops if anything was wrong.
     *
     * @throws InvalidInput with every mistake found so far.
     */
    finish(): void {
        refuse(this.#problems);
    }
}
