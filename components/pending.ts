import * as pulumi from "@pulumi/pulumi";

/** Whether a preview cannot know an output yet, as the resource that gives it is still to be made. */
export async function isPending(output: pulumi.Output<unknown>): Promise<boolean> {
    // Not in Pulumi's public types, and the one way to tell in a preview what is going to be made.
    const { isKnown } = output as unknown as { readonly isKnown: Promise<boolean> };
    return pulumi.runtime.isDryRun() && !(await isKnown);
}
