import type { Changes } from "./environmentStack";
import type { Outcome } from "./estate";

/** What to tell at the end: how many have ended how, and why each that failed did. */
export function summaryOf(outcomes: readonly Outcome[]): string {
    const count = (wanted: Outcome["result"]) => outcomes.filter(({ result }) => result === wanted).length;
    const failed = outcomes.filter(({ result }) => result === "failed");
    return [
        `${outcomes.length} environments: ${count("done")} done, ${count("unchanged")} unchanged, ${failed.length} failed`,
        ...failed.map((outcome) => `  ${lineOf(outcome)}`),
    ].join("\n");
}

/** One line about an environment that has ended. */
export function lineOf(outcome: Outcome): string {
    switch (outcome.result) {
        case "done":
            return `${outcome.stack}: done in ${outcome.seconds} s (${changesInWords(outcome.changes)})`;
        case "unchanged":
            return `${outcome.stack}: no resource changed`;
        case "failed":
            return `${outcome.stack}: failed: ${outcome.reason}`;
    }
}

/** What a run has done, or would do, such as `1 update, 9 same`. */
export function changesInWords(changes: Changes): string {
    return Object.entries(changes)
        .map(([operation, count]) => `${count} ${operation}`)
        .join(", ");
}
