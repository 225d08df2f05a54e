import type { Context } from "../../../plugins/server/context";
import { OpenMetadataApi } from "../../../openmetadata/api";

/** A context that keeps what is told. */
export interface ToldContext extends Context {
    /** What was told, each with its kind before it. */
    readonly told: string[];
}

/** A context in which nothing is run by the engine. */
export function contextFor(connection: { readonly url: string; readonly token: string }): ToldContext {
    const told: string[] = [];
    const tell = (kind: string) => (message: string) => {
        told.push(`${kind}: ${message}`);
        return Promise.resolve();
    };
    return { api: new OpenMetadataApi(connection), info: tell("info"), warn: tell("warning"), told };
}
