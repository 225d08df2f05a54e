import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import envPaths from "env-paths";

/** The environment variable that says where the cache folder is. */
export const cacheVariable = "OPENMETADATA_AUTH0_CACHE";

const beginning = "making-";

/** Returns the cache folder: `OPENMETADATA_AUTH0_CACHE`, or else the platform's folder for such things. */
export function cacheFolder(): string {
    const chosen = process.env[cacheVariable] ?? "";
    return chosen === "" ? envPaths("openmetadata-auth0", { suffix: "" }).cache : path.resolve(chosen);
}

/** Returns a short name for what determines a result: the same for the same parts, and another one for others. */
export function keyOf(parts: readonly string[]): string {
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/**
 * Reads a JSON file of the cache.
 *
 * @returns its content, or undefined where there is none or it is not JSON
 */
export function readEntry(file: string): unknown {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch {
        return undefined;
    }
}

/** Writes a JSON file of the cache; another process sees all of it or nothing. */
export function writeEntry(file: string, content: unknown): void {
    mkdirSync(path.dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify(content, undefined, 4));
    renameSync(temporary, file);
}

/**
 * Makes a folder of the cache. It has its name only once it is finished; until then, it is one that
 * {@link removeUnfinished} removes.
 *
 * @param cache - the cache folder
 * @param name - the name of the folder in it
 * @param fill - fills the folder, whose path it is given
 */
export async function makeFolder(cache: string, name: string, fill: (folder: string) => Promise<void>): Promise<void> {
    const temporary = await mkdtemp(path.join(cache, beginning));
    try {
        await fill(temporary);
        await rename(temporary, path.join(cache, name));
    } finally {
        await rm(temporary, { recursive: true, force: true });
    }
}

/** Removes what runs that were killed have left. Only the holder of the lock may call it. */
export async function removeUnfinished(cache: string): Promise<void> {
    const names = (await readdir(cache)).filter((name) => name.startsWith(beginning));
    await Promise.all(names.map((name) => rm(path.join(cache, name), { recursive: true, force: true })));
}

/** Returns the bytes that the files of a folder take. */
export async function sizeOf(folder: string): Promise<number> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const sizes = entries
        .filter((entry) => entry.isFile())
        .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
