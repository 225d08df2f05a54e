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
    | { readonly stack: string; readonly result: "unchanged" }
    | { readonly stack: string; readonly result: "failed"; readonly reason: string };

/** What to do with an estate. */
export interface EstateRun {
    /** What the engine does with each environment. */
    readonly action: "up" | "preview";
    readonly environments: readonly Environment[];
    /** The project's folder. */
    readonly folder: string;
    /** How many environments are worked on at once; 1 or more. */
    readonly parallel: number;
    /** Whether the engine reads first what is in Auth0, so that it sees drift. */
    readonly refresh: boolean;
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

async function workOn(stack: EnvironmentStack, { action, refresh, policies }: EstateRun): Promise<Changes> {
    return action === "preview" ? stack.preview(refresh, policies) : stack.up(refresh, policies);
}

async function outcomeOf(stack: string, { pulumi }: Engine, work: () => Promise<Changes>): Promise<Outcome> {
    const start = Date.now();
    try {
        const changes = await work();
        return Object.keys(changes).every((operation) => operation === "same")
            ? { stack, result: "unchanged" }
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
        case "unchanged":
            return `${outcome.stack}: no resource changed`;
        case "failed":
            return `${outcome.stack}: failed: ${outcome.reason}`;
    }
}
