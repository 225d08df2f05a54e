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
import { reasonOfSystem } from "../../../processes/systemError";
import { UsageError } from "../usageError";
import type { Format } from "./format";
import { type ExportedFile, externalSecretsFile, header } from "./formats";

/** Where the sets of files are, inside the folder that is exported to. */
const store = ".openmetadata-auth0";
/** The link in the store to the set that counts. */
const current = "current";
/** How the sets begin. */
const setPrefix = "set-";
/** Keeps an export with secrets out of version control. */
const ignoreFile = ".gitignore";
/** What is about to be renamed to its place. */
const temporary = `.new-${process.pid}`;
/** What a set says of itself. */
const label = "export.json";

/** What a set of files is for; a folder holds one. */
export interface ExportLabel {
    readonly format: Format;
    /** URL of the server. */
    readonly server: string;
}

/**
 * Writes the files of an export.
 *
 * Whoever reads the files with secrets finds the old set or the new one, and never some of each: a set is a folder of its own in
 * the store. What is seen in the folder are links through `current`, and one renaming of that link changes all of them at
 * once, in the way in which Kubernetes updates the files of a mounted Secret.
 *
 * What holds no secret is a file of its own, which is replaced as a whole: it can be put under version control. Where nothing
 * holds a secret, there is nothing else.
 *
 * @returns Whether anything had to be written.
 * @throws UsageError, before anything is changed, where the folder cannot be made; Error where a file is in the way that was not
 *   written by an export.
 */
export async function writeExport(folder: string, of: ExportLabel, files: readonly ExportedFile[]): Promise<boolean> {
    await makeFolder(folder);
    await refuseForeign(folder, of, files);
    if ((await differences(folder, of, files)).length === 0) {
        return false;
    }
    const { open, linked } = parted(files);
    const before = await readIfThere(join(folder, store, current, label));
    const left = before === undefined ? [] : await readdir(join(folder, store, current));
    await mkdir(join(folder, store), { recursive: true, mode: 0o700 });
    await ignore(folder, parted(files));
    if (linked.length > 0) {
        const set = await writeSet(join(folder, store), of, files);
        for (const entry of linked) {
            if ((await linkAt(join(folder, entry))) !== linkTo(entry)) {
                await symlink(linkTo(entry), join(set, temporary));
                await rename(join(set, temporary), join(folder, entry));
            }
        }
        const link = `${set}.link`;
        await symlink(basename(set), link);
        await rename(link, join(folder, store, current));
    }
    for (const { path, content } of open) {
        await writeFile(join(folder, store, temporary), content);
        await chmod(join(folder, store, temporary), modeOf(false));
        await rename(join(folder, store, temporary), join(folder, path));
    }
    await removeLeftovers(folder, [...left, ...(await optionalIn(folder, of))], parted(files));
    return true;
}

async function makeFolder(folder: string): Promise<void> {
    try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
        throw new UsageError(
            `--out: ${folder} cannot be a folder: ${reasonOfSystem(error)}. Name a folder; it is made where it is missing.`,
        );
    }
}

/** What is in the folder: files without secrets, and links to the files, and folders of files, of a set with secrets. */
interface Parts {
    readonly open: readonly ExportedFile[];
    readonly linked: readonly string[];
}

/** A folder of files is one link, where one of them holds a secret or none does. */
function parted(files: readonly ExportedFile[]): Parts {
    const open = files.filter(({ path, secret }) => !secret && !path.includes("/"));
    return { open, linked: entriesOf(files.filter((file) => !open.includes(file))) };
}

/**
 * Keeps what holds secrets out of version control. All of it is in the store, which ignores itself; the folder ignores the
 * links, and not what is beside them. An ignore file of the folder that no export has written is left alone.
 */
