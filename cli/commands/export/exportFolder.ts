import {
    chmod,
    lstat,
    mkdir,
    mkdtemp,
    readdir,
    readFile,
    readlink,
    rename,
    rm,
    stat,
    symlink,
    writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Format } from "./format";
import type { ExportedFile } from "./formats";

/** Where the sets of files are, inside the folder that is exported to. */
const store = ".openmetadata-auth0";
/** The link in the store to the set that counts. */
const current = "current";
/** How the sets begin. */
const setPrefix = "set-";
/** Keeps an export with secrets out of version control. */
const ignoreFile = ".gitignore";
/** What a set says of itself. */
const label = "export.json";

/** What a set of files is for; a folder holds one. */
export interface ExportLabel {
    readonly format: Format;
    readonly server: string;
}

/**
 * Writes a set of files so that whoever reads the folder finds the old set or the new one, and never some of each.
 *
 * A set is a folder of its own in the store. What is seen in the folder are links through `current`, and one renaming of
 * that link changes all of them at once, in the way in which Kubernetes updates the files of a mounted Secret.
 *
 * @returns Whether anything had to be written.
 * @throws Error, before anything is changed, where a file is in the way that was not written by an export.
 */
export async function writeExport(folder: string, of: ExportLabel, files: readonly ExportedFile[]): Promise<boolean> {
    const entries = entriesOf(files);
    await refuseForeign(folder, of, entries);
    if ((await differences(folder, of, files)).length === 0) {
        return false;
    }
    await mkdir(join(folder, store), { recursive: true, mode: 0o700 });
    if (hasSecrets(files)) {
        await ignore(folder, entries);
    }
    const set = await writeSet(join(folder, store), of, files);
    for (const entry of entries) {
        if ((await linkAt(join(folder, entry))) === undefined) {
            await symlink(linkTo(entry), join(folder, entry));
        }
    }
    const link = `${set}.link`;
    await symlink(basename(set), link);
    await rename(link, join(folder, store, current));
    await removeLeftovers(folder, entries);
    return true;
}

/**
 * Keeps an export out of version control. All content is in the store, which ignores itself; the folder ignores the links, and
 * not what others keep beside them. An ignore file of the folder that is there already is left alone.
 */
async function ignore(folder: string, entries: readonly string[]): Promise<void> {
    await writeFile(join(folder, store, ignoreFile), "*\n");
    if (!(await exists(join(folder, ignoreFile)))) {
        const lines = [ignoreFile, store, ...entries].map((entry) => `/${entry}\n`);
        await writeFile(join(folder, ignoreFile), lines.join(""));
    }
}

function hasSecrets(files: readonly ExportedFile[]): boolean {
    return files.some(({ secret }) => secret);
}

/** Writes a set that does not count yet; gives its folder. Modes are set on their own, as the umask may cut them. */
async function writeSet(into: string, of: ExportLabel, files: readonly ExportedFile[]): Promise<string> {
    const set = await mkdtemp(join(into, setPrefix));
    await writeFile(join(set, label), labelText(of));
    for (const { path, content, secret } of files) {
        const file = join(set, path);
        await mkdir(dirname(file), { recursive: true });
        // A container that the folder is mounted into reads it as another user.
        await chmod(dirname(file), 0o755);
        await writeFile(file, content, { mode: 0o600 });
        await chmod(file, modeOf(secret));
    }
    return set;
}

/** What is not as an export would leave it, each in a few words; none where the folder is up to date. */
export async function differences(folder: string, of: ExportLabel, files: readonly ExportedFile[]): Promise<string[]> {
    const set = join(folder, store, current);
    const kept = await readIfThere(join(set, label));
    if (kept === undefined) {
        return ["there is no export"];
    }
    const found: string[] = [];
    if (hasSecrets(files) && !(await exists(join(folder, store, ignoreFile)))) {
        found.push(`${store}/${ignoreFile} is missing`);
    }
    if (kept.toString() !== labelText(of)) {
        found.push("it is the export of another format or server");
    }
    for (const entry of entriesOf(files)) {
        if ((await linkAt(join(folder, entry))) !== linkTo(entry)) {
            found.push(`${entry} does not lead to the export`);
        }
    }
    for (const { path, content, secret } of files) {
        const text = await readIfThere(join(set, path));
        if (text === undefined) {
            found.push(`${path} is missing`);
        } else if (!text.equals(content)) {
            found.push(`${path} has another content`);
        } else if (((await stat(join(set, path))).mode & 0o777) !== modeOf(secret)) {
            found.push(`${path} has another mode`);
        }
    }
    const superfluous = (await linksInto(folder)).filter((entry) => !entriesOf(files).includes(entry));
    return [...found, ...superfluous.map((entry) => `${entry} is not part of it`)];
}

/** Stops where something is in the way that no export has written, or the export of something else. */
async function refuseForeign(folder: string, of: ExportLabel, entries: readonly string[]): Promise<void> {
    const foreign: string[] = [];
    for (const entry of entries) {
        const path = join(folder, entry);
        if ((await exists(path)) && (await linkAt(path)) !== linkTo(entry)) {
            foreign.push(path);
        }
    }
    if (foreign.length > 0) {
        throw new Error(
            `${foreign.join(", ")}: not written by an export, and therefore left alone. Nothing was changed. Name another ` +
                "folder with --out, or move it away.",
        );
    }
    const kept = await readIfThere(join(folder, store, current, label));
    if (kept !== undefined && kept.toString() !== labelText(of)) {
        const { format, server } = JSON.parse(kept.toString()) as ExportLabel;
        throw new Error(
            `${folder} holds an export of the format ${format} for ${server}. Nothing was changed. Name another folder with ` +
                "--out, or delete that export.",
        );
    }
}

/** Removes what the set that counts now does not have, and what an export left that was killed. */
async function removeLeftovers(folder: string, entries: readonly string[]): Promise<void> {
    for (const entry of await linksInto(folder)) {
        if (!entries.includes(entry)) {
            await rm(join(folder, entry));
        }
    }
    // Read again: another export may have been faster.
    const counts = await readlink(join(folder, store, current));
    for (const name of await readdir(join(folder, store))) {
        if (name.startsWith(setPrefix) && name !== counts) {
            await rm(join(folder, store, name), { recursive: true });
        }
    }
}

/** What is seen of the files in the folder: files, and folders of files. */
function entriesOf(files: readonly ExportedFile[]): string[] {
    return [...new Set(files.map(({ path }) => path.split("/", 1)[0] ?? ""))];
}

/** The links in the folder that lead to the set that counts. */
async function linksInto(folder: string): Promise<string[]> {
    const names = await readdir(folder);
    const links = await Promise.all(names.map(async (name) => (await linkAt(join(folder, name))) === linkTo(name)));
    return names.filter((_name, index) => links[index]);
}

function linkTo(entry: string): string {
    return `${store}/${current}/${entry}`;
}

/** Where a link leads to; `undefined` where there is none. */
async function linkAt(path: string): Promise<string | undefined> {
    return (await exists(path)) && (await lstat(path)).isSymbolicLink() ? readlink(path) : undefined;
}

async function exists(path: string): Promise<boolean> {
    return (await ifThere(lstat(path))) !== undefined;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
    return ifThere(readFile(path));
}

async function ifThere<T>(value: Promise<T>): Promise<T | undefined> {
    try {
        return await value;
    } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}

function labelText(of: ExportLabel): string {
    return `${JSON.stringify(of)}\n`;
}

function modeOf(secret: boolean): number {
    return secret ? 0o600 : 0o644;
}
