import type { Progress } from "./progress";

/** A way to get an engine. */
export interface Source {
    /** A word for file names, such as `built`. */
    readonly name: string;
    /** What it is, for a person, such as `a build from Go modules`. */
    readonly title: string;
    /**
     * Returns all that determines what {@link Source.make} makes, read from files only, or undefined where the source
     * has nothing to work with.
     */
    identity(): readonly string[] | undefined;
    /** Returns why the source cannot be used now, found out within seconds, or undefined where it can. */
    obstacle(): Promise<string | undefined>;
    /**
     * Makes an engine.
     *
     * @param folder - an empty folder to keep it in; PULUMI_HOME is its subfolder `home`. It is moved afterwards, so
     * nothing in it may hold its path.
     */
    make(folder: string, progress: Progress): Promise<Made>;
}

/** What a {@link Source} has made. */
export interface Made {
    /** The path of the pulumi program: relative to the folder it is kept in, or absolute where it lies elsewhere. */
    readonly pulumi: string;
    /** Its version. */
    readonly version: string;
    /** The upstream provider that the auth0 plugin was built over, or undefined for the released plugin. */
    readonly auth0Upstream?: string | undefined;
}
