import { join } from "node:path";
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { endBecauseOf } from "../../cli/commands/ending";
import { projectFolder } from "../../cli/commands/project";
import { writeSection } from "./results";
import { build } from "./sections/build";
import { commands } from "./sections/commands";
import { environments } from "./sections/environments";
import { install } from "./sections/install";
import { keys } from "./sections/keys";
import { requests } from "./sections/requests";
import { scale } from "./sections/scale";
import { start } from "./sections/start";

const sections = { start, commands, scale, environments, requests, keys, install, build };
type SectionName = keyof typeof sections;
const names = Object.keys(sections) as SectionName[];

async function main(): Promise<void> {
    const { only, out, ...extent } = await yargs(hideBin(process.argv))
        .scriptName("bench")
        .usage("$0\n\nMeasure what runs take, and write it to a file of tables.")
        .options({
            only: { type: "string", array: true, choices: names, default: names, description: "Sections to run" },
            runs: { type: "number", default: 5, description: "How often each comparison is measured" },
            sizes: {
                type: "number",
                array: true,
                default: [1, 10, 100, 500],
                description: "Numbers of applications in the section scale; the larger, the fewer runs",
            },
            environments: {
                type: "number",
                default: 100,
                description: "Number of environments in the section environments",
            },
            against: {
                type: "string",
                description: "Commit that the sections build, commands and environments compare HEAD with",
            },
            out: {
                type: "string",
                default: join(projectFolder, "tools", "bench", "results.md"),
                description: "File in which the sections that run replace their earlier ones",
            },
        })
        .strict()
        .parseAsync();
    for (const name of only) {
        process.stderr.write(`\n${sections[name].title}\n`);
        await writeSection(out, sections[name].title, await sections[name].run(extent));
    }
}

main().catch(endBecauseOf);
