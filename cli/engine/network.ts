/** The host that the official downloads come from. */
export const downloadHost = "get.pulumi.com";

/** How long a host may take to answer before it counts as out of reach. */
const patience = 3000;

/**
 * Says whether a server answers, whatever it answers.
 *
 * @param url - what to ask the server for
 * @param milliseconds - how long to wait. Default: 3 seconds
 */
export async function answers(url: string, milliseconds = patience): Promise<boolean> {
    try {
        await fetch(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(milliseconds) });
        return true;
    } catch (error) {
        // A certificate that Node does not know may be one that the system knows, which is what the downloads go by.
        return error instanceof Error && hasCode(error.cause) && /CERT|SIGNATURE/.test(error.cause.code);
    }
}

/** Says whether the environment names a proxy, whose reach only a download shows. */
export function behindProxy(environment: NodeJS.ProcessEnv = process.env): boolean {
    return ["HTTPS_PROXY", "https_proxy"].some((name) => (environment[name] ?? "") !== "");
}

function hasCode(cause: unknown): cause is { code: string } {
    return typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string";
}
