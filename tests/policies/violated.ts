import { match } from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import type { Run } from "../engine/pulumiStack";

/** The arguments with which pulumi runs the policies. */
export const pack = ["--policy-pack", join(projectFolder, "policies")];

/** The names of the policies that a run says are violated, at a level; fails where it did not run them. */
export function violated({ stdout }: Pick<Run, "stdout">, level: "mandatory" | "advisory"): string[] {
    match(stdout, /openmetadata-auth0@v/);
    const named = [...stdout.matchAll(/\[(mandatory|advisory)\]\s+(\S+)/g)];
    return [...new Set(named.filter(([, at]) => at === level).map(([, , name]) => name ?? ""))].sort();
}
