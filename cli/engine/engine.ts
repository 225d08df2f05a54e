import path from "node:path";
import { cacheFolder, keyOf } from "./cache";
import { decided, enginePlace } from "./kept";
import { manifestFormat, type Place } from "./keptFolder";
import type { Progress } from "./progress";
import type { Source } from "./source";
import { ensureOwnFolder } from "./ownFolder";
import { standardSources } from "./sources";

/** A usable `pulumi` with its Node host and the plugins auth0 and random. */
export interface Engine {
    /** The absolute path of the pulumi program. */
    readonly pulumi: string;
    /** Its version, without a leading `v`. */
    readonly version: string;
    /** PULUMI_HOME, with the plugins. */
    readonly home: string;
    /**
     * `released`: the auth0 plugin is Pulumi's own release; `built`: it was built from Go modules over an older upstream
     * provider, and works on a tenant outside this machine only where `OPENMETADATA_AUTH0_ALLOW_BUILT_PROVIDER` is `1`.
     */
    readonly auth0Plugin: "released" | "built";
    /** The version of terraform-provider-auth0 that a built plugin is made of; undefined for a released one. */
    readonly auth0Upstream: string | undefined;
    /** The folders to put in front of PATH; none where PATH leads to the program already. */
    readonly searchPath: readonly string[];
    /** The variables to add to the environment of a process that runs pulumi, PATH among them. */
    readonly environment: Readonly<Record<string, string>>;
}

/** What {@link ensureEngine} can be told. */
export interface EngineOptions {
    /** The cache folder. Default: `OPENMETADATA_AUTH0_CACHE`, or else the platform's. */
    readonly cache?: string;
    /** The ways to get an engine, best first. Default: {@link standardSources}. */
    readonly sources?: readonly Source[];
    /** Looks again for a released engine where the one at hand is a built one. Default: false. */
    readonly reconsider?: boolean;
    /** Where progress is shown. Default: the standard error stream. */
    readonly progress?: Progress;
}

/**
 * Makes sure that a usable `pulumi` is there: the one on PATH if it is new enough and can get its plugins, or else the
 * official download, or else a build from Go modules. The first call may take minutes and shows its progress; later
 * ones find the result in the cache folder at once.
 *
 * @throws Error that says what stands in the way of each of the three, and what to do
 */
export async function ensureEngine(options: EngineOptions = {}): Promise<Engine> {
    const cache = options.cache ?? cacheFolder();
    ensureOwnFolder(cache);
    const sources = options.sources ?? standardSources(cache);
    const candidates = sources.map((source) => ({ source, place: placeOf(source, cache) }));
    const decision = path.join(cache, `${keyOf(candidates.map(({ place }) => place?.name ?? ""))}.json`);

    const known = decided(cache, decision);
    if (known !== undefined && !(options.reconsider === true && known.auth0Plugin === "built")) {
        return known;
    }
    // What it takes to get one is loaded only then.
    const { acquireEngine } = await import("./acquire.js");
    return acquireEngine({ ...options, cache, candidates, decision });
}

function placeOf(source: Source, cache: string): Place | undefined {
    const identity = source.identity();
    return identity === undefined
        ? undefined
        : enginePlace(cache, `${source.name}-${keyOf([manifestFormat, ...identity])}`);
}
