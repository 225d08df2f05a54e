import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";

/** The signals that ask a command to end: Ctrl+C, and a job that is cancelled. */
const signals = ["SIGINT", "SIGTERM"] as const;

/** A signal that asks a command to end. */
export type Interruption = (typeof signals)[number];

interface Child {
    kill(signal: Interruption): unknown;
}

/** The command waits for a child, whatever signal it gets itself; the child is missing until it has started. */
interface Wait {
    child?: Child;
}

const waits = new Set<Wait>();
let received: Interruption | undefined;

/** The signal that this process got while it waited for a child or an answer; `undefined` where it got none. */
export function interruption(): Interruption | undefined {
    return received;
}

/** The exit code of a process that ended because of a signal, as shells have it. */
export function exitCodeOf(signal: Interruption): number {
    return 128 + constants.signals[signal];
}

/**
 * Runs a child to its end. A signal ends the child first, and this process after it: the child can finish what it has to, such as
 * storing what it has just created, and leaves no process behind.
 *
 * @param start - Starts the child; `ended` settles when it has ended.
 */
export async function endingAfter<T>(
    start: () => Promise<{ readonly subprocess: Child; readonly ended: Promise<T> }>,
): Promise<T> {
    // Before the child lives: a signal in its first moment would otherwise end this process alone.
    if (waits.size === 0) {
        signals.forEach((signal) => process.on(signal, interrupt));
    }
    const wait: Wait = {};
    waits.add(wait);
    const watch = watchParent();
    try {
        const { subprocess, ended } = await start();
        wait.child = subprocess;
        if (received !== undefined) {
            subprocess.kill(received);
        }
        return await ended;
    } finally {
        clearInterval(watch);
        waits.delete(wait);
        if (waits.size === 0) {
            signals.forEach((signal) => process.off(signal, interrupt));
        }
    }
}

/**
 * Passes a signal on to the children, once: npm repeats each signal that it gets, and a second one makes pulumi end without
 * cleaning up.
 */
export function interrupt(signal: Interruption): void {
    if (received === signal) {
        return;
    }
    received = signal;
    if (signal === "SIGINT" && hasTerminal()) {
        // Ctrl+C reaches every process of the terminal's group, the child among them.
        return;
    }
    waits.forEach(({ child }) => child?.kill(signal));
}

/**
 * Options for a child that must not get a signal twice: `timeout` and others send it to the whole process group. On a terminal, the child
 * stays in the group that can be typed at.
 */
export function onlyPassedOn(): { readonly detached: boolean } {
    return { detached: !hasTerminal() };
}

/** The shell between npm and this process dies of a signal, and hands none on. */
function watchParent(): NodeJS.Timeout | undefined {
    const parent = process.ppid;
    return process.env["npm_lifecycle_event"] === undefined
        ? undefined
        : setInterval(() => {
              // What has been interrupted is ending already: a second signal would cut that short.
              if (process.ppid !== parent && received === undefined) {
                  interrupt("SIGTERM");
              }
          }, 200);
}

function hasTerminal(): boolean {
    if (process.platform === "win32") {
        return true;
    }
    try {
        closeSync(openSync("/dev/tty", "r"));
        return true;
    } catch {
        return false;
    }
}
