import * as pulumi from "@pulumi/pulumi";
import type { SingleSignOnArgs } from "../components";
import { checkOptions } from "../components/options/check";
import { InputChecks } from "../components/input";
import { refuse } from "../components/invalidInput";
import { optionNames, optionOf } from "../components/options/table";
import type { OptionName } from "../components/options/option";
import { checkProvider, tenantDomain } from "./provider";
import { ConfigReader, type ConfigValues } from "./reader";
import { configuredServerTokens } from "./serverTokens";

/** A stack, and how it is configured. */
export interface StackConfig {
    readonly project: string;
    readonly stack: string;
    readonly values: ConfigValues;
}

/** The stack that the running program belongs to. */
function ownStack(): StackConfig {
    return { project: pulumi.getProject(), stack: pulumi.getStack(), values: pulumi.runtime.allConfig() };
}

/**
 * A stack's configuration, read and checked as a whole.
 *
 * @param config - Default: that of the stack that the running program belongs to.
 * @throws InvalidInput with every mistake, each under the key that the user wrote.
 */
export function readConfig({ project, stack, values }: StackConfig = ownStack()): SingleSignOnArgs {
    const reader = new ConfigReader(project, values);
    const options = reader.options();
    const serverTokens = configuredServerTokens(values, options.serverUrls ?? []);
    reader.refuseUnknownKeys();

    const checks = new InputChecks();
    checkOptions(checks, options, optionNames, (name) => reader.name(name));
    // What has the wrong type reads as empty; that it is empty is no second mistake.
    const mistyped = new Set(reader.problems.map(({ key }) => key));
    refuse([
        ...reader.problems,
        ...checks.problems.filter(({ key }) => !mistyped.has(key)),
        ...serverTokens.problems,
        ...checkProvider(values, { key: reader.name("customDomain"), value: options.customDomain }),
    ]);

    const args = Object.entries(options).map(([name, value]) => [
        name,
        optionOf(name as OptionName).secret ? pulumi.secret(value) : value,
    ]);
    return {
        displayName: `OpenMetadata (${stack})`,
        ...Object.fromEntries(args),
        domain: tenantDomain(values),
        serverTokens: serverTokens.tokens,
    } as SingleSignOnArgs;
}
