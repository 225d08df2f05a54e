import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startProcess } from "../../processes/childProcess";
import type { Json, JsonObject } from "../json";

/** An Action that is to run: a version that is deployed, with the values of its secrets. */
export interface RunnableAction {
    readonly name: string;
    readonly code: string;
    readonly secrets: Readonly<Record<string, string>>;
}

/** What an Action has asked of its `api`, one call after the other. */
export type ActionCall =
    | readonly ["deny", string]
    | readonly ["multifactor", ...Json[]]
    | readonly ["claim", "idToken" | "accessToken", string, Json]
    | readonly ["metadata", "app_metadata" | "user_metadata", string, Json];

/** How the run of an Action went. */
export interface ActionRun {
    readonly name: string;
    readonly calls: readonly ActionCall[];
    /** What it threw, or that it took too long. */
    readonly error?: string;
}

/** How long the Actions of a trigger may take together, in milliseconds. Source: Auth0's "Actions Limitations". */
const defaultTimeLimit = 20_000;

/** How much longer the process may live than its Actions, in milliseconds: it starts, and a busy machine lets it wait. */
const grace = 30_000;

/** The memory that Actions may use, in megabytes. */
const memory = 64;

const program = readFileSync(join(__dirname, "actionProcess.cjs"), "utf8");

const permission = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";

/**
 * Runs Actions one after the other, away from this process and its machine: `actionProcess.cjs` says how. An Action that
 * denies or fails is the last that runs.
 *
 * @param event - What each is told, without its secrets.
 */
export async function runActions(
    actions: readonly RunnableAction[],
    event: JsonObject,
    timeLimit: number = defaultTimeLimit,
): Promise<readonly ActionRun[]> {
    const { ended } = await startProcess(
        process.execPath,
        [
            permission,
            "--no-warnings",
            "--disallow-code-generation-from-strings",
            `--max-old-space-size=${memory}`,
            "-e",
            program,
        ],
        {
            input: JSON.stringify({ actions, event, timeLimit }),
            env: {},
            extendEnv: false,
            timeout: timeLimit + grace,
            forceKillAfterDelay: 1_000,
        },
    );
    const { exitCode, stdout } = await ended;
    return exitCode === 0
        ? (JSON.parse(stdout) as ActionRun[])
        : [
              {
                  name: actions.map(({ name }) => name).join(", "),
                  calls: [],
                  error: "The Action was ended: it used too much time or memory",
              },
          ];
}
