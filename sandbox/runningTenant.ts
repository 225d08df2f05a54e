import { rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import lockfile from "proper-lockfile";
import { SandboxError } from "./sandboxError";
import type { StateFolder } from "./stateFolder";

const runningFile = "running.json";
/** After this many milliseconds without a sign of life a lock counts as left behind. */
const stale = 10_000;

/** Who runs a tenant: written as soon as a process has the folder, and again with the port once it answers. */
interface Running {
    readonly pid: number;
    readonly port?: number;
}

/** A process's hold on a state folder. */
export interface Claim {
    /** Tells other processes that the tenant answers on this port. */
    announce(port: number): void;
    /** Lets another process have the folder. */
    release(): Promise<void>;
}

/**
 * Takes a state folder for this process, so that no two run the same tenant.
 *
 * A folder whose process was killed is taken over at once.
 *
 * @param lost - Called if another process has taken the folder all the same, for instance because this one slept.
 * @throws SandboxError if another process runs the tenant.
 */
export async function claim(folder: StateFolder, lost: (error: Error) => void): Promise<Claim> {
    const release = await lock(folder, lost);
    const write = (running: Running): void => {
        folder.write(runningFile, JSON.stringify(running));
    };
    write({ pid: process.pid });
    return {
        announce: (port) => {
            write({ pid: process.pid, port });
        },
        release: async () => {
            folder.remove(runningFile);
            await release();
        },
    };
}

/** The port on which a tenant of this folder answers now, if one does. */
export async function runningPort(folder: StateFolder): Promise<number | undefined> {
    const running = holder(folder);
    if (running?.port === undefined || !isAlive(running.pid)) return undefined;
    return (await lockfile.check(folder.path, lockOptions(folder))) ? running.port : undefined;
}

async function lock(folder: StateFolder, lost: (error: Error) => void): Promise<() => Promise<void>> {
    const take = (): Promise<() => Promise<void>> =>
        lockfile.lock(folder.path, { ...lockOptions(folder), onCompromised: lost });
    try {
        return await take();
    } catch (error) {
        if (!isLocked(error)) throw error;
    }
    if (await isHeld(folder)) {
        const running = holder(folder);
        throw new SandboxError(
            `Another process${running ? ` (pid ${running.pid}${running.port ? `, port ${running.port}` : ""})` : ""} ` +
                `runs the sandbox tenant of ${folder.path}. Use that one, stop it first, or give another folder: --state DIR.`,
        );
    }
    // The library frees only locks of its own process.
    rmSync(lockOptions(folder).lockfilePath, { recursive: true, force: true });
    return take();
}

/** Whether a process that is alive has the folder. One that has just locked it may not have said who it is yet. */
async function isHeld(folder: StateFolder): Promise<boolean> {
    const alive = (): boolean => {
        const running = holder(folder);
        return running !== undefined && isAlive(running.pid);
    };
    if (alive()) return true;
    await wait(100);
    return alive();
}

function lockOptions(folder: StateFolder) {
    return { stale, realpath: false, lockfilePath: folder.file("running.lock") };
}

function holder(folder: StateFolder): Running | undefined {
    try {
        const content = JSON.parse(folder.read(runningFile) ?? "null") as Running | null;
        return typeof content?.pid === "number" ? content : undefined;
    } catch (error) {
        // A damaged file says as little as a missing one.
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        // A process of another user is there, but is not ours to signal.
        return error instanceof Error && "code" in error && error.code === "EPERM";
    }
}

function isLocked(error: unknown): boolean {
    return error instanceof Error && "code" in error && error.code === "ELOCKED";
}
