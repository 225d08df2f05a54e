import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, keyOf } from "./cache";
import { type Go, prepareGo, withoutDebugData } from "./go";
import { discard, folderOf, inWorkFolder, lookAt, makeFolder, manifestFormat, removeUnfinished } from "./keptFolder";
import type { Place } from "./keptFolder";
import { withLock } from "./lock";
import { PackageCount, packageFormat } from "./packageCount";
import { program } from "./plugins";
import { createProgress, type Progress } from "./progress";

/** A program that is built from a Go module here, with its version and all checksums. */
export interface GoTool {
    readonly name: string;
    /** The folder with the module that pins it. */
    readonly module: string;
    /** The package of the program. */
    readonly package: string;
    /** Tools that are built with it where they are missing as well: what several need is got and compiled once. */
    readonly together: () => readonly GoTool[];
}

/**
 * Makes sure that a program is there, and gives its path: it is built into the cache folder, once. One on PATH is not
 * used, so that every machine tests with the same version.
 */
export async function ensureGoTool(tool: GoTool, progress = createProgress()): Promise<string> {
    const cache = cacheFolder();
    const place = placeOf(tool, cache);
    const file = join(folderOf(place), program(tool.name));
    if (isWhole(place)) {
        return file;
    }
    try {
        await withLock(cache, progress, async () => {
            await removeUnfinished(cache);
            const others = tool.together().filter(({ name }) => name !== tool.name);
            const missing: GoTool[] = [];
            for (const each of [tool, ...others]) {
                if (await isMissing(each, cache, progress)) {
                    missing.push(each);
                }
            }
            if (missing.includes(tool)) {
                await inWorkFolder(cache, (work) => build(missing, cache, work, progress));
            }
        });
        progress.end(file);
    } finally {
        progress.stop();
    }
    return file;
}

function placeOf({ name, module }: GoTool, cache: string): Place {
    const sources = readdirSync(module).map((source) => readFileSync(join(module, source), "utf8"));
    const key = keyOf([manifestFormat, process.platform, process.arch, ...sources]);
    return { cache, name: `${name}-${key}`, manifest: "tool.json" };
}

function isWhole(place: Place): boolean {
    const found = lookAt(place);
    return found !== undefined && "whole" in found;
}

/** Says whether a tool has to be built. One that is damaged is removed, and has to be. */
async function isMissing(tool: GoTool, cache: string, progress: Progress): Promise<boolean> {
    const place = placeOf(tool, cache);
    const found = lookAt(place);
    if (found !== undefined && "damage" in found) {
        progress.note(`${tool.name} in ${folderOf(place)} is damaged: ${found.damage}. It is removed and built again.`);
        await discard(place);
        return true;
    }
    return found === undefined;
}

/** Builds tools, the wanted one first, with the same caches of Go, in a folder that is removed afterwards. */
async function build(tools: readonly GoTool[], cache: string, work: string, progress: Progress): Promise<void> {
    progress.begin(`Building ${tools.map(({ name }) => name).join(", ")} from Go modules`);
    const stop = new AbortController();
    const go = await prepareGo(work, stop.signal);
    const count = new PackageCount(progress);
    const waiting = tools.map((tool) => ({
        tool,
        modules: go.run(["list", "-deps", "-f", packageFormat, tool.package], tool.module, count.line),
    }));
    count.expect(waiting.map(({ modules }) => modules));
    const downloads = Promise.allSettled(waiting.map(({ modules }) => modules));
    try {
        for (const [index, { tool, modules }] of waiting.entries()) {
            try {
                await modules;
                await makeFolder(placeOf(tool, cache), async (folder) => {
                    const output = program(tool.name);
                    await compile(go, tool, join(folder, output), count);
                    return { content: {}, programs: [output], unchanging: [output] };
                });
            } catch (error) {
                if (index === 0) {
                    throw error;
                }
                // Nobody has asked for it yet.
                progress.note(`${tool.name} was not built: ${error instanceof Error ? error.message : String(error)}`);
            }
        }
    } finally {
        stop.abort();
        await downloads;
    }
}

function compile(go: Go, tool: GoTool, output: string, count: PackageCount): Promise<string> {
    const flags = ["-v", "-trimpath", ...withoutDebugData(), "-o", output];
    return go.run(["build", ...flags, tool.package], tool.module, count.line);
}
