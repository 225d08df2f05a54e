import path from "node:path";
import { readEntry } from "./cache";
import type { Engine } from "./engine";
import type { Made } from "./source";

/** Returns the engine in a finished folder of the cache, or undefined where there is no such folder. */
export function finished(cache: string, name: string): Engine | undefined {
    const folder = path.join(cache, name);
    const manifest = readEntry(path.join(folder, "engine.json"));
    if (!isManifest(manifest) || manifest.folder !== name) {
        return undefined;
    }
    const built = manifest.auth0Upstream !== undefined;
    const home = path.join(folder, "home");
    const searchPath = path.isAbsolute(manifest.pulumi) ? [] : [path.dirname(path.resolve(folder, manifest.pulumi))];
    return {
        pulumi: path.resolve(folder, manifest.pulumi),
        version: manifest.version,
        home,
        auth0Plugin: built ? "built" : "released",
        auth0Upstream: manifest.auth0Upstream,
        searchPath,
        environment: {
            PATH: [...searchPath, process.env["PATH"] ?? ""].join(path.delimiter),
            PULUMI_HOME: home,
            PULUMI_SKIP_UPDATE_CHECK: "true",
            // Where the downloads are out of reach, a missing plugin is to be said at once.
            ...(built ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {}),
        },
    };
}

/** Returns the engine that an earlier run has decided on, or undefined. */
export function decided(cache: string, decision: string): Engine | undefined {
    const folder = readEntry(decision);
    return typeof folder === "string" ? finished(cache, folder) : undefined;
}

/** What says that a folder of the cache is a finished engine. */
export interface Manifest extends Made {
    /** The name of the folder. */
    readonly folder: string;
}

function isManifest(content: unknown): content is Manifest {
    return typeof content === "object" && content !== null && "folder" in content && "pulumi" in content;
}
