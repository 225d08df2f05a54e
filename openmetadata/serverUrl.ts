import type { Problem } from "./problem";

/** The one path that OpenMetadata takes Auth0's answer on, in both flows. */
const callbackPath = "/callback";

/** Whether a host name is this machine: `localhost`, a name below it, 127.0.0.0/8 or `::1`. */
export function isLoopback(hostname: string): boolean {
    return (
        hostname === "localhost" ||
        hostname.endsWith(".localhost") ||
        hostname === "[::1]" ||
        /^127(\.\d{1,3}){3}$/.test(hostname)
    );
}

/**
 * Checks the address under which people open one OpenMetadata server: scheme, host and port, nothing else.
 * http is for loopback only, since a sign-in over http can be read and changed on the way.
 */
export function checkServerUrl(key: string, value: string): Problem[] {
    const problem = (wrong: string, write: string): Problem[] => [
        { key, wrong: `${JSON.stringify(value)} ${wrong}`, write },
    ];
    const example = "Write scheme and host of the server, such as https://openmetadata.example.com";
    if (value.includes("*")) {
        return problem(
            "has a wildcard, which would let Auth0 send people's codes to hosts nobody named",
            `${example}; name each server on its own.`,
        );
    }
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
        return problem("is no http or https address", `${example}.`);
    }
    if (url.username !== "" || url.password !== "") {
        // The value itself is left out: it holds a password.
        return [{ key, wrong: "an address with user name or password in it", write: `${example}.` }];
    }
    if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
        return problem("has more than scheme, host and port; OpenMetadata's paths are fixed", `Write ${url.origin}.`);
    }
    if (url.protocol === "http:" && !isLoopback(url.hostname)) {
        return problem(
            "is http on a host that is not loopback",
            `Write https://${url.host}; plain http is for localhost only.`,
        );
    }
    return [];
}

/** Checks the addresses of all OpenMetadata servers behind one application: at least one, none twice. */
export function checkServerUrls(key: string, values: readonly string[]): Problem[] {
    if (values.length === 0) {
        return [
            {
                key,
                wrong: "is missing: no OpenMetadata server is named",
                write: "Write its address, such as https://openmetadata.example.com.",
            },
        ];
    }
    const seen = new Set<string>();
    return values.flatMap((value, index) => {
        const at = values.length === 1 ? key : `${key}[${index}]`;
        const problems = checkServerUrl(at, value);
        if (problems.length > 0) {
            return problems;
        }
        const origin = serverOrigin(value);
        if (seen.has(origin)) {
            return [{ key: at, wrong: `${JSON.stringify(value)} is named twice`, write: "Remove one of the two." }];
        }
        seen.add(origin);
        return [];
    });
}

/** The address without a trailing slash, in lower case, without the scheme's own port: `https://openmetadata.example.com`. */
export function serverOrigin(serverUrl: string): string {
    return new URL(serverUrl).origin;
}

/** Host, and port where it has one, of the address. */
export function serverHost(serverUrl: string): string {
    return new URL(serverUrl).host;
}

/** Where Auth0 sends the browser back to. */
export function callbackUrl(serverUrl: string): string {
    return serverOrigin(serverUrl) + callbackPath;
}

/** Where the browser may be sent after signing out: the start page, and the two pages that OpenMetadata goes to itself. */
export function logoutUrls(serverUrl: string): string[] {
    const origin = serverOrigin(serverUrl);
    return [origin, `${origin}/logout`, `${origin}/signin`];
}

/** Where the server publishes the public key of its own tokens, as a JSON Web Key Set. */
export function serverJwksUrl(serverUrl: string): string {
    return `${serverOrigin(serverUrl)}/api/v1/system/config/jwks`;
}

/** Checks that tokens are given only for servers that are named, by their addresses. */
export function checkServerTokens(key: string, serverUrls: readonly string[], named: readonly string[]): Problem[] {
    const servers = serverUrls.filter((url) => URL.canParse(url)).map(serverOrigin);
    return named
        .filter((address) => !URL.canParse(address) || !servers.includes(serverOrigin(address)))
        .map((address) => ({
            key: `${key}.${address}`,
            wrong: "there is no server with this address",
            write: `Write one of ${servers.join(", ")}.`,
        }));
}
