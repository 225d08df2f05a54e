import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import envPaths from "env-paths";

/** The environment variable that says where the cache folder is. */
export const cacheVariable = "OPENMETADATA_AUTH0_CACHE";

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

/** Writes a JSON file into a folder that is there; another process sees all of it or nothing. */
export function writeEntry(file: string, content: unknown): void {
    const temporary = `${file}.${process.pid}`;
    try {
        writeFileSync(temporary, JSON.stringify(content, undefined, 4));
        renameSync(temporary, file);
    } finally {
        rmSync(temporary, { force: true });
    }
}

/** Returns the bytes that the files of a folder take. */
export async function sizeOf(folder: string): Promise<number> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const sizes = entries
        .filter((entry) => entry.isFile())
        .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
