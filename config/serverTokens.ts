import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../openmetadata/problem";
import { readServerTokens } from "../openmetadata/serverTokens";
import type { ConfigValues } from "./reader";

/** The tokens of the servers that run, by URL, and what is wrong with them. */
export interface ServerTokens {
    /** As secrets; `undefined` where there is none. */
    readonly tokens: Record<string, pulumi.Output<string>> | undefined;
    readonly problems: readonly Problem[];
}

/**
 * Reads the tokens of running servers from the stack's configuration, or else from the environment variable
 * OPENMETADATA_TOKEN.
 *
 * @param serverUrls - The servers; one token alone is that of the first.
 */
export function configuredServerTokens(values: ConfigValues, serverUrls: readonly string[]): ServerTokens {
    const configured = values["openmetadata:token"] ?? "";
    const [key, text] =
        configured === ""
            ? ["OPENMETADATA_TOKEN", process.env["OPENMETADATA_TOKEN"] ?? ""]
            : ["openmetadata:token", configured];
    if (text.trim() === "") {
        return { tokens: undefined, problems: [] };
    }
    const { tokens, problems } = readServerTokens(key, text, serverUrls);
    return {
        tokens: Object.fromEntries(Object.entries(tokens).map(([url, token]) => [url, pulumi.secret(token)])),
        problems,
    };
}
