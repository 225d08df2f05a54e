import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";

/**
 * The commands that a section of `docs/recovery.md` shows, one string for each of its blocks.
 *
 * @param heading - the section's heading, without `##`
 * @throws Error where there is no such section, or no command in it.
 */
export function documentedSteps(heading: string): string[] {
    const page = readFileSync(join(projectFolder, "docs", "recovery.md"), "utf8");
    const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
    const steps = [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, commands = ""]) => commands);
    if (steps.length === 0) {
        throw new Error(`docs/recovery.md shows no commands under "${heading}".`);
    }
    return steps;
}
