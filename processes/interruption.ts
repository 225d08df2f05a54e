import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";

/** The signals that ask a command to end: Ctrl+C, and a job that is cancelled. */
const signals = ["SIGINT", "SIGTERM"] as const;

/** A signal that asks a command to end. */
export type Interruption = (typeof signals)[number];

/** A child that the command waits for, whatever signal it gets itself. */
interface Waited {
    kill(signal: Interruption): unknown;
}

const waited = new Set<Waited>();
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
 * Lets a signal end the child first, and this process after it. The child can finish what it has to, such as storing what it has
 * just created, and leaves no process behind.
 *
 * @param ended - Settles when the child has ended.
 */
export async function endingAfter<T>(child: Waited, ended: Promise<T>): Promise<T> {
    if (waited.size === 0) {
        signals.forEach((signal) => process.on(signal, interrupt));
    }
    waited.add(child);
    const watch = watchParent();
    try {
        return await ended;
    } finally {
        clearInterval(watch);
        waited.delete(child);
        if (waited.size === 0) {
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
    waited.forEach((child) => child.kill(signal));
}

/** The shell between npm and this process dies of a signal, and hands none on. */
function watchParent(): NodeJS.Timeout | undefined {
    const parent = process.ppid;
    return process.env["npm_lifecycle_event"] === undefined
        ? undefined
        : setInterval(() => {
              if (process.ppid !== parent) {
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
