import { builtSource } from "./built";
import { downloadedSource } from "./downloaded";
import { installedSource } from "./installed";
import type { Source } from "./source";

/** The ways to get an engine, best first: the one on PATH, the official download, a build from Go modules. */
export function standardSources(cache: string): readonly Source[] {
    return [installedSource(cache), downloadedSource(), builtSource()];
}
