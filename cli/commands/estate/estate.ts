import pMap from "p-map";
import { ensureEngine } from "../../engine/engine";
import type { Progress } from "../../engine/progress";
import { reasonOf } from "../ending";
import type { Environment } from "./environment";
import { EnvironmentStack, existingStacks, type StackAction, type StackRun } from "./environmentStack";
import { lineOf } from "./summary";

/** How one environment has ended. */
export type Outcome =
    | ({ readonly stack: string; readonly result: "done"; readonly seconds: number } & StackRun)
    | { readonly stack: string; readonly result: "unchanged" }
    | { readonly stack: string; readonly result: "failed"; readonly reason: string };

/** What to do with an estate; each environment's policies are the same. */
export interface EstateRun extends StackAction {
    readonly environments: readonly Environment[];
    /** The project's folder. */
    readonly folder: string;
    /** How many environments are worked on at once; 1 or more. */
    readonly parallel: number;
    readonly progress: Progress;
}

/**
 * Works on all environments, each on its own: one that fails stops no other.
 *
 * @returns how each has ended, in the order of the environments.
 */
export async function runEstate(run: EstateRun): Promise<Outcome[]> {
    const engine = await ensureEngine();
    const { environments, folder, progress } = run;
    const existing = await existingStacks(folder, engine);
    const running = new Set<string>();
    let ended = 0;
    progress.begin(`${environments.length} environments`);
    const outcomes = await pMap(
        environments,
        async (environment): Promise<Outcome> => {
            const { stack } = environment;
            running.add(stack);
            progress.update(`${ended} of ${environments.length}; at work: ${[...running].join(", ")}`);
            const outcome = await outcomeOf(stack, async () => {
                const opened = new EnvironmentStack(environment, folder, engine);
                if (!existing.has(stack)) {
                    await opened.initialize();
                }
                return opened.run(run);
            });
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

async function outcomeOf(stack: string, work: () => Promise<StackRun>): Promise<Outcome> {
    const start = Date.now();
    try {
        const { changes, events } = await work();
        return Object.keys(changes).every((operation) => operation === "same")
            ? { stack, result: "unchanged" }
            : { stack, result: "done", changes, events, seconds: Math.round((Date.now() - start) / 1000) };
    } catch (error) {
        return { stack, result: "failed", reason: reasonOf(error) };
    }
}
