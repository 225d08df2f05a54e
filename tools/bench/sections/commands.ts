import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { projectFolder } from "../../../cli/commands/project";
import { type Compared, compare, comparisonTable, costTable } from "../comparison";
import { type Cost, measure } from "../measure";
import { withOtherCheckout } from "../otherCheckout";
import type { Table } from "../results";
import type { Section } from "../section";
import { inFolder } from "../workplace";

const what = "export --help";

/** What a command takes that needs no run of the engine, alone or beside what it takes in another commit. */
export const commands: Section = {
    title: "Commands without the engine",
    run: async ({ runs, against }) => ({
        ran: [],
        tables: [await (against === undefined ? alone(runs) : beside(against, runs))],
        notes: ["Started as `npm run` starts them, without npm's own time."],
    }),
};

async function alone(runs: number): Promise<Table> {
    const costs: Cost[] = [];
    for (let done = 0; done < runs; done++) {
        costs.push(await helpIn(projectFolder));
    }
    return costTable(what, costs);
}

async function beside(commit: string, runs: number): Promise<Table> {
    const compared: Compared[] = await inFolder((folder) =>
        withOtherCheckout(commit, folder, "installed", (other) =>
            compare([{ what, ours: () => helpIn(projectFolder), theirs: () => helpIn(other) }], runs),
        ),
    );
    return comparisonTable("this commit", commit, compared);
}

/** Shows the help of `export` in a checkout. */
async function helpIn(checkout: string): Promise<Cost> {
    const { scripts } = JSON.parse(await readFile(join(checkout, "package.json"), "utf8")) as {
        scripts: { export: string };
    };
    return measure({
        program: "sh",
        args: ["-c", `exec ${scripts.export} --help`],
        folder: checkout,
        environment: { PATH: [join(checkout, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter) },
    });
}
