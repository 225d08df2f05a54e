import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../components/invalidInput";
import { type Problem, problemAt } from "../../openmetadata/problem";
import { type Insight, lookInto } from "../../components/pulumiInternals/output";
import type { ComponentType, Type } from "./packageSchema";
import { isPlainThroughout, propertyProblems } from "./shape";

/**
 * The arguments of a component, out of the inputs that the engine sends: as a program in TypeScript would give them.
 *
 * Where a compiler sees to it that such a program gives what each argument takes, here it is checked against the schema.
 *
 * @throws InvalidInput with every input that is not what the schema says.
 */
export async function readArguments(
    { inputProperties, requiredInputs }: ComponentType,
    inputs: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
    const insights = new Map<string, Insight>();
    for (const [name, input] of Object.entries(inputs)) {
        insights.set(name, await lookInto(input));
    }
    const problems = propertyProblems(
        { properties: inputProperties, required: requiredInputs },
        Object.fromEntries([...insights].map(([name, { value }]) => [name, value])),
    );
    const args: Record<string, unknown> = {};
    for (const [name, insight] of insights) {
        const type = inputProperties[name];
        if (type !== undefined) {
            problems.push(...plainnessProblems(name, type, inputs[name], insight));
            args[name] = argumentOf(type, inputs[name], insight);
        }
    }
    refuse(problems);
    return args;
}

/** Checks that what has to be plain is known, and that it is no secret, which would be shown from then on. */
function plainnessProblems(key: string, type: Type, input: unknown, { value, isSecret }: Insight): Problem[] {
    if (!isNeededPlain(type, input)) {
        return [];
    }
    if (pulumi.isUnknown(value)) {
        return problemAt(
            key,
            "is an output of a resource, which is not known before the deployment",
            "Write the value itself: what is declared depends on it.",
        );
    }
    return isSecret && isPlainThroughout(type)
        ? problemAt(key, "is a secret, and would be shown", "Pass it in plain text, if it may be seen.")
        : [];
}

/** An input as the component takes it. */
function argumentOf(type: Type, input: unknown, { value, isOfResource }: Insight): unknown {
    // What a component makes a secret itself is unwrapped: what is plain is checked together with all else.
    if (type.secret === true && !isOfResource && !pulumi.isUnknown(value)) {
        return value;
    }
    if (!isNeededPlain(type, input)) {
        return input;
    }
    return isPlainThroughout(type) ? value : partsOf(pulumi.output(input), value);
}

/** Whether all of an input has to be known. A list or a map of inputs is plain unless it is an output as a whole. */
function isNeededPlain(type: Type, input: unknown): boolean {
    return type.plain === true && (isPlainThroughout(type) || pulumi.Output.isInstance(input));
}

/** The parts of an output of a list or a map, each as an output, which is as secret as the whole. */
function partsOf(output: pulumi.Output<unknown>, value: unknown): unknown {
    const parts = Object.keys(value as object).map(
        (name) => [name, output.apply((all) => (all as Record<string, unknown>)[name])] as const,
    );
    return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}
