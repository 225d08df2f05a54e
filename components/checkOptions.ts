import { ApplicationType } from "../openmetadata/applicationType";
import type { Problem } from "../openmetadata/problem";
import type { InputChecks } from "./input";
import type { OptionInputs, OptionName } from "./option";
import { rules } from "./optionRules";
import { optionOf } from "./options";

/**
 * Checks options by their rows in the table, then by the rules between them.
 *
 * @param inputs - The options, by name; what is not set is left out.
 * @param names - The options that are to be checked: rules that read others are left out.
 * @param keyOf - The key that the user writes for an option. Default: its name.
 */
export function checkOptions(
    checks: InputChecks,
    inputs: OptionInputs,
    names: readonly OptionName[],
    keyOf: (name: OptionName) => string = (name) => name,
): void {
    const isGiven = (name: OptionName): boolean => names.includes(name) && inputs[name] !== undefined;
    for (const name of names.filter((one) => isGiven(one) || "required" in optionOf(one))) {
        const { kind, checkSpa, ...option } = optionOf(name);
        const check = option.check as (key: string, value: unknown) => Problem[];
        const key = keyOf(name);
        if (inputs.applicationType === ApplicationType.Spa && checkSpa !== undefined) {
            checks.add(checkSpa(key));
        } else {
            const missing = kind === "list" ? [] : undefined;
            checks.input<unknown>(inputs[name], (value: unknown) => check(key, value ?? missing));
        }
    }
    for (const { reads, check } of rules.filter((rule) => rule.reads.every((name) => names.includes(name)))) {
        const read = Object.fromEntries(reads.map((name) => [name, inputs[name]]));
        checks.input<unknown>(read, (values) => check(values, { keyOf, isGiven }));
    }
}
