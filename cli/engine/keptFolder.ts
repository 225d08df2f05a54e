import { lstatSync, readdirSync, statSync } from "node:fs";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { readEntry, writeEntry } from "./cache";

/**
 * The format of the manifests. It belongs to what determines the name of a folder, so that versions of this program
 * which write other manifests have folders of their own.
 */
export const manifestFormat = "2";

const unfinished = "unfinished-";

/** A folder of the cache, whether it is there or not. */
export interface Place {
    /** The cache folder. */
    readonly cache: string;
    /** The name of the folder in it. */
    readonly name: string;
    /** The file in it that says what belongs to it. */
    readonly manifest: string;
}

/** What a folder of the cache is filled with. */
export interface Filling<Content> {
    /** Facts about it, kept in its manifest. */
    readonly content: Content;
    /** The programs without which it is not whole, as paths in it. */
    readonly programs: readonly string[];
    /** The files and folders in it that nobody changes any more, as paths in it. */
    readonly unchanging: readonly string[];
}

/** What is found at a place. */
export type Found<Content> = { readonly whole: Content } | { readonly damage: string };

interface Manifest {
    readonly folder: string;
    readonly content: unknown;
    readonly files: Readonly<Record<string, FileFacts>>;
}

interface FileFacts {
    readonly size: number;
    readonly executable: boolean;
}

/** Looks at a place: the facts about what is there, or what is wrong with it, or undefined where nothing is there. */
export function lookAt<Content>(place: Place): Found<Content> | undefined {
    const folder = folderOf(place);
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
        return undefined;
    }
    const manifest = readEntry(path.join(folder, place.manifest));
    if (manifest === undefined) {
        return { damage: `${place.manifest} is missing or not readable` };
    }
    if (!isManifest(manifest)) {
        return { damage: `${place.manifest} is of another version of this program` };
    }
    if (manifest.folder !== place.name) {
        return { damage: `${place.manifest} is that of ${manifest.folder}` };
    }
    for (const [file, facts] of Object.entries(manifest.files)) {
        const damage = damageOf(folder, file, facts);
        if (damage !== undefined) {
            return { damage };
        }
    }
    return { whole: manifest.content as Content };
}

/**
 * Makes a folder of the cache. It has its name only once it is whole; until then, it is one that
 * {@link removeUnfinished} removes. Only the holder of the lock may call it, and only where nothing is at the place.
 *
 * @param fill - fills the folder, whose path it is given
 * @throws Error that says which program is missing, where one is, besides what `fill` throws
 */
export async function makeFolder(place: Place, fill: (folder: string) => Promise<Filling<unknown>>): Promise<void> {
    await inWorkFolder(place.cache, async (temporary) => {
        const { content, programs, unchanging } = await fill(temporary);
        const files = Object.fromEntries(
            unchanging.flatMap((name) => filesOf(temporary, name)).map((file) => [file, factsOf(temporary, file)]),
        );
        const bad = programs.find((file) => (files[file]?.size ?? 0) === 0 || files[file]?.executable !== true);
        if (bad !== undefined) {
            throw new Error(`${bad} was not made, or cannot be run`);
        }
        const manifest: Manifest = { folder: place.name, content, files };
        writeEntry(path.join(temporary, place.manifest), manifest);
        await rename(temporary, folderOf(place));
    });
}

/** Gives a folder to work in, which is removed afterwards. Only the holder of the lock may call it. */
export async function inWorkFolder<Result>(cache: string, work: (folder: string) => Promise<Result>): Promise<Result> {
    const temporary = await mkdtemp(path.join(cache, unfinished));
    try {
        return await work(temporary);
    } finally {
        await remove(temporary);
    }
}

/** Removes what is at a place. Only the holder of the lock may call it. */
export async function discard(place: Place): Promise<void> {
    await inWorkFolder(place.cache, (folder) => rename(folderOf(place), path.join(folder, place.name)));
}

/** Removes what runs that were killed have left. Only the holder of the lock may call it. */
export async function removeUnfinished(cache: string): Promise<void> {
    const names = (await readdir(cache)).filter((name) => name.startsWith(unfinished));
    await Promise.all(names.map((name) => remove(path.join(cache, name))));
}

/** Removes a folder. What cannot be removed now, as a program of a killed run still writes to it, is removed next time. */
async function remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

/** Returns the path of the folder of a place. */
export function folderOf({ cache, name }: Place): string {
    return path.join(cache, name);
}

function damageOf(folder: string, file: string, { size, executable }: FileFacts): string | undefined {
    const found = statSync(path.join(folder, file), { throwIfNoEntry: false });
    if (found?.isFile() !== true) {
        return `${file} is missing`;
    }
    if (found.size !== size) {
        return `${file} has ${found.size} bytes instead of ${size}`;
    }
    return executable && !isExecutable(found.mode) ? `${file} is not executable` : undefined;
}

function factsOf(folder: string, file: string): FileFacts {
    const { size, mode } = statSync(path.join(folder, file));
    return { size, executable: isExecutable(mode) };
}

function isExecutable(mode: number): boolean {
    // Windows has no such bit.
    return process.platform === "win32" || (mode & 0o111) !== 0;
}

/** Returns the files at a path in a folder: that file, or all files of that folder; none where nothing is there. */
function filesOf(folder: string, name: string): string[] {
    const found = statSync(path.join(folder, name), { throwIfNoEntry: false });
    if (found?.isDirectory() !== true) {
        return found === undefined ? [] : [name];
    }
    return readdirSync(path.join(folder, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function isManifest(value: unknown): value is Manifest {
    return isObject(value) && typeof value["folder"] === "string" && isObject(value["files"]) && "content" in value;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}
