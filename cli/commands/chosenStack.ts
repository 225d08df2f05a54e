import { fromSources } from "./commandLine";
import { sandboxStack } from "./project";

/**
 * The stack that a command works on: the one that is named, by `--stack` or by Pulumi's own variable PULUMI_STACK; in a
 * program of the user's, the selected one; otherwise the sandbox. Where it is not named, a line on standard error says which
 * and why.
 */
export async function chosenStack(named: string | undefined): Promise<string> {
    if (named !== undefined) {
        return named;
    }
    const [stack, why] = await unnamedStack();
    console.error(`Stack ${stack}, ${why}; choose another with --stack.`);
    return stack;
}

async function unnamedStack(): Promise<readonly [name: string, why: string]> {
    const variable = process.env["PULUMI_STACK"];
    if (variable !== undefined && variable !== "") {
        return [variable, "which PULUMI_STACK names"];
    }
    // In a checkout the commands are for the sandbox: it is what the program in it is tried with.
    if (fromSources) {
        return [sandboxStack, "the default"];
    }
    const { selectedStack } = await import("./stack.js");
    const selected = await selectedStack();
    return selected === undefined
        ? [sandboxStack, "the default where none is selected"]
        : [selected, "which is selected"];
}
