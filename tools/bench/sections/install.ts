import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../../../cli/commands/project";
import { sizeOf } from "../../../cli/engine/cache";
import { compare, comparisonTable } from "../comparison";
import { type Command, type Cost, measure, run } from "../measure";
import type { Table } from "../results";
import type { Section } from "../section";
import { inFolder } from "../workplace";

/** What it takes to install the components alone, as a program of somebody's own does. */
export const install: Section = {
    title: "Installing the components",
    run: async ({ runs }) =>
        inFolder(async (folder) => {
            await run(npm(["pack", "--pack-destination", folder], projectFolder));
            const [tarball = ""] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
            const { dependencies } = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")) as {
                dependencies: Record<string, string>;
            };
            const ours = new Installation(join(folder, "ours"), [join(folder, tarball)]);
            const pulumi = new Installation(
                join(folder, "pulumi"),
                Object.entries(dependencies)
                    .filter(([name]) => name.startsWith("@pulumi/"))
                    .map(([name, range]) => `${name}@${range}`),
            );
            // What is not in npm's cache yet is got before anything is measured.
            await ours.install();
            await pulumi.install();
            const compared = await compare(
                [{ what: "npm install", ours: () => ours.install(), theirs: () => pulumi.install() }],
                runs,
            );
            return {
                ran: [`npm ${(await run(npm(["--version"], folder))).trim()}`],
                tables: [
                    comparisonTable("the components", "Pulumi's packages alone", compared),
                    await sizes({ "the components": ours, "Pulumi's packages alone": pulumi }),
                ],
                notes: ["In an empty folder, with all packages in npm's cache."],
            };
        }),
};

/** Packages, installed in an empty folder again and again. */
class Installation {
    constructor(
        private readonly folder: string,
        private readonly packages: readonly string[],
    ) {}

    async install(): Promise<Cost> {
        await rm(this.folder, { recursive: true, force: true });
        await mkdir(this.folder);
        await writeFile(join(this.folder, "package.json"), "{}\n");
        return measure(npm(["install", "--prefer-offline", "--no-audit", "--no-fund", ...this.packages], this.folder));
    }

    /** The size of all, in bytes. */
    async size(): Promise<number> {
        return sizeOf(join(this.folder, "node_modules"));
    }

    /** How many packages there are. */
    async count(): Promise<number> {
        const lock = JSON.parse(await readFile(join(this.folder, "package-lock.json"), "utf8")) as {
            packages: Record<string, unknown>;
        };
        return Object.keys(lock.packages).filter((name) => name !== "").length;
    }
}

function npm(args: readonly string[], folder: string): Command {
    return { program: "npm", args, folder };
}

async function sizes(installations: Readonly<Record<string, Installation>>): Promise<Table> {
    const rows = Object.entries(installations).map(async ([name, installation]) => [
        name,
        ((await installation.size()) / 1_000_000).toFixed(1),
        String(await installation.count()),
    ]);
    return { head: ["", "MB", "packages"], rows: await Promise.all(rows) };
}
