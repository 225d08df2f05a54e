import { rm } from "node:fs/promises";
import path from "node:path";
import { makeFolder, removeUnfinished, sizeOf, writeEntry } from "./cache";
import type { Engine, EngineOptions } from "./engine";
import { decided, finished, type Manifest } from "./kept";
import { withLock } from "./lock";
import { downloadHost } from "./network";
import { createProgress, type Progress } from "./progress";
import type { Source } from "./source";
import { neededGo, oldestPulumi, plugins } from "./versions";

/** What {@link acquireEngine} works on. */
export interface Acquisition extends EngineOptions {
    readonly cache: string;
    /** The sources, best first, with the name of the folder in the cache that each would fill. */
    readonly candidates: readonly Candidate[];
    /** The file of the cache that keeps which folder was decided on. */
    readonly decision: string;
}

interface Candidate {
    readonly source: Source;
    readonly folder: string | undefined;
}

/** Gets an engine from the first source that can give one. Of several processes, one does it and the others wait. */
export async function acquireEngine(acquisition: Acquisition): Promise<Engine> {
    const { cache, candidates, decision } = acquisition;
    const progress = acquisition.progress ?? createProgress();
    try {
        const engine = await withLock(cache, progress, async () => {
            const known = decided(cache, decision);
            if (known !== undefined && !(acquisition.reconsider === true && known.auth0Plugin === "built")) {
                return known;
            }
            await removeUnfinished(cache);
            const made = await firstOf(cache, candidates, progress);
            writeEntry(decision, path.basename(path.dirname(made.home)));
            return made;
        });
        progress.end(`${describe(engine)} ${await whereabouts(engine)}`);
        return engine;
    } finally {
        progress.stop();
    }
}

async function firstOf(cache: string, candidates: readonly Candidate[], progress: Progress): Promise<Engine> {
    const obstacles: string[] = [];
    for (const { source, folder } of candidates) {
        const ready = folder === undefined ? undefined : finished(cache, folder);
        if (ready !== undefined) {
            return ready;
        }
        progress.begin(`Looking at ${source.title}`);
        const obstacle = await source.obstacle();
        if (obstacle !== undefined || folder === undefined) {
            obstacles.push(`- ${source.title}: ${obstacle ?? "nothing to work with"}`);
            continue;
        }
        const failure = await make(cache, source, folder, progress);
        // Another run may have made it, if this one has lost its turn.
        const engine = finished(cache, folder);
        if (engine !== undefined) {
            return engine;
        }
        const reason = failure ?? "what was made is gone";
        obstacles.push(`- ${source.title}: ${reason}`);
        progress.note(`${source.title} failed: ${reason}`);
    }
    throw new Error(noWay(obstacles));
}

/** Makes an engine in a folder of the cache. Returns why that failed, or undefined where it did not. */
async function make(cache: string, source: Source, folder: string, progress: Progress): Promise<string | undefined> {
    try {
        // What has the name and is no engine is in the way.
        await rm(path.join(cache, folder), { recursive: true, force: true });
        await makeFolder(cache, folder, async (temporary) => {
            const manifest: Manifest = { folder, ...(await source.make(temporary, progress)) };
            writeEntry(path.join(temporary, "engine.json"), manifest);
        });
        return undefined;
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

/** Returns one sentence that says what an engine is made of. */
export function describe(engine: Engine): string {
    const parts = plugins.map(({ name, version }) => `${name} ${version}`).join(" and ");
    const caution =
        engine.auth0Upstream === undefined
            ? ""
            : ` The auth0 plugin was built from terraform-provider-auth0 ${engine.auth0Upstream}, older than the release:` +
              " for the sandbox and for tests.";
    return `pulumi ${engine.version} with the plugins ${parts} is ready.${caution}`;
}

async function whereabouts(engine: Engine): Promise<string> {
    const folder = path.dirname(engine.home);
    return `It is kept in ${folder} and takes ${Math.round((await sizeOf(folder)) / 1e6)} MB.`;
}

function noWay(obstacles: readonly string[]): string {
    return [
        "There is no usable pulumi, and no way to get one:",
        ...obstacles,
        "Do one of these, and run this again:",
        `- install the Pulumi CLI ${oldestPulumi} or later with its Node host, and let this machine reach ${downloadHost} for the plugins`,
        `- let this machine reach ${downloadHost}, for the official download`,
        `- install Go ${neededGo()} or later, and let this machine reach a Go module proxy (GOPROXY)`,
    ].join("\n");
}
