import { sandboxStack } from "./project";
import { UsageError } from "./usageError";

/** The lowest level of pulumi's log at which it holds secrets in plain text (3.259.0: seen; 8 has none, 9 has all). */
const firstLevelWithSecrets = 9;

/** Whether pulumi is asked to print JSON, so that nothing else may be on standard output. */
export function asksForJson(args: readonly string[]): boolean {
    return args.some((arg) => /^--json(=true)?$|^-[dfjry]*j[dfjry]*$/.test(arg));
}

/**
 * Refuses to let pulumi write a log that holds secrets, but for the stack sandbox, whose secrets open nothing.
 *
 * @param insisted - whether the user wants it all the same
 * @throws UsageError that names the argument or the variable, and what to do
 */
export function refuseSecretsInLog(stack: string, args: readonly string[], insisted: boolean): void {
    const level = logLevel(args) ?? Number(process.env["PULUMI_OPTION_VERBOSE"] ?? 0);
    if (level >= firstLevelWithSecrets && stack !== sandboxStack && !insisted) {
        throw new UsageError(
            `pulumi's log of level ${level} holds secrets in plain text: client secrets, private keys and tokens. Use a level ` +
                `below ${firstLevelWithSecrets}, or add --allow-secrets-in-log and keep the log to yourself.`,
        );
    }
}

/** The level of the log that arguments for pulumi ask for: `-v=9`, `-v9`, `-v 9`, `--verbose=9`, `--verbose 9`, also behind other letters. */
function logLevel(args: readonly string[]): number | undefined {
    return args
        .map((arg, index) => {
            const found = /^(?:--verbose|-[dfjry]*v)(?:=?(?<level>\d+))?$/.exec(arg);
            return found === null ? undefined : Number(found.groups?.["level"] ?? args[index + 1]);
        })
        .findLast((level) => level !== undefined && !Number.isNaN(level));
}
