import { writeFile } from "node:fs/promises";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { asksForJson, asksForOwnOutputs } from "../pulumiArguments";
import type { RunOptions, Stack } from "../stack";
import { checkWritable } from "../userFile";
import { endingOf } from "./ending";
import { withEventLog } from "./eventLog";
import { maskUrls } from "./maskedUrls";
import { markdownOf, type Subject } from "./markdown";

/**
 * Runs a pulumi command that changes nothing, and makes a summary of what it says.
 *
 * @param args - The command and its arguments.
 * @param out - File that gets the summary; standard output where empty, and pulumi's own words go to standard error; the other way round
 *   where pulumi is to print JSON.
 * @returns The exit code of pulumi.
 */
export async function review(
    stack: Stack,
    name: string,
    subject: Subject,
    args: readonly string[],
    out: string,
): Promise<number> {
    if (out !== "") {
        checkWritable("--markdown", out);
    }
    // Of JSON, standard output holds nothing else.
    const json = asksForJson(args);
    let said = "";
    const { status, events = failedEarly(said) } = await runLogged(stack, args, {
        stdout: out === "" && !json ? "stderr" : "stdout",
        onError: (text) => (said = text),
    });
    const markdown = `${markdownOf(name, subject, events)}\n`;
    await (out === "" ? process[json ? "stderr" : "stdout"].write(markdown) : writeFile(out, markdown));
    return status;
}

/**
 * Runs `pulumi preview` as a person reads it, and ends with what changes and what it means. Unless the user asks for pulumi's
 * own, the outputs are left to that ending: pulumi prints all settings of a server for one that changes.
 *
 * @param args - Arguments for `pulumi preview`.
 * @returns The exit code of pulumi.
 */
export async function preview(stack: Stack, name: string, args: readonly string[]): Promise<number> {
    const { status, events } = await runLogged(stack, ["preview", ...withoutOutputs(args)]);
    if (events !== undefined) {
        process[asksForJson(args) ? "stderr" : "stdout"].write(`${endingOf(name, events)}\n`);
    }
    return status;
}

/** Arguments of a run that is not to print the outputs, unless the user asks for pulumi's own form of them. */
export function withoutOutputs(args: readonly string[]): readonly string[] {
    return asksForOwnOutputs(args) ? args : ["--suppress-outputs", ...args];
}

/** Runs pulumi on a stack, and gives the events of the engine besides; undefined where it failed before it had any. */
async function runLogged(
    stack: Stack,
    args: readonly string[],
    options: RunOptions = {},
): Promise<{ status: number; events?: EngineEvent[] }> {
    return withEventLog(args, (logged, environment) => stack.run(logged, { ...options, environment }));
}

/** What pulumi would have logged, where it failed before it had anything to log: no such stack, a wrong passphrase. */
function failedEarly(said: string): EngineEvent[] {
    // A backend's URL may hold a password.
    const message = maskUrls(said.trim().replace(/^error: /, ""));
    const diagnosticEvent = { severity: "error", color: "never", message } as const;
    return [{ sequence: 0, timestamp: 0, diagnosticEvent }];
}
