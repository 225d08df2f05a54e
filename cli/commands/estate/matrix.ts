import { UsageError } from "../usageError";
import { type Environment, variablesOf } from "./environment";
import { asOption, inShard, shardsOf } from "./shard";

/** Whose matrix it is. */
export const matrixFormats = ["github", "gitlab"] as const;
export type MatrixFormat = (typeof matrixFormats)[number];

/** How many jobs a matrix can have. Source: the documentation of GitHub's and GitLab's matrices. */
const mostJobs: Readonly<Record<MatrixFormat, number>> = { github: 256, gitlab: 200 };

/** How much of the stacks' names is part of a job's name on GitLab, where that has at most 255 characters. */
const longestLabel = 150;

/**
 * The environments as a matrix: one job for each shard, with what `estate up --shard` is told.
 *
 * - GitHub: `shard`; its `stacks`; and the `variables` that their environments name, so that a job exports no others.
 * - GitLab: `SHARD`, and `STACKS` for a person to see in the job's name. A job has all variables of its project anyway.
 *
 * @param wanted - how many shards. Default: one for each environment
 * @throws UsageError where a matrix cannot have as many jobs.
 */
export function matrixOf(
    environments: readonly Environment[],
    format: MatrixFormat,
    wanted: number = environments.length,
): unknown {
    const shards = shardsOf(environments, wanted);
    if (shards.length > mostJobs[format]) {
        throw new UsageError(
            `A matrix of ${format === "github" ? "GitHub" : "GitLab"} has at most ${mostJobs[format]} jobs, and this one would have ` +
                `${shards.length}. Set --shards to ${mostJobs[format]} or less.`,
        );
    }
    const parts = shards.map((shard) => ({ shard: asOption(shard), environments: inShard(environments, shard) }));
    return format === "github"
        ? {
              include: parts.map(({ shard, environments: of }) => ({
                  shard,
                  stacks: of.map(({ stack }) => stack).join(" "),
                  variables: [...new Set(of.flatMap(variablesOf))].join(" "),
              })),
          }
        : parts.map(({ shard, environments: of }) => ({ SHARD: shard, STACKS: label(of) }));
}

function label(environments: readonly Environment[]): string {
    const stacks = environments.map(({ stack }) => stack).join(" ");
    return stacks.length > longestLabel ? `${stacks.slice(0, longestLabel)}…` : stacks;
}
