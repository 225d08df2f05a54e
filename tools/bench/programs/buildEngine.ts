import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "../../../cli/engine/progress";

// Builds the engine of a checkout from nothing, and writes how many packages that compiled:
//
//     buildEngine CHECKOUT FOLDER
//
// FOLDER/programs gets the programs, FOLDER/work all that only the build needs, Go's caches among them, and FOLDER/count the
// number.
async function main(checkout: string, folder: string): Promise<void> {
    let compiled = "0";
    const look = (text: string): void => {
        compiled = /(\d+) (?:of \d+ )?packages compiled/.exec(text)?.[1] ?? compiled;
    };
    const progress: Progress = { begin: look, update: look, note: look, end: look, stop: () => undefined };
    // Where the commits have it that builds are compared with.
    const places = ["cli/engine", "toolchain"].map((place) => join(checkout, place, "programs.ts"));
    const { buildPrograms } = (await import(
        places.find((place) => existsSync(place)) ?? ""
    )) as typeof import("../../../cli/engine/programs");
    const [programs, work] = [join(folder, "programs"), join(folder, "work")];
    await mkdir(work, { recursive: true });
    await buildPrograms(programs, work, progress);
    await writeFile(join(folder, "count"), compiled);
}

void main(process.argv[2] ?? "", process.argv[3] ?? "");
