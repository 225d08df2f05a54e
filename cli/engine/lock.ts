import { ftruncateSync, writeSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type FileLock, tryFileLock } from "../../processes/fileLock";
import type { Progress } from "./progress";

/** How often a run that waits for its turn asks for it, in milliseconds. */
const interval = 250;

/**
 * Does something in a folder that only one process may do at a time, and waits for its turn: the lock of the file `turn`.
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
    const file = path.join(folder, "turn");
    let turn = take(file, folder);
    if (turn === undefined) {
        // Windows lets nobody read a file that is locked.
        const holder = await readFile(file, "utf8").catch(() => "");
        const named = /^\d+$/.test(holder) ? ` (process ${holder})` : "";
        progress.begin(`Waiting for another run${named} that is getting the engine or a tool`);
        do {
            await wait(interval);
            turn = take(file, folder);
        } while (turn === undefined);
    }
    try {
        ftruncateSync(turn.descriptor);
        writeSync(turn.descriptor, String(process.pid));
        return await action();
    } finally {
        turn.release();
    }
}

function take(file: string, folder: string): FileLock | undefined {
    try {
        return tryFileLock(file);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(
            `The cache folder ${folder} cannot be locked (${reason}). Choose one on a local disk with OPENMETADATA_AUTH0_CACHE.`,
            { cause: error },
        );
    }
}
