import { asCode } from "../review/asCode";
import { markdownOf } from "../review/markdown";
import type { EstateRun, Outcome } from "./estate";
import { asOption, type Shard } from "./shard";
import { changesInWords } from "./summary";

/** How many characters a comment may have, with some to spare: GitHub takes 65,536, and GitLab more. */
const room = 60_000;

/**
 * A summary for a pull request: what failed and why, then what changes in each stack, or has changed, and what stays.
 * Secrets are masked.
 *
 * @param shard - what the outcomes are of. The summaries of all shards have room in one comment.
 */
export function markdownOfEstate(action: EstateRun["action"], outcomes: readonly Outcome[], shard: Shard): string {
    const failed = outcomes.flatMap((outcome) => (outcome.result === "failed" ? [outcome] : []));
    const changed = outcomes.flatMap((outcome) => (outcome.result === "done" ? [outcome] : []));
    const unchanged = outcomes.filter(({ result }) => result === "unchanged");
    // All of them, and not each in full: the job's log has the rest.
    const longestReason = Math.round(room / shard.of / 2 / Math.max(failed.length, 1));
    const counts = [
        [failed.length, "failed"],
        [changed.length, action === "preview" ? "to change" : "changed"],
        [unchanged.length, "unchanged"],
    ] as const;
    const parts = [
        `## ${shard.of === 1 ? "Estate" : `Shard ${asOption(shard)}`}: ${counts
            .filter(([count]) => count > 0)
            .map(([count, word]) => `${count} ${word}`)
            .join(", ")}`,
        ...list(
            failed.map(
                ({ stack, reason }) =>
                    `- ${asCode(stack)} **failed**: ${asCode(reason, Math.min(longestReason, 1000))}`,
            ),
        ),
        ...(unchanged.length === 0 ? [] : [`Unchanged: ${unchanged.map(({ stack }) => asCode(stack)).join(", ")}`]),
    ];
    const short = changed.map(({ stack, changes }) => `- ${asCode(stack)}: ${changesInWords(changes)}`);
    if (action === "up") {
        return [...parts, ...list(short)].join("\n\n");
    }
    let left = room / shard.of - [...parts, ...short].join("\n\n").length;
    const without: string[] = [];
    for (const [index, { stack, events }] of changed.entries()) {
        const details = markdownOf(stack, "preview", events);
        left -= details.length;
        if (left > 0) {
            parts.push(details);
        } else {
            without.push(short[index] ?? "");
        }
    }
    return [
        ...parts,
        ...list(without.length === 0 ? [] : ["There is no room for the details of:", "", ...without]),
    ].join("\n\n");
}

function list(lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [lines.join("\n")];
}
