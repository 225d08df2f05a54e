import * as pulumi from "@pulumi/pulumi";
import { OpenMetadataApi } from "../../openmetadata/api";
import type { ServerInputs } from "../../openmetadata/serverResources";

/** What a resource works with. */
export interface Context {
    /** The server. */
    readonly api: OpenMetadataApi;
    /** Tells, beside the resource, what is worth knowing. */
    readonly info: (message: string) => Promise<void>;
    /** Tells, beside the resource, what needs somebody's attention. */
    readonly warn: (message: string) => Promise<void>;
}

/**
 * The context of a resource whose messages go to the engine.
 *
 * @param limits - How long to wait for the server, where it is only looked at.
 */
export function contextOf(
    urn: string,
    { url, token }: ServerInputs,
    limits: { readonly timeout?: number; readonly attempts?: number } = {},
): Context {
    // Of the resource that a message is about, the engine takes the URN alone.
    const resource = { urn: pulumi.output(urn) } as unknown as pulumi.Resource;
    return {
        api: new OpenMetadataApi({ url, token, ...limits }),
        info: (message) => pulumi.log.info(message, resource),
        warn: (message) => pulumi.log.warn(message, resource),
    };
}
