import * as pulumi from "@pulumi/pulumi";

/** What there is to say of an input before anything is declared. */
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
    // Not in Pulumi's public types; what the runtime itself goes by.
    const internals = output as unknown as {
        readonly isKnown: Promise<boolean>;
        allResources(): Promise<ReadonlySet<pulumi.Resource>>;
    };
    return {
        value: (await internals.isKnown) ? await new Promise((resolve) => output.apply(resolve)) : pulumi.unknown,
        isSecret: await pulumi.isSecret(output),
        isOfResource: (await internals.allResources()).size > 0,
    };
}
