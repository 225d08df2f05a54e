import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import getPort, { portNumbers } from "get-port";
import { sharedFolder } from "./sharedFolder";

/**
 * A port for what a test starts later, or again: nothing else in this run of the tests gets it. It is none of those that the
 * system lends to others meanwhile, which start at 32768 on Linux and higher elsewhere.
 */
export async function lastingPort(): Promise<number> {
    const taken = await sharedFolder("ports");
    for (;;) {
        const first = 20_000 + Math.floor(Math.random() * 10_000);
        const port = await getPort({ port: portNumbers(first, first + 1000) });
        try {
            await writeFile(join(taken, String(port)), "", { flag: "wx" });
            return port;
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
                throw error;
            }
        }
    }
}
