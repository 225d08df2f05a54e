import type { Fn } from "tinybench";
import type { Table } from "./results";

/** How long to measure a task. */
export interface TaskOptions {
    /** For how long it is run again, in milliseconds. */
    readonly time: number;
    /** How often it is run at least, whatever the time. Default: 1. */
    readonly iterations?: number;
    /** How many runs there are at once. Default: 1. */
    readonly atOnce?: number;
}

/** Measures tasks in this process, one after another: how long one takes, and how many a second there are. */
export async function measureTasks(
    tasks: Readonly<Record<string, Fn>>,
    { time, iterations = 1, atOnce = 1 }: TaskOptions,
): Promise<Table> {
    const { Bench } = await import("tinybench");
    // With tasks at once, tinybench takes `iterations` for a limit.
    const bench = new Bench(
        atOnce === 1
            ? { time, iterations, warmupIterations: iterations }
            : { time, iterations: 0, concurrency: "task", threshold: atOnce },
    );
    for (const [name, task] of Object.entries(tasks)) {
        bench.add(name, task);
    }
    await bench.run();
    return {
        head: [atOnce === 1 ? "one after another" : `${atOnce} at once`, "median", "range", "a second", "runs"],
        rows: bench.tasks.map(({ name, result }) => {
            if (result.state !== "completed") {
                throw new Error(`${name} was not measured.`, { cause: "error" in result ? result.error : undefined });
            }
            const { p50, min, max, mean, samplesCount } = result.latency;
            return [
                name,
                `${p50.toFixed(1)} ms`,
                `${min.toFixed(1)}–${max.toFixed(1)} ms`,
                ((1000 * atOnce) / mean).toFixed(atOnce / mean < 0.01 ? 1 : 0),
                String(samplesCount),
            ];
        }),
    };
}
