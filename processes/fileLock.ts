import { closeSync, openSync } from "node:fs";
import { tryLock } from "fs-native-extensions";

/** A lock that this process holds. */
export interface FileLock {
    /** The descriptor of the locked file, open for reading and appending. */
    readonly descriptor: number;
    /** Gives the lock back. */
    release(): void;
}

/**
 * Takes the lock that the operating system has for a file. Its holder keeps it however late or suspended it is, and it ends
 * when its holder does, however that ends: no clock decides.
 *
 * @param file - the file; made, for this user alone, where it is missing
 * @returns the lock, or undefined where it is held already, by this process or another
 * @throws Error of the system where the file cannot be opened, or its file system has no locks
 */
export function tryFileLock(file: string): FileLock | undefined {
    // A descriptor and no FileHandle: Node closes a handle that nothing refers to, and the lock would be lost.
    const descriptor = openSync(file, "a+", 0o600);
    const release = (): void => {
        closeSync(descriptor);
    };
    try {
        if (tryLock(descriptor)) {
            return { descriptor, release };
        }
    } catch (error) {
        release();
        throw error;
    }
    release();
    return undefined;
}

/**
 * Says whether a process holds the lock of a file. Any number can ask at once: none takes another one for the holder.
 *
 * @throws Error as {@link tryFileLock} does
 */
export function isFileLocked(file: string): boolean {
    const descriptor = openSync(file, "a+", 0o600);
    try {
        return !tryLock(descriptor, { shared: true });
    } finally {
        closeSync(descriptor);
    }
}
