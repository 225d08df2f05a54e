import {
    chmodSync,
    closeSync,
    mkdirSync,
    openSync,
    readFileSync,
    renameSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { reasonOfSystem } from "../processes/systemError";
import { SandboxError } from "./sandboxError";

/**
 * The folder in which a tenant lives. Only its owner can enter it (mode 0700), and only its owner can read its files
 * (mode 0600).
 */
export class StateFolder {
    /** The folder's absolute path. */
    readonly path: string;

    constructor(path: string) {
        this.path = resolve(path);
    }

    /**
     * Makes the folder if it is missing, closes it to other users if it was open to them, and keeps it out of version control:
     * it holds private keys.
     */
    prepare(): void {
        try {
            mkdirSync(this.path, { recursive: true, mode: 0o700 });
        } catch (error) {
            throw new SandboxError(
                `The sandbox cannot be stored in ${this.path}: ${reasonOfSystem(error)}. Name a folder with --state; it is made where it is missing.`,
            );
        }
        chmodSync(this.path, 0o700);
        if (!this.has(".gitignore")) {
            this.write(".gitignore", "*\n");
        }
    }

    /** The path of a file in the folder. */
    file(name: string): string {
        return join(this.path, name);
    }

    /** Whether the folder holds a file of this name with something in it. */
    has(name: string): boolean {
        return (statSync(this.file(name), { throwIfNoEntry: false })?.size ?? 0) > 0;
    }

    /** The text of a file in the folder, or `undefined` if there is no such file. */
    read(name: string): string | undefined {
        try {
            return readFileSync(this.file(name), "utf8");
        } catch (error) {
            if (isMissing(error)) return undefined;
            throw error;
        }
    }

    /** Writes a file so that a reader, or a start after a crash, sees the old text or the new and never a part. */
    write(name: string, text: string): void {
        const part = this.file(`${name}.${process.pid}.part`);
        writeFileSync(part, text, { mode: 0o600, flush: true });
        renameSync(part, this.file(name));
    }

    /** Makes an empty file with the right mode, for a library that would otherwise make it readable to all. */
    reserve(name: string): void {
        closeSync(openSync(this.file(name), "a", 0o600));
        chmodSync(this.file(name), 0o600);
    }

    /** Removes a file; a missing one is no error. */
    remove(name: string): void {
        rmSync(this.file(name), { force: true });
    }
}

function isMissing(error: unknown): boolean {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
}
