import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { RunOptions } from "../stack";

/** What a run of pulumi is told, that it logs its events. */
export type LoggedRun = (
    args: readonly string[],
    environment: NonNullable<RunOptions["environment"]>,
) => Promise<number>;

/**
 * Runs pulumi, and gives the events of the engine besides; undefined where it failed before it had any.
 *
 * @param run - runs pulumi with these arguments and variables, and gives its exit code
 */
export async function withEventLog(
    args: readonly string[],
    run: LoggedRun,
): Promise<{ status: number; events?: EngineEvent[] }> {
    const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-review-"));
    try {
        const log = join(folder, "events.ndjson");
        const status = await run([...args, "--event-log", log], {
            // Without it, pulumi takes its event log for unknown.
            PULUMI_DEBUG_COMMANDS: "true",
            // Nothing is asked here, and pulumi refuses a yes beside --preview-only.
            PULUMI_SKIP_CONFIRMATIONS: "",
        });
        return { status, ...(existsSync(log) && { events: parse(await readFile(log, "utf8")) }) };
    } finally {
        await rm(folder, { recursive: true });
    }
}

function parse(log: string): EngineEvent[] {
    return log
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as EngineEvent);
}
