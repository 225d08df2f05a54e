import * as pulumi from "@pulumi/pulumi";

/** What Pulumi's own runtime goes by, and its public types leave out. */
interface OutputInternals {
    readonly isKnown: Promise<boolean>;
    allResources(): Promise<ReadonlySet<pulumi.Resource>>;
}

function internalsOf(output: pulumi.Output<unknown>): OutputInternals {
    return output as unknown as OutputInternals;
}

/** Whether a preview cannot know an output yet, as the resource that it comes from is still to be created. */
export async function isPending(output: pulumi.Output<unknown>): Promise<boolean> {
    return pulumi.runtime.isDryRun() && !(await internalsOf(output).isKnown);
}

/** What can be known of an input before anything is declared. */
export interface Insight {
    /** Its value, or `pulumi.unknown` where some of it is not known yet. */
    readonly value: unknown;
    /** Whether some of it is secret. */
    readonly isSecret: boolean;
    /** Whether it comes from a resource, so that what uses it depends on that. */
    readonly isOfResource: boolean;
}

/** Looks into an input. */
export async function lookInto(input: unknown): Promise<Insight> {
    const output: pulumi.Output<unknown> = pulumi.output(input);
    const internals = internalsOf(output);
    return {
        value: (await internals.isKnown) ? await new Promise((resolve) => output.apply(resolve)) : pulumi.unknown,
        isSecret: await pulumi.isSecret(output),
        isOfResource: (await internals.allResources()).size > 0,
    };
}
