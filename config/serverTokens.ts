import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../openmetadata/problem";
import { checkServerTokens } from "../openmetadata/serverUrl";

/** The key that holds the token of an admin of the running server, or one for each server by its address. */
const key = "openmetadata:token";

/** The tokens of the servers that run, by address, and what is wrong with them. */
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
export function readServerTokens(serverUrls: readonly string[]): ServerTokens {
    const text = new pulumi.Config("openmetadata").get("token") ?? process.env["OPENMETADATA_TOKEN"] ?? "";
    if (text === "") {
        return { tokens: undefined, problems: [] };
    }
    const byAddress = text.startsWith("{")
        ? parse(text)
        : Object.fromEntries(serverUrls.slice(0, 1).map((url) => [url, text]));
    if (byAddress === undefined) {
        const wrong = "is neither a token nor a JSON object of tokens by server address";
        return {
            tokens: undefined,
            problems: [{ key, wrong, write: "Run `pulumi config set --secret openmetadata:token`." }],
        };
    }
    return {
        tokens: Object.fromEntries(
            Object.entries(byAddress).map(([address, token]) => [address, pulumi.secret(token)]),
        ),
        problems: checkServerTokens(key, serverUrls, Object.keys(byAddress)),
    };
}

/** `undefined` where the text is no object of texts; the text is in no message. */
function parse(text: string): Record<string, string> | undefined {
    try {
        const value: unknown = JSON.parse(text);
        const right =
            typeof value === "object" && Object.values(value ?? {}).every((token) => typeof token === "string");
        return right ? (value as Record<string, string>) : undefined;
    } catch {
        return undefined;
    }
}
