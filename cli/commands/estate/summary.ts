import { lineOf, type Outcome } from "./estate";

/** What to tell at the end: how many have ended how, and why each that failed did. */
export function summaryOf(outcomes: readonly Outcome[]): string {
    const count = (wanted: Outcome["result"]) => outcomes.filter(({ result }) => result === wanted).length;
    const failed = outcomes.filter(({ result }) => result === "failed");
    return [
        `${outcomes.length} environments: ${count("done")} done, ${count("unchanged")} unchanged, ${failed.length} failed`,
        ...failed.map((outcome) => `  ${lineOf(outcome)}`),
    ].join("\n");
}
