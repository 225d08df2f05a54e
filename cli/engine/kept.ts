import path from "node:path";
import { readEntry } from "./cache";
import type { Engine } from "./engine";
import { folderOf, lookAt, type Place } from "./keptFolder";
import type { Made } from "./source";
import { typescriptCache } from "./typescriptCache";

/** Returns the place of an engine in the cache. */
export function enginePlace(cache: string, name: string): Place {
    return { cache, name, manifest: "engine.json" };
}

/** Returns the engine at a place of the cache, or undefined where there is no whole one. */
export function engineAt(place: Place): Engine | undefined {
    const found = lookAt<Made>(place);
    return found !== undefined && "whole" in found ? engineOf(place, found.whole) : undefined;
}

/** Returns the engine that an earlier run has decided on, or undefined. */
export function decided(cache: string, decision: string): Engine | undefined {
    const name = readEntry(decision);
    return typeof name === "string" ? engineAt(enginePlace(cache, name)) : undefined;
}

function engineOf(place: Place, made: Made): Engine {
    const folder = folderOf(place);
    const built = made.auth0Upstream !== undefined;
    const home = path.join(folder, "home");
    const pulumi = path.resolve(folder, made.pulumi);
    const searchPath = path.isAbsolute(made.pulumi) ? [] : [path.dirname(pulumi)];
    return {
        pulumi,
        version: made.version,
        home,
        auth0Plugin: built ? "built" : "released",
        auth0Upstream: made.auth0Upstream,
        searchPath,
        environment: {
            PATH: [...searchPath, process.env["PATH"] ?? ""].join(path.delimiter),
            PULUMI_HOME: home,
            PULUMI_SKIP_UPDATE_CHECK: "true",
            ...typescriptCache(place.cache),
            // Where the downloads are out of reach, a missing plugin is to be said at once.
            ...(built ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {}),
        },
    };
}
