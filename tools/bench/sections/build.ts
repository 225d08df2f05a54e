import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../../../cli/commands/project";
import { compare, comparisonTable, costTable } from "../comparison";
import { type Cost, measureWaitedFor, run } from "../measure";
import { compiling } from "../../compiling";
import { withOtherCheckout } from "../otherCheckout";
import type { Table } from "../results";
import type { Section } from "../section";
import { inFolder } from "../workplace";

/** What it takes to build the engine from nothing, alone or beside what it takes in another commit. */
export const build: Section = {
    title: "Building the engine",
    run: async ({ runs, against }) =>
        inFolder(async (folder) => {
            // A build takes minutes.
            const builds = Math.ceil(runs / 5);
            const ours = new Build(projectFolder, folder);
            const tables = await (against === undefined ? alone(ours, builds) : beside(ours, against, folder, builds));
            return {
                ran: [(await run({ program: "go", args: ["version"], folder })).replace(/^go version /, "")],
                tables,
                notes: [
                    "From nothing: Go's caches are empty, and the modules are downloaded as well.",
                    "CPU time is that of all processes that were waited for.",
                ],
            };
        }),
};

async function alone(ours: Build, builds: number): Promise<Table[]> {
    const costs: Cost[] = [];
    for (let done = 0; done < builds; done++) {
        costs.push(await ours.measure());
    }
    return [costTable("build", costs), packages([["this commit", ours]])];
}

async function beside(ours: Build, commit: string, folder: string, builds: number): Promise<Table[]> {
    return withOtherCheckout(commit, folder, "linked", async (other) => {
        const theirs = new Build(other, folder);
        const compared = await compare(
            [{ what: "build", ours: () => ours.measure(), theirs: () => theirs.measure() }],
            builds,
        );
        return [
            comparisonTable("this commit", commit, compared),
            packages([
                ["this commit", ours],
                [commit, theirs],
            ]),
        ];
    });
}

function packages(builds: readonly (readonly [string, Build])[]): Table {
    return {
        head: ["", ...builds.map(([name]) => name)],
        rows: [["packages compiled", ...builds.map(([, build]) => build.packages)]],
    };
}

/** The build of one checkout. */
class Build {
    /** How many packages the last build compiled. */
    packages = "";

    constructor(
        private readonly checkout: string,
        private readonly folder: string,
    ) {}

    async measure(): Promise<Cost> {
        const place = join(this.folder, "build");
        const program = join(projectFolder, "tools", "bench", "programs", "buildEngine.ts");
        try {
            const cost = await measureWaitedFor({
                program: process.execPath,
                args: [...compiling, program, this.checkout, place],
                folder: projectFolder,
            });
            this.packages = await readFile(join(place, "count"), "utf8");
            return cost;
        } finally {
            await rm(place, { recursive: true, force: true });
        }
    }
}
