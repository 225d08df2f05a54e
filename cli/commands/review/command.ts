import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { asksForJson } from "../pulumiArguments";
import type { Stack } from "../stack";
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
    // Of JSON, standard output holds nothing else.
    const json = asksForJson(args);
    const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-review-"));
    try {
        const log = join(folder, "events.ndjson");
        let said = "";
        const status = await stack.run([...args, "--event-log", log], {
            stdout: out === "" && !json ? "stderr" : "stdout",
            environment: {
                // Without it, pulumi takes its event log for unknown.
                PULUMI_DEBUG_COMMANDS: "true",
                // Nothing is asked here, and pulumi refuses a yes beside --preview-only.
                PULUMI_SKIP_CONFIRMATIONS: "",
            },
            onError: (text) => (said = text),
        });
        const events = existsSync(log) ? parse(await readFile(log, "utf8")) : failedEarly(said);
        const markdown = `${markdownOf(name, subject, events)}\n`;
        await (out === "" ? process[json ? "stderr" : "stdout"].write(markdown) : writeFile(out, markdown));
        return status;
    } finally {
        await rm(folder, { recursive: true });
    }
}

/** What pulumi would have logged, where it failed before it had anything to log: no such stack, a wrong passphrase. */
function failedEarly(said: string): EngineEvent[] {
    // A backend's URL may hold a password.
    const message = maskUrls(said.trim().replace(/^error: /, ""));
    const diagnosticEvent = { severity: "error", color: "never", message } as const;
    return [{ sequence: 0, timestamp: 0, diagnosticEvent }];
}

function parse(log: string): EngineEvent[] {
    return log
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as EngineEvent);
}
