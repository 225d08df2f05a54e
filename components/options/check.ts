import { ApplicationType } from "../../openmetadata/applicationType";
import type { Problem } from "../../openmetadata/problem";
import type { InputChecks } from "../input";
import type { OptionInputs, OptionName } from "./option";
import { rules } from "./rules";
import { optionOf } from "./table";

/**
 * Checks options by their rows in the table, then by the rules between them. What the component above has checked is not
 * checked again.
 *
 * @param args - Arguments, with options among them.
 * @param names - The options that are to be checked: rules that read others are left out.
 * @param keyOf - The key that the user writes for an option. Default: its name.
 * @returns The arguments with options that are checked, in the form in which they were given.
 */
export function checkOptions<Args extends OptionInputs>(
    checks: InputChecks,
    args: Args,
    names: readonly OptionName[],
    keyOf: (name: OptionName) => string = (name) => name,
): Args {
    if (checks.areOptionsChecked) {
        return args;
    }
    let checked: OptionInputs = args;
    const isGiven = (name: OptionName): boolean => names.includes(name) && args[name] !== undefined;
    for (const name of names.filter((one) => isGiven(one) || "required" in optionOf(one))) {
        const { kind, checkSpa, ...option } = optionOf(name);
        const check = option.check as (key: string, value: unknown) => Problem[];
        if (args.applicationType === ApplicationType.Spa && checkSpa !== undefined) {
            checks.add(checkSpa(keyOf(name)));
        } else {
            const missing = kind === "list" ? [] : undefined;
            const input: Record<string, unknown> = { [name]: args[name] };
            const result = checks.together(input, (values: Record<string, unknown>) =>
                check(keyOf(name), values[name] ?? missing),
            );
            checked = { ...checked, ...result };
        }
    }
    for (const { reads, check } of rules.filter((rule) => rule.reads.every((name) => names.includes(name)))) {
        const read = Object.fromEntries(reads.filter(isGiven).map((name) => [name, checked[name]]));
        checked = { ...checked, ...checks.together(read, (values) => check(values, { keyOf, isGiven })) };
    }
    return checked as Args;
}
