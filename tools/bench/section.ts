import type { Results } from "./results";

/** How much to measure. */
export interface Extent {
    /** How often each comparison is measured. */
    readonly runs: number;
    /** Numbers of applications. */
    readonly sizes: readonly number[];
    /** How many environments one run of `estate` has. */
    readonly environments: number;
    /** The commit that this one is compared with, where a section does that. */
    readonly against: string | undefined;
}

/** A part of the benchmarks that can be run alone. */
export interface Section {
    readonly title: string;
    run(extent: Extent): Promise<Results>;
}
