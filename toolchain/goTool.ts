import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, keyOf } from "./cache";
import { prepareGo } from "./go";
import {
    discard,
    type Filling,
    folderOf,
    lookAt,
    makeFolder,
    manifestFormat,
    type Place,
    removeUnfinished,
} from "./keptFolder";
import { withLock } from "./lock";
import { program } from "./plugins";
import { createProgress } from "./progress";

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
export async function ensureGoTool(tool: GoTool, progress = createProgress()): Promise<string> {
    const cache = cacheFolder();
    const sources = readdirSync(tool.module).map((source) => readFileSync(join(tool.module, source), "utf8"));
    const name = `${tool.name}-${keyOf([manifestFormat, process.platform, process.arch, ...sources])}`;
    const place: Place = { cache, name, manifest: "tool.json" };
    const file = join(folderOf(place), program(tool.name));
    if (isWhole(place)) {
        return file;
    }
    try {
        await withLock(cache, progress, async () => {
            await removeUnfinished(cache);
            const found = lookAt(place);
            if (found !== undefined && "damage" in found) {
                progress.note(`${tool.name} in ${folderOf(place)} is damaged: ${found.damage}. It is built again.`);
                await discard(place);
            }
            if (!isWhole(place)) {
                progress.begin(`Building ${tool.name} from Go modules`);
                await makeFolder(place, (folder) => build(tool, folder));
            }
        });
        progress.end(file);
    } finally {
        progress.stop();
    }
    return file;
}

function isWhole(place: Place): boolean {
    const found = lookAt(place);
    return found !== undefined && "whole" in found;
}

async function build(tool: GoTool, folder: string): Promise<Filling<object>> {
    const work = join(folder, "work");
    await mkdir(work);
    const go = await prepareGo(work, new AbortController().signal);
    const output = program(tool.name);
    await go.run(["build", "-trimpath", "-ldflags", "-s -w", "-o", join(folder, output), tool.package], tool.module);
    await rm(work, { recursive: true });
    return { content: {}, programs: [output], unchanging: [output] };
}
