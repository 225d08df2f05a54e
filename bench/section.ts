import type { Results } from "./results";

/** How much to measure. */
export interface Extent {
    /** How often each comparison is measured. */
    readonly runs: number;
    /** Numbers of applications. */
    readonly sizes: readonly number[];
}

/** A part of the benchmarks that can be run alone. */
export interface Section {
    readonly title: string;
    run(extent: Extent): Promise<Results>;
}
