import { mkdir } from "node:fs/promises";
import path from "node:path";
import { lock, type LockOptions } from "proper-lockfile";
import type { Progress } from "./progress";

/**
 * Does something that only one process may do at a time, and waits for its turn. The turn of a process that was killed
 * ends 10 seconds after.
 *
 * @param folder - the folder that all of them share; made where it is missing
 */
export async function withLock<Result>(
    folder: string,
    progress: Progress,
    action: () => Promise<Result>,
): Promise<Result> {
    await mkdir(folder, { recursive: true });
    const options: LockOptions = {
        lockfilePath: path.join(folder, "lock"),
        onCompromised: () => {
            progress.note(
                "This run lost its turn, as after a long sleep; it goes on, and what it makes is still whole.",
            );
        },
    };
    const release = await lock(folder, options).catch(async (error: unknown) => {
        if (!isLocked(error)) {
            throw error;
        }
        progress.begin("Another run is getting the engine; waiting for it");
        return lock(folder, { ...options, retries: { forever: true, minTimeout: 500, maxTimeout: 500 } });
    });
    try {
        return await action();
    } finally {
        // A lost turn has nothing to give back.
        await release().catch(() => undefined);
    }
}

function isLocked(error: unknown): boolean {
    return error instanceof Error && "code" in error && error.code === "ELOCKED";
}
