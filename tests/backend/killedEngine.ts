import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Deployment } from "../engine/deployment";
import { onApplicationMade } from "./applicationMade";

/**
 * Starts an `up`, and kills pulumi once it has run for a while.
 *
 * @returns whether it still ran.
 */
export async function killAfter(deployment: Deployment, milliseconds: number): Promise<boolean> {
    const { pid, ended } = await deployment.start(up);
    const over = new AbortController();
    const elapsed = wait(milliseconds, true, { signal: over.signal }).catch(() => false);
    const runs = await Promise.race([elapsed, ended.then(() => false)]);
    over.abort();
    if (runs) {
        const children = kill(pid);
        await ended;
        await endOf(children);
    }
    return runs;
}

/**
 * Starts an `up`, and kills pulumi when Auth0 has made the application and pulumi cannot know it yet.
 */
export async function killOnceMade(deployment: Deployment): Promise<void> {
    let children: number[] | undefined;
    const { pid, ended } = await deployment.start(up);
    const unwatch = onApplicationMade(() => {
        children = kill(pid);
    });
    const { stdout, stderr } = await ended;
    unwatch();
    if (children === undefined) {
        throw new Error(`pulumi ended before it was killed:\n${stdout}\n${stderr}`);
    }
    await endOf(children);
}

const up = ["up", "--yes", "--skip-preview"];

/** Kills pulumi as the kernel does when memory is short; gives what it had started, which lives on. */
function kill(pid: number): number[] {
    const children = childrenOf(pid);
    process.kill(pid, "SIGKILL");
    return children;
}

/** Lets the providers end what they are about, as they do, and then spares the machine their waiting for the engine. */
async function endOf(children: readonly number[]): Promise<void> {
    await wait(500);
    for (const child of children) {
        try {
            process.kill(-child, "SIGKILL");
        } catch (error) {
            // It has ended by itself.
            if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
                throw error;
            }
        }
    }
}

/** The processes that pulumi has started, each of which leads a group. Elsewhere than on Linux they end after minutes. */
function childrenOf(pid: number): number[] {
    if (process.platform !== "linux") {
        return [];
    }
    const tasks = `/proc/${pid}/task`;
    return readdirSync(tasks)
        .flatMap((task) => readFileSync(`${tasks}/${task}/children`, "utf8").split(" "))
        .filter((child) => child !== "")
        .map(Number);
}
