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
 * An input that was checked, in the form in which it was given: what is known stays as it is, and what is not becomes an
 * output of the checked value. Lists and objects keep their parts.
 */
function asGiven(input: unknown, checked: pulumi.Output<unknown>): unknown {
    if (isPlain(input)) {
        return input;
    }
    if (pulumi.Output.isInstance(input) || input instanceof Promise) {
        return checked;
    }
    const part = (name: string | number): pulumi.Output<unknown> =>
        checked.apply((all) => (all as Record<string | number, unknown>)[name]);
    return Array.isArray(input)
        ? input.map((item, index) => asGiven(item, part(index)))
        : Object.fromEntries(Object.entries(input as object).map(([name, item]) => [name, asGiven(item, part(name))]));
}

/** Arguments whose options were checked by the component that hands them on to one of its own. */
const handedOn = new WeakSet<object>();

/** Hands checked options on to a component below, which does not check them again. */
export function handOn<Args extends object>(args: Args): Args {
    handedOn.add(args);
    return args;
}

/**
 * Collects what is wrong with a component's arguments, so that all of it is said at once and before any resource is
 * declared. What is not known yet is checked as soon as it is, and whatever depends on it waits for that.
 */
export class InputChecks {
    readonly #problems: Problem[] = [];

    /** @param args - The arguments of the component. */
    constructor(private readonly args: object = {}) {}

    /** Whether the options among the arguments were checked by the component above. */
    get areOptionsChecked(): boolean {
        return handedOn.has(this.args);
    }

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

    /** Checks inputs that are right or wrong together; gives them back in the form in which they were given. */
    together<Inputs extends object>(
        inputs: Inputs,
        check: (values: pulumi.Unwrap<Inputs>) => readonly Problem[],
    ): Inputs {
        return asGiven(inputs, this.input(inputs, check)) as Inputs;
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
