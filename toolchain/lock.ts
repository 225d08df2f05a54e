import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { tryLock } from "fs-native-extensions";
import type { Progress } from "./progress";

/** How often a run that waits for its turn asks for it, in milliseconds. */
const interval = 250;

/**
 * Does something in a folder that only one process may do at a time, and waits for its turn.
 *
 * The turn is a lock of the operating system on the file `turn`: its holder keeps it however late or suspended it is,
 * and it ends when its holder does, however that ends. No clock decides.
 *
 * @param folder - the folder that all of them share; made where it is missing
 * @throws Error where the folder's file system has no locks
 */
export async function withLock<Result>(
    folder: string,
    progress: Progress,
    action: () => Promise<Result>,
): Promise<Result> {
    await mkdir(folder, { recursive: true });
    const turn = await open(path.join(folder, "turn"), "a+");
    try {
        if (!take(turn.fd, folder)) {
            // Windows lets nobody read a file that is locked.
            const holder = await turn.readFile("utf8").catch(() => "");
            const named = /^\d+$/.test(holder) ? ` (process ${holder})` : "";
            progress.begin(`Waiting for another run${named} that is getting the engine or a tool`);
            do {
                await wait(interval);
            } while (!take(turn.fd, folder));
        }
        await turn.truncate();
        await turn.write(String(process.pid));
        return await action();
    } finally {
        // Closing the file gives the lock back.
        await turn.close();
    }
}

function take(file: number, folder: string): boolean {
    try {
        return tryLock(file);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(
            `The cache folder ${folder} cannot be locked (${reason}). Choose one on a local disk with OPENMETADATA_AUTH0_CACHE.`,
            { cause: error },
        );
    }
}
