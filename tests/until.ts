import { setTimeout as wait } from "node:timers/promises";

/** Waits until something is the case; an error where it is not in time. */
export async function until(what: string, isSo: () => boolean, seconds = 120): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!isSo()) {
        if (Date.now() > end) {
            throw new Error(`Not after ${seconds} s: ${what}`);
        }
        await wait(20);
    }
}
