import { setTimeout as wait } from "node:timers/promises";
import { type FileLock, isFileLocked, tryFileLock } from "../processes/fileLock";
import { SandboxError } from "./sandboxError";
import type { StateFolder } from "./stateFolder";

const lockFile = "running.lock";
const runningFile = "running.json";
/** How often a folder is asked for before it counts as held: who only looks holds it for a moment. */
const attempts = 5;

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
    release(): void;
}

/**
 * Takes a state folder for this process, so that no two run the same tenant. It ends with the process, however that ends.
 *
 * @throws SandboxError if another process runs the tenant, or the folder cannot be locked.
 */
export async function claim(folder: StateFolder): Promise<Claim> {
    const lock = await take(folder);
    const write = (running: Running): void => {
        folder.write(runningFile, JSON.stringify(running));
    };
    write({ pid: process.pid });
    return {
        announce: (port) => {
            write({ pid: process.pid, port });
        },
        release: () => {
            folder.remove(runningFile);
            lock.release();
        },
    };
}

/** The port on which a tenant of this folder answers now, if one does. */
export function runningPort(folder: StateFolder): number | undefined {
    const running = holder(folder);
    if (running?.port === undefined) return undefined;
    return isFileLocked(folder.file(lockFile)) ? running.port : undefined;
}

async function take(folder: StateFolder): Promise<FileLock> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const lock = lockOf(folder);
        if (lock !== undefined) return lock;
        await wait(100);
    }
    const running = holder(folder);
    throw new SandboxError(
        `Another process${running ? ` (pid ${running.pid}${running.port ? `, port ${running.port}` : ""})` : ""} ` +
            `runs the sandbox tenant of ${folder.path}. Use that one, stop it first, or give another folder: --state DIR.`,
    );
}

function lockOf(folder: StateFolder): FileLock | undefined {
    try {
        return tryFileLock(folder.file(lockFile));
    } catch (error) {
        throw new SandboxError(
            `The folder ${folder.path} cannot be locked (${(error as Error).message}). Use one on a local disk: --state DIR.`,
            { cause: error },
        );
    }
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
