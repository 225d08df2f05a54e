import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, keyOf, makeFolder } from "./cache";
import { prepareGo } from "./go";
import { withLock } from "./lock";
import { createProgress } from "./progress";
import { program } from "./programs";

/** A program that is built from a Go module here, with its version and all checksums. */
export interface GoTool {
    readonly name: string;
    /** The folder with the module that pins it. */
    readonly module: string;
    /** The package of the program. */
    readonly package: string;
}

/**
 * Makes sure that a program is there, and gives its path: it is built into the cache folder, once. One on PATH is not
 * used, so that every machine tests with the same version.
 */
export async function ensureGoTool(tool: GoTool): Promise<string> {
    const cache = cacheFolder();
    const sources = readdirSync(tool.module).map((source) => readFileSync(join(tool.module, source), "utf8"));
    const name = `${tool.name}-${keyOf([process.platform, process.arch, ...sources])}`;
    const file = join(cache, name, program(tool.name));
    if (existsSync(file)) {
        return file;
    }
    const progress = createProgress();
    await mkdir(cache, { recursive: true });
    try {
        await withLock(cache, progress, async () => {
            if (!existsSync(file)) {
                progress.begin(`Building ${tool.name} from Go modules`);
                await makeFolder(cache, name, async (folder) => {
                    const work = join(folder, "work");
                    await mkdir(work);
                    const go = await prepareGo(work, new AbortController().signal);
                    const output = join(folder, program(tool.name));
                    await go.run(["build", "-trimpath", "-ldflags", "-s -w", "-o", output, tool.package], tool.module);
                    await rm(work, { recursive: true });
                });
            }
        });
        progress.end(file);
    } finally {
        progress.stop();
    }
    return file;
}
