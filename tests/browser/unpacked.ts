import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, keyOf } from "../../cli/engine/cache";
import { discard, folderOf, lookAt, makeFolder, manifestFormat, type Place } from "../../cli/engine/keptFolder";
import { withLock } from "../../cli/engine/lock";
import { createProgress } from "../../cli/engine/progress";
import { outputOf } from "../../processes/childProcess";
import { devDependencies } from "../package.json";

/** Unpacks Chromium into the temporary folder, where it takes any file that is there for a whole one. */
const unpack = `import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath());`;

/** Chromium as npm brings it: unpacked once, whole, and by one of several files of tests that begin together. */
export async function unpackedChromium(): Promise<string> {
    const cache = cacheFolder();
    const key = keyOf([manifestFormat, process.platform, process.arch, devDependencies["@sparticuz/chromium"]]);
    const place: Place = { cache, name: `chromium-${key}`, manifest: "tool.json" };
    const program = "chromium";
    const isWhole = (): boolean => "whole" in (lookAt(place) ?? {});
    if (!isWhole()) {
        await withLock(cache, createProgress(), async () => {
            if (isWhole()) {
                return;
            }
            if (lookAt(place) !== undefined) {
                await discard(place);
            }
            await makeFolder(place, async (folder) => {
                await outputOf(process.execPath, ["-e", unpack], {
                    cwd: join(__dirname, ".."),
                    env: { TMPDIR: folder, NODE_OPTIONS: "" },
                });
                return { content: {}, programs: [program], unchanging: await readdir(folder) };
            });
        });
    }
    return join(folderOf(place), program);
}
