import fs from "node:fs";
import promises from "node:fs/promises";

const changes = ["mkdir", "mkdtemp", "writeFile", "chmod", "rename", "rm", "copyFile"];

/**
 * Kills this process, as `kill -9` does, before the N-th time that it changes something in a folder by a function of
 * Node's file system modules.
 */
export function killAt(point: number, folder: string): void {
    let count = 0;
    const watch = (functions: object, name: string): void => {
        const original: unknown = Reflect.get(functions, name);
        if (typeof original !== "function") {
            return;
        }
        const watched = (...args: unknown[]): unknown => {
            if (String(args[0]).startsWith(folder) && ++count === point) {
                process.kill(process.pid, "SIGKILL");
            }
            return Reflect.apply(original, functions, args) as unknown;
        };
        Reflect.set(functions, name, watched);
    };
    for (const name of changes) {
        watch(promises, name);
        watch(fs, `${name}Sync`);
    }
}
