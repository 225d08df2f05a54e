import pMap from "p-map";
import { type Engine, ensureEngine } from "../../engine/engine";
import type { Progress } from "../../engine/progress";
import type { Policies } from "../policyPack";
import type { Environment } from "./environment";
import { type Changes, EnvironmentStack, pulumiCommandOf } from "./environmentStack";
import { reasonOf } from "./reason";

/** How one environment has ended. */
export type Outcome =
    | { readonly stack: string; readonly result: "done"; readonly changes: Changes; readonly seconds: number }
    | { readonly stack: string; readonly result: "up to date" }
    | { readonly stack: string; readonly result: "failed"; readonly reason: string };

/** What to do with an estate. */
export interface EstateRun {
    /** `up` leaves out what is up to date; `preview` looks at every environment, and changes none. */
    readonly action: "up" | "preview";
    readonly environments: readonly Environment[];
    /** The project's folder. */
    readonly folder: string;
    /** How many environments are worked on at once; 1 or more. */
    readonly parallel: number;
    /** Whether `up` works on those that are up to date as well. */
    readonly all: boolean;
    /** What every environment is held to, besides the project's own policies. */
    readonly policies: Policies;
    readonly progress: Progress;
}

/**
 * Works on all environments, each on its own: one that fails stops no other.
 *
 * @returns how each has ended, in the order of the environments.
 */
export async function runEstate(run: EstateRun): Promise<Outcome[]> {
    const engine = await ensureEngine();
    const command = await pulumiCommandOf(engine);
    const { environments, progress } = run;
    const running = new Set<string>();
    let ended = 0;
    progress.begin(`${environments.length} environments`);
    const outcomes = await pMap(
        environments,
        async (environment): Promise<Outcome> => {
            const { stack } = environment;
            running.add(stack);
            progress.update(`${ended} of ${environments.length}; at work: ${[...running].join(", ")}`);
            const outcome = await outcomeOf(stack, engine, async () =>
                workOn(await EnvironmentStack.open(environment, run.folder, engine, command), run),
            );
            running.delete(stack);
            ended += 1;
            progress.note(`[${ended}/${environments.length}] ${lineOf(outcome)}`);
            progress.begin(`${ended} of ${environments.length}; at work: ${[...running].join(", ")}`);
            return outcome;
        },
        { concurrency: run.parallel },
    );
    progress.stop();
    return outcomes;
}

/** Does the work on one stack; `undefined` where there is none to do. */
async function workOn(stack: EnvironmentStack, { action, all, policies }: EstateRun): Promise<Changes | undefined> {
    if (action === "preview") {
        return stack.preview(policies);
    }
    return !all && (await stack.isUpToDate()) ? undefined : stack.up(policies);
}

async function outcomeOf(
    stack: string,
    { pulumi }: Engine,
    work: () => Promise<Changes | undefined>,
): Promise<Outcome> {
    const start = Date.now();
    try {
        const changes = await work();
        return changes === undefined
            ? { stack, result: "up to date" }
            : { stack, result: "done", changes, seconds: Math.round((Date.now() - start) / 1000) };
    } catch (error) {
        return { stack, result: "failed", reason: reasonOf(error, pulumi) };
    }
}

/** One line about an environment that has ended. */
export function lineOf(outcome: Outcome): string {
    switch (outcome.result) {
        case "done": {
            const changes = Object.entries(outcome.changes).map(([operation, count]) => `${count} ${operation}`);
            return `${outcome.stack}: done in ${outcome.seconds} s (${changes.join(", ")})`;
        }
        case "up to date":
            return `${outcome.stack}: is up to date`;
        case "failed":
            return `${outcome.stack}: failed: ${outcome.reason}`;
    }
}
