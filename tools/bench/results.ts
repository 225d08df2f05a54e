import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";

/** A table of results. */
export interface Table {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
}

/** What a section measured. */
export interface Results {
    /** What ran, with its version. */
    readonly ran: readonly string[];
    readonly tables: readonly Table[];
    /** What to know when reading the tables. */
    readonly notes: readonly string[];
}

const introduction = `# Benchmarks

Written by \`npm run bench\`, a section at a time; \`npm run bench -- --help\` says how to choose. Times are medians with
their range. Both sides of a comparison run in turns on the same machine, and the ratio is the median of the ratios of
runs that followed on each other: a ratio says more than a time, the more so the higher the load average is above what a
run takes itself, one or two. CPU time is that of all processes of a run.
`;

/** Puts a section in place of its earlier one in the file of results. */
export async function writeSection(file: string, title: string, results: Results): Promise<void> {
    const earlier = await readFile(file, "utf8").catch(() => "");
    const sections = new Map(
        earlier
            .split(/^(?=## )/m)
            .slice(1)
            .map((section) => [/^## (.*)$/m.exec(section)?.[1] ?? "", section.trimEnd()]),
    );
    sections.set(title, sectionOf(title, results));
    const { format } = await import("prettier");
    const text = [introduction.trimEnd(), ...sections.values()].join("\n\n");
    await writeFile(file, await format(text, { parser: "markdown" }));
}

function sectionOf(title: string, { ran, tables, notes }: Results): string {
    const on = [
        new Date().toISOString().slice(0, 10),
        `${availableParallelism()} cores (${cpus()[0]?.model ?? ""})`,
        `load average ${loadavg()[1]?.toFixed(1) ?? ""}`,
    ];
    return [
        `## ${title}`,
        `${[...on, `Node ${process.versions.node}`, ...ran].join(", ")}.`,
        ...tables.map(markdownOf),
        ...(notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join("\n")]),
    ].join("\n\n");
}

function markdownOf({ head, rows }: Table): string {
    return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
