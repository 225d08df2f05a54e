import { parsedUrl } from "./parsedUrl";
import { type Problem, problemAt } from "./problem";
import { normalServerUrl } from "./serverUrl";

/** Tokens of admins as they are given, by the URL of the server in its normal form, and what is wrong with them. */
export interface GivenTokens {
    readonly tokens: Readonly<Record<string, string>>;
    readonly problems: readonly Problem[];
}

/**
 * Reads the tokens of running servers: one token, or a JSON object of tokens by the URL of the server.
 *
 * @param key - Where the text was given.
 * @param text - Secret. No part of it is in what is said, but for the URLs.
 * @param serverUrls - The servers; one token alone is that of the first.
 */
export function readServerTokens(key: string, text: string, serverUrls: readonly string[]): GivenTokens {
    const given = text.trim();
    if (!given.startsWith("{")) {
        const [first = ""] = serverUrls;
        return {
            tokens: parsedUrl(first) !== undefined ? { [normalServerUrl(first)]: given } : {},
            problems: checkToken(key, given),
        };
    }
    const byUrl = parse(given);
    if (byUrl === undefined) {
        return {
            tokens: {},
            problems: problemAt(
                key,
                "is neither a token nor a JSON object of tokens by server URL",
                `Write the token alone, or {"${serverUrls[0] ?? "https://openmetadata.example.com"}":"TOKEN"}.`,
            ),
        };
    }
    const named = Object.entries(byUrl).map(([url, token]) => [url, token.trim()] as const);
    const problems = checkServerTokens(key, serverUrls, Object.keys(byUrl));
    return {
        tokens: Object.fromEntries(
            named.filter(([url]) => parsedUrl(url) !== undefined).map(([url, token]) => [normalServerUrl(url), token]),
        ),
        problems: [...problems, ...named.flatMap(([url, token]) => checkToken(`${key}.${url}`, token))],
    };
}

/**
 * Reads the token of one server out of a text with tokens as {@link readServerTokens} takes it. Those of other servers are
 * not looked at.
 *
 * @param serverUrl - The server, in the normal form of its URL.
 * @param first - The server that a token alone belongs to, in the same form.
 * @returns The token; `undefined` if there is none for this server.
 */
export function readServerToken(
    key: string,
    text: string,
    serverUrl: string,
    first: string,
): { readonly token: string | undefined; readonly problems: readonly Problem[] } {
    const given = text.trim();
    const byUrl = given.startsWith("{") ? parse(given) : undefined;
    const own = Object.entries(byUrl ?? {}).filter(
        ([url]) => parsedUrl(url) !== undefined && normalServerUrl(url) === serverUrl,
    );
    if (byUrl !== undefined && own.length === 0) {
        return { token: undefined, problems: [] };
    }
    if (byUrl === undefined && serverUrl !== first) {
        const write = `Write {"${serverUrl}":"TOKEN"}.`;
        return {
            token: undefined,
            problems: problemAt(key, `a single token belongs to the first server, ${first}`, write),
        };
    }
    const toRead = byUrl === undefined ? given : JSON.stringify(Object.fromEntries(own));
    const { tokens, problems } = readServerTokens(key, toRead, [serverUrl]);
    return { token: tokens[serverUrl], problems };
}

/** Checks that tokens are given only for servers that are named, and for none twice, by their URLs. */
export function checkServerTokens(key: string, serverUrls: readonly string[], named: readonly string[]): Problem[] {
    const servers = serverUrls.filter((url) => parsedUrl(url) !== undefined).map(normalServerUrl);
    const seen = new Set<string>();
    return named.flatMap((name) => {
        const url = parsedUrl(name) !== undefined ? normalServerUrl(name) : undefined;
        if (url === undefined || !servers.includes(url)) {
            const write = `Write one of ${servers.join(", ")}.`;
            return problemAt(`${key}.${name}`, "there is no server with this URL", write);
        }
        if (seen.has(url)) {
            return problemAt(`${key}.${name}`, "the server has a token already", "Remove one of the two.");
        }
        seen.add(url);
        return [];
    });
}

/** Checks the form of a token that is sent as a bearer (RFC 6750, section 2.1). The token is not in what is said. */
function checkToken(key: string, token: string): Problem[] {
    return /^[A-Za-z0-9._~+/-]+=*$/.test(token)
        ? []
        : problemAt(
              key,
              "is not a valid token: it is empty, or contains line breaks or characters that tokens cannot contain",
              "Copy the whole token again, and nothing else.",
          );
}

function parse(text: string): Record<string, string> | undefined {
    try {
        const value: unknown = JSON.parse(text);
        const right =
            typeof value === "object" &&
            value !== null &&
            Object.values(value).every((token) => typeof token === "string");
        return right ? (value as Record<string, string>) : undefined;
    } catch {
        return undefined;
    }
}
