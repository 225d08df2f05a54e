import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { policyPack } from "../../../cli/commands/policyPack";
import { projectFolder } from "../../../cli/commands/project";
import { quickStart } from "../../../cli/commands/quickStart";
import type { RunningTenant } from "../../../sandbox/tenant";
import { type Engine, ensureEngine } from "../../../cli/engine/engine";
import { type Comparison, compare, comparisonTable } from "../comparison";
import type { Cost } from "../measure";
import { plainProjectFile, PulumiProject, ranWith } from "../pulumiProject";
import { programFiles } from "../../programFiles";
import type { Section } from "../section";
import { withTenant } from "../workplace";

const shared = ["package.json", "tsconfig.json", "index.cjs", "node_modules", "plugins", "tools"];
/** What is kept of the code of this checkout, compiled: see tools/compile.cjs. */
const compiled = join(projectFolder, "node_modules", ".cache", "openmetadata-auth0");
const up = ["up", "--yes", "--skip-preview"];

/** This project's program and one that declares nothing: what is ours of a run, and what is Pulumi's. */
export const start: Section = {
    title: "This program and an empty one",
    async run({ runs }) {
        const engine = await ensureEngine();
        const tables = await withTenant(async (tenant, folder) => {
            const own = await ownProgram(folder, engine, tenant);
            const empty = await emptyProgram("empty", "export {};\n", folder, engine, tenant);
            const providers = await emptyProgram(
                "providers",
                'import * as auth0 from "@pulumi/auth0";\nimport * as random from "@pulumi/random";\n' +
                    'new auth0.Provider("auth0");\nnew random.Provider("random");\n',
                folder,
                engine,
                tenant,
            );
            return [
                comparisonTable("this program", "empty program", await compare(runsOf(own, empty, folder), runs)),
                comparisonTable(
                    "this program",
                    "only its two providers",
                    await compare([preview("preview, nothing to do", own, providers)], runs),
                ),
                comparisonTable(
                    "with the policies",
                    "without",
                    await compare(
                        [
                            {
                                what: "preview, nothing to do",
                                ours: () => own.measure(["preview", "--policy-pack", policyPack], quickStart()),
                                theirs: () => own.measure(["preview"], quickStart()),
                            },
                        ],
                        runs,
                    ),
                ),
            ];
        });
        return {
            ran: ranWith(engine),
            tables,
            notes: [
                "Both programs are TypeScript in a project with the same `package.json`, plugins and runtime options, but for the " +
                    "one with which this program loads less of Pulumi's SDK. The " +
                    "empty one starts no plugin; the one with providers starts auth0 and random, as this one does.",
                "On a new machine nothing of the program is compiled yet, as in CI.",
                "The commands run pulumi with variables of their own, with which it takes less computing time; with the policies " +
                    "both sides have them.",
            ],
        };
    },
};

function preview(what: string, own: PulumiProject, other: PulumiProject): Comparison {
    return { what, ours: () => own.measure(["preview"]), theirs: () => other.measure(["preview"]) };
}

function runsOf(own: PulumiProject, empty: PulumiProject, folder: string): Comparison[] {
    let changes = 0;
    const first = async (project: PulumiProject): Promise<Cost> => {
        await project.run(["destroy", "--yes", "--skip-preview"]);
        return project.measure(up);
    };
    const onNewMachine = async (project: PulumiProject): Promise<Cost> => {
        const temporary = join(folder, "temporary");
        const aside = join(folder, "compiled");
        await mkdir(temporary);
        await rename(compiled, aside);
        try {
            return await project.measure(["preview"], { TMPDIR: temporary });
        } finally {
            await rm(temporary, { recursive: true });
            await rm(compiled, { recursive: true, force: true });
            await rename(aside, compiled);
        }
    };
    return [
        { what: "up, first time", ours: () => first(own), theirs: () => first(empty) },
        preview("preview, nothing to do", own, empty),
        {
            what: "preview, nothing to do, as the commands run it",
            ours: () => own.measure(["preview"], quickStart()),
            theirs: () => empty.measure(["preview"]),
        },
        {
            what: "preview, nothing to do, on a new machine",
            ours: () => onNewMachine(own),
            theirs: () => onNewMachine(empty),
        },
        { what: "up, nothing to do", ours: () => own.measure(up), theirs: () => empty.measure(up) },
        {
            what: "up, one change",
            ours: async () => {
                await own.run(["config", "set", "displayName", `Name ${changes++}`]);
                return own.measure(up);
            },
            theirs: () => empty.measure(up),
        },
    ];
}

/** This project's program, with the configuration of the sandbox stack. */
async function ownProgram(folder: string, engine: Engine, tenant: RunningTenant): Promise<PulumiProject> {
    const project = await PulumiProject.create({
        folder: join(folder, "own"),
        links: programFiles,
        engine,
        tenant,
    });
    const { config } = parse(await readFile(join(projectFolder, "Pulumi.sandbox.yaml"), "utf8")) as { config: object };
    await project.configure(config);
    return project;
}

async function emptyProgram(
    name: string,
    index: string,
    folder: string,
    engine: Engine,
    tenant: RunningTenant,
): Promise<PulumiProject> {
    const files = { "Pulumi.yaml": await plainProjectFile(name), "index.ts": index };
    return PulumiProject.create({ folder: join(folder, name), links: shared, files, engine, tenant });
}
