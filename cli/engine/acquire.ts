import { readdir } from "node:fs/promises";
import path from "node:path";
import { sizeOf, writeEntry } from "./cache";
import type { Engine, EngineOptions } from "./engine";
import { decided, engineAt } from "./kept";
import { discard, folderOf, lookAt, makeFolder, type Place, removeUnfinished } from "./keptFolder";
import { withLock } from "./lock";
import { downloadHost } from "./network";
import { pluginFolder, pluginProgram } from "./plugins";
import { createProgress, type Progress } from "./progress";
import type { Source } from "./source";
import { neededGo, oldestPulumi, plugins } from "./versions";

/** What {@link acquireEngine} works on. */
export interface Acquisition extends EngineOptions {
    readonly cache: string;
    /** The sources, best first, with the place in the cache that each would fill. */
    readonly candidates: readonly Candidate[];
    /** The file of the cache that keeps which folder was decided on. */
    readonly decision: string;
}

interface Candidate {
    readonly source: Source;
    readonly place: Place | undefined;
}

/** Gets an engine from the first source that can give one. Of several processes, one does it and the others wait. */
export async function acquireEngine(acquisition: Acquisition): Promise<Engine> {
    const { cache, candidates, decision } = acquisition;
    const progress = acquisition.progress ?? createProgress();
    try {
        const engine = await withLock(cache, progress, async () => {
            await removeUnfinished(cache);
            await discardDamaged(candidates, progress);
            const known = decided(cache, decision);
            if (known !== undefined && !(acquisition.reconsider === true && known.auth0Plugin === "built")) {
                return known;
            }
            const made = await firstOf(candidates, progress);
            writeEntry(decision, path.basename(path.dirname(made.home)));
            return made;
        });
        progress.end(`${describe(engine)} ${await whereabouts(engine)}`);
        return engine;
    } finally {
        progress.stop();
    }
}

async function discardDamaged(candidates: readonly Candidate[], progress: Progress): Promise<void> {
    for (const { place } of candidates) {
        const found = place === undefined ? undefined : lookAt(place);
        if (place !== undefined && found !== undefined && "damage" in found) {
            progress.note(`The engine in ${folderOf(place)} is damaged: ${found.damage}. It is removed and got again.`);
            await discard(place);
        }
    }
}

async function firstOf(candidates: readonly Candidate[], progress: Progress): Promise<Engine> {
    const obstacles: string[] = [];
    for (const { source, place } of candidates) {
        const ready = place === undefined ? undefined : engineAt(place);
        if (ready !== undefined) {
            return ready;
        }
        progress.begin(`Looking at ${source.title}`);
        const obstacle = await source.obstacle();
        if (obstacle !== undefined || place === undefined) {
            obstacles.push(`- ${source.title}: ${obstacle ?? "nothing to work with"}`);
            continue;
        }
        const failure = await make(source, place, progress);
        const engine = engineAt(place);
        if (engine !== undefined) {
            return engine;
        }
        const reason = failure ?? "what was made is gone";
        obstacles.push(`- ${source.title}: ${reason}`);
        progress.note(`${source.title} failed: ${reason}`);
    }
    throw new Error(noWay(obstacles));
}

/** Makes an engine at a place. Returns why that failed, or undefined where it did not. */
async function make(source: Source, place: Place, progress: Progress): Promise<string | undefined> {
    try {
        await makeFolder(place, async (folder) => {
            const made = await source.make(folder, progress);
            return {
                content: made,
                programs: [
                    ...(path.isAbsolute(made.pulumi) ? [] : [made.pulumi]),
                    ...plugins.map((plugin) => path.join(pluginFolder("home", plugin), pluginProgram(plugin))),
                ],
                // To the rest of its home, pulumi itself writes.
                unchanging: [
                    ...(await readdir(folder)).filter((name) => name !== "home"),
                    ...plugins.map((plugin) => pluginFolder("home", plugin)),
                ],
            };
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
    const size = Math.round((await sizeOf(folder)) / 1e6);
    const megabytes = size === 0 ? "less than 1 MB" : `${size} MB`;
    return engine.searchPath.length === 0
        ? `The plugins are kept in ${folder} and take ${megabytes}.`
        : `It is kept in ${folder} and takes ${megabytes}.`;
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