async function ignore(folder: string, { open, linked }: Parts): Promise<void> {
    await writeFile(join(folder, store, ignoreFile), "*\n");
    const found = (await readIfThere(join(folder, ignoreFile)))?.toString();
    const own = [ignoreFile, store].map((entry) => `/${entry}\n`).join("");
    if (found === undefined ? linked.length > 0 : found.startsWith(own)) {
        const kept = (found ?? own)
            .split("\n")
            .filter((line) => line !== "" && !open.some(({ path }) => line === `/${path}`));
        const lines = new Set([...kept, ...linked.map((entry) => `/${entry}`)]);
        await writeFile(join(folder, ignoreFile), [...lines].map((line) => `${line}\n`).join(""));
    }
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
    const { open, linked } = parted(files);
    const set = join(folder, store, current);
    const kept = await readIfThere(join(set, label));
    const found: string[] = [];
    if (linked.length > 0) {
        if (kept === undefined) {
            return ["there is no export"];
        }
        if (!(await exists(join(folder, store, ignoreFile)))) {
            found.push(`${store}/${ignoreFile} is missing`);
        }
        if (kept.toString() !== labelText(of)) {
            found.push("it is an export of another format or server");
        }
        for (const entry of linked) {
            if ((await linkAt(join(folder, entry))) !== linkTo(entry)) {
                found.push(`${entry} does not link to the export`);
            }
        }
    } else if (kept !== undefined) {
        found.push(`${store} is not part of it`);
    }
    for (const file of files) {
        const isOpen = open.includes(file);
        if (isOpen && (await linkAt(join(folder, file.path))) !== undefined) {
            found.push(`${file.path} is a link`);
        } else {
            found.push(...(await differencesOf(join(isOpen ? folder : set, file.path), file, isOpen)));
        }
    }
    const superfluous = [...(await linksInto(folder)), ...(await optionalIn(folder, of))].filter(
        (entry) => !entriesOf(files).includes(entry),
    );
    return [...found, ...superfluous.map((entry) => `${entry} is not part of it`)];
}

async function differencesOf(
    path: string,
    { path: name, content, secret }: ExportedFile,
    isOpen: boolean,
): Promise<string[]> {
    const found = await readIfThere(path);
    if (found === undefined) {
        return [`${name} is missing`];
    }
    if (!found.equals(content)) {
        return [`${name} has different content`];
    }
    // A file under version control has the mode that a clone gives it.
    return isOpen || ((await stat(path)).mode & 0o777) === modeOf(secret) ? [] : [`${name} has different permissions`];
}

/** Stops where something is in the way that no export has written, or the export of something else. */
async function refuseForeign(folder: string, of: ExportLabel, files: readonly ExportedFile[]): Promise<void> {
    const { open, linked } = parted(files);
    const foreign: string[] = [];
    for (const entry of [...open.map(({ path }) => path), ...linked]) {
        if ((await exists(join(folder, entry))) && !(await isOwn(folder, entry))) {
            foreign.push(join(folder, entry));
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

/** Whether an export has written what is there: a link into the store, or a file that says so or that the store has as well. */
async function isOwn(folder: string, entry: string): Promise<boolean> {
    const path = join(folder, entry);
    const found = await lstat(path);
    if (found.isSymbolicLink()) {
        return (await readlink(path)) === linkTo(entry);
    }
    return (
        found.isFile() &&
        ((await exists(join(folder, store, current, entry))) || (await readFile(path, "utf8")).startsWith(header))
    );
}

/** Removes what the set that counts now does not have, and what an export left that was killed. */
async function removeLeftovers(folder: string, left: readonly string[], { open, linked }: Parts): Promise<void> {
    const entries = [...open.map(({ path }) => path), ...linked];
    for (const entry of [...(await linksInto(folder)), ...left]) {
        const path = join(folder, entry);
        if (!entries.includes(entry) && (await exists(path)) && (await isOwn(folder, entry))) {
            await rm(path);
        }
    }
    if (linked.length === 0) {
        await rm(join(folder, store), { recursive: true });
        return;
    }
    // Read again: another export may have been faster.
    const counts = await readlink(join(folder, store, current));
    for (const name of await readdir(join(folder, store))) {
        if ((name.startsWith(setPrefix) || name.startsWith(".new-")) && name !== counts) {
            await rm(join(folder, store, name), { recursive: true });
        }
    }
}

/** Files without secrets that not every export of a format has. They are no links, by which they would be found. */
const optional: { readonly [In in Format]?: readonly string[] } = { helm: [externalSecretsFile] };

/** Those of them that are in the folder, and were written by an export. */
async function optionalIn(folder: string, { format }: ExportLabel): Promise<string[]> {
    const found = await Promise.all(
        (optional[format] ?? []).map(async (name) =>
            (await exists(join(folder, name))) && (await isOwn(folder, name)) ? [name] : [],
        ),
    );
    return found.flat();
}

/** What is seen of the files in the folder: files, and folders of files. */
function entriesOf(files: readonly ExportedFile[]): string[] {
    return [...new Set(files.map(({ path }) => path.split("/", 1)[0] ?? ""))];
}

/** The links in the folder that lead to the set that counts. */
async function linksInto(folder: string): Promise<string[]> {
    const names = (await ifThere(readdir(folder))) ?? [];
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
