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
    const children = runs ? kill(pid) : undefined;
    await ended;
    if (children !== undefined) {
        await endOf(children);
    }
    return children !== undefined;
}

/**
 * Starts an `up`, and kills pulumi when Auth0 has made the application and pulumi cannot know it yet.
 */
export async function killOnceMade(deployment: Deployment): Promise<void> {
    let children: readonly number[] | undefined;
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

/**
 * Kills pulumi as the kernel does when memory is short; gives what it had started, which lives on. `undefined` where pulumi had
 * just ended by itself.
 */
function kill(pid: number): readonly number[] | undefined {
    const children = childrenOf(pid);
    return signal(pid) ? children : undefined;
}

/** Kills a process, or a group of them, whose number is negative then; whether it was there. */
function signal(pid: number): boolean {
    return unlessEnded(() => process.kill(pid, "SIGKILL"), false);
}

/** What the system says of a process, or something else where that has ended. */
function unlessEnded<T>(ask: () => T, otherwise: T): T {
    try {
        return ask();
    } catch (error) {
        if (["ESRCH", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) {
            return otherwise;
        }
        throw error;
    }
}

/** Lets the providers end what they are about, as they do, and then spares the machine their waiting for the engine. */
async function endOf(children: readonly number[]): Promise<void> {
    await wait(500);
    for (const child of children) {
        signal(-child);
    }
}

/** The processes that pulumi has started, each of which leads a group. Elsewhere than on Linux they end after minutes. */
function childrenOf(pid: number): number[] {
    if (process.platform !== "linux") {
        return [];
    }
    const tasks = `/proc/${pid}/task`;
    return unlessEnded(() => readdirSync(tasks), [])
        .flatMap((task) => unlessEnded(() => readFileSync(`${tasks}/${task}/children`, "utf8"), "").split(" "))
        .filter((child) => child !== "")
        .map(Number);
}
