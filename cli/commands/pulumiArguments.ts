import { sandboxStack } from "./project";
import { UsageError } from "./usageError";

/** The lowest level of pulumi's log at which it holds secrets in plain text (3.259.0: seen; 8 has none, 9 has all). */
const firstLevelWithSecrets = 9;

/** Whether pulumi is asked to print JSON, so that nothing else may be on standard output. */
export function asksForJson(args: readonly string[]): boolean {
    return has(args, "json", "j");
}

/** Whether pulumi is asked for the outputs in a form of its own. */
export function asksForOwnOutputs(args: readonly string[]): boolean {
    return (
        asksForJson(args) ||
        ["diff", "show-full-output", "show-secrets", "suppress-outputs"].some((name) => has(args, name))
    );
}

/** Whether `up` may change the stack without a question. */
export function isConfirmed(args: readonly string[]): boolean {
    return has(args, "yes", "y") || /^(1|true)$/i.test(process.env["PULUMI_SKIP_CONFIRMATIONS"] ?? "");
}

/** Whether `up` shows no preview for people, or needs its own one, and so cannot be taken apart into preview and update. */
export function isRunAtOnce(args: readonly string[]): boolean {
    return asksForJson(args) || has(args, "skip-preview", "f") || has(args, "strict") || has(args, "help", "h");
}

/** The arguments of `up` that are for its preview. That there are no changes is expected of the update, as in pulumi. */
export function ofPreview(args: readonly string[]): string[] {
    const ownFlags = /^--(yes|continue-on-error|expect-no-changes)(=.*)?$|^--(plan|secrets-provider)=/;
    return args
        .filter(
            (arg, index) => !ownFlags.test(arg) && ![arg, args[index - 1]].some((at) => ownValues.includes(at ?? "")),
        )
        .map((arg) => (shortFlags.test(arg) ? arg.replaceAll("y", "") : arg))
        .filter((arg) => arg !== "-");
}

/** Options of `up`, and not of `preview`, that are followed by a value. */
const ownValues: readonly string[] = ["--plan", "--secrets-provider"];

/** Flags of one letter, several of them in one argument. */
const shortFlags = /^-[dfhjry]+$/;

/** Whether a flag is set, also behind other letters. */
function has(args: readonly string[], name: string, letter?: string): boolean {
    return args.some(
        (arg) =>
            arg === `--${name}` ||
            arg === `--${name}=true` ||
            (letter !== undefined && shortFlags.test(arg) && arg.includes(letter)),
    );
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
            `pulumi's log of level ${level} contains secrets in plain text: client secrets, private keys and tokens. Use a level ` +
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
