import type { Results } from "./results";

/** How much to measure. */
export interface Extent {
    /** How often each comparison is measured. */
    readonly runs: number;
    /** Numbers of applications. */
    readonly sizes: readonly number[];
    /** The commit whose build of the engine is compared with this one. */
    readonly against: string | undefined;
}

/** A part of the benchmarks that can be run alone. */
export interface Section {
    readonly title: string;
    run(extent: Extent): Promise<Results>;
}
