import { type FileHandle, open } from "node:fs/promises";
import { tryLock } from "fs-native-extensions";

/**
 * Takes the lock that the operating system has for a file. Its holder keeps it however late or suspended it is, and it ends
 * when its holder does, however that ends: no clock decides. Closing the file gives it back.
 *
 * @param file - the file; made, for this user alone, where it is missing
 * @returns the open file, or undefined where the lock is held already, by this process or another
 * @throws Error of the system where the file cannot be opened, or its file system has no locks
 */
export async function tryFileLock(file: string): Promise<FileHandle | undefined> {
    const handle = await open(file, "a+", 0o600);
    try {
        if (tryLock(handle.fd)) {
            return handle;
        }
    } catch (error) {
        await handle.close();
        throw error;
    }
    await handle.close();
    return undefined;
}
