import { max, median, min } from "simple-statistics";
import type { Cost } from "./measure";
import type { Table } from "./results";

/** Two ways to do the same, measured in turns. */
export interface Comparison {
    /** What is done. */
    readonly what: string;
    readonly ours: () => Promise<Cost>;
    readonly theirs: () => Promise<Cost>;
}

/** What the runs of a comparison took. */
export interface Compared {
    readonly what: string;
    readonly ours: readonly Cost[];
    readonly theirs: readonly Cost[];
}

/**
 * Measures comparisons that follow on each other: the first of all of them, the second, and so on, and then all again.
 * What else the machine does meets both sides alike, as they take turns, and either goes first in every other round.
 */
export async function compare(comparisons: readonly Comparison[], runs: number): Promise<Compared[]> {
    const measured = comparisons.map(({ what }) => ({ what, ours: [] as Cost[], theirs: [] as Cost[] }));
    for (let round = 0; round < runs; round++) {
        for (const [index, comparison] of comparisons.entries()) {
            const sides = ["ours", "theirs"] as const;
            for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
                const cost = await comparison[side]();
                measured[index]?.[side].push(cost);
                process.stderr.write(`${comparison.what}, ${side}: ${seconds(cost.wall)} s\n`);
            }
        }
    }
    return measured;
}

/** Shows the median of each side with its range, and the median of the ratios of the runs that followed on each other. */
export function comparisonTable(ours: string, theirs: string, compared: readonly Compared[]): Table {
    return {
        head: ["", ours, theirs, "ratio", "ratio of CPU time", "runs"],
        rows: compared.map((comparison) => [
            comparison.what,
            sideOf(comparison.ours),
            sideOf(comparison.theirs),
            ratioOf(comparison, ({ wall }) => wall),
            ratioOf(comparison, ({ cpu }) => cpu),
            String(comparison.ours.length),
        ]),
    };
}

/** Shows the median of what runs took, with its range. */
export function costTable(what: string, costs: readonly Cost[]): Table {
    return { head: ["", "took", "runs"], rows: [[what, sideOf(costs), String(costs.length)]] };
}

function sideOf(costs: readonly Cost[]): string {
    const wall = costs.map((cost) => cost.wall);
    const cpu = defined(costs.map((cost) => cost.cpu));
    return `${seconds(median(wall))} s (${range(wall)})${cpu.length === 0 ? "" : `; CPU ${seconds(median(cpu))} s`}`;
}

function ratioOf({ ours, theirs }: Compared, of: (cost: Cost) => number | undefined): string {
    const ratios = defined(
        ours.map((cost, index) => {
            const [a, b] = [of(cost), of(theirs[index] ?? cost)];
            return a === undefined || b === undefined ? undefined : a / b;
        }),
    );
    return ratios.length === 0 ? "" : `${median(ratios).toFixed(2)} (${range(ratios)})`;
}

function range(values: readonly number[]): string {
    return `${seconds(min([...values]))}–${seconds(max([...values]))}`;
}

function seconds(value: number): string {
    return value < 10 ? value.toFixed(2) : value.toFixed(1);
}

function defined(values: readonly (number | undefined)[]): number[] {
    return values.filter((value) => value !== undefined);
}
