import { callbackUrl } from "../../openmetadata/serverUrl";

/** URL of a stack's first server. Only the callbacks are in the order of the servers: Pulumi sorts the names in an object. */
export function firstServerUrl({
    settings = {},
    callbacks,
}: {
    readonly settings?: unknown;
    readonly callbacks?: readonly string[];
}): string | undefined {
    return Object.keys(settings as object).find((url) => callbackUrl(url) === callbacks?.[0]);
}
