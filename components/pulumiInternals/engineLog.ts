import * as pulumi from "@pulumi/pulumi";

/**
 * Connects the messages of this process with the engine. The SDK does so for programs and components, and not for providers
 * of single resources.
 *
 * @param args - What the engine has started the provider with; its own address is the one that is not an option.
 */
export function tellEngine(args: readonly string[]): void {
    const engine = args.find((arg) => /^[\w.:[\]-]+:\d+$/.test(arg) && !arg.startsWith("-"));
    pulumi.runtime.resetOptions("", "", -1, engine ?? "", "", false, "");
}
