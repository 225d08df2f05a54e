import { parsedUrl } from "./parsedUrl";
import { urlsInList } from "./auth0Limits";
import { isHostName } from "./hostName";
import { isString, longestBase } from "./portable";
import { type Problem, problemAt } from "./problem";

/** The one path that OpenMetadata takes Auth0's answer on, with both application types. */
const callbackPath = "/callback";
/** Where a server has the browser go after signing out. */
const logoutPages = ["", "/logout", "/signin"];

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
 * Whether Auth0 cannot verify who receives a callback: on loopback, and with a scheme of an app's own, any program on the
 * user's computer can. Names below `localhost` count as verifiable.
 *
 * Source: Auth0's support page "Understanding and Testing the Non-Verifiable Callback URI Consent Screen", 14 May 2026.
 */
export function isUnverifiableCallback(callback: string): boolean {
    const { protocol, hostname } = new URL(callback);
    return !/^https?:$/.test(protocol) || (isLoopback(hostname) && !hostname.endsWith(".localhost"));
}

/** Pages and routes of OpenMetadata's own, which are no path that it is served below. */
const ownPaths = /\/(api(\/v\d.*)?|(auth\/)?callback|silent-callback|signin|signup|logout|my-data)\/?$/;

/**
 * Checks the URL under which users open one OpenMetadata server: scheme, host, port, and the path that it is served below
 * where it has one. http is for loopback only, since a sign-in over http can be read and changed on the way.
 */
export function checkServerUrl(key: string, value: string): Problem[] {
    const problem = (wrong: string, write: string): Problem[] =>
        problemAt(key, `${JSON.stringify(value)} ${wrong}`, write);
    const example = "Write the URL that users open, such as https://openmetadata.example.com";
    if (value.includes("*")) {
        return problem(
            "has a wildcard, which would let Auth0 send authorization codes to hosts that you did not name",
            `${example}; list each server separately.`,
        );
    }
    if (value.includes("@")) {
        // The value itself is left out: it may hold a password.
        return problemAt(key, "contains a user name or password", `${example}.`);
    }
    const url = /^https?:\/\/[^\s\\]+$/i.test(value) ? parsedUrl(value) : undefined;
    if (url === undefined || url.port === "0") {
        return problem("is not a valid http or https URL", `${example}.`);
    }
    if (url.hostname.startsWith("[")) {
        return problem(
            "has an IPv6 address, which OpenMetadata's settings cannot carry: in its lists a bracket ends the list",
            url.hostname === "[::1]"
                ? `Write ${url.protocol}//localhost${url.port && `:${url.port}`}.`
                : "Write a host name that resolves to it.",
        );
    }
    if (!isHostName(url.hostname) || !isString(url.host)) {
        return problem(
            "has no valid host name",
            `${example}: letters, digits and hyphens between dots, and not just a word such as null or yes.`,
        );
    }
    const own = ownPaths.exec(url.pathname);
    if (own !== null || url.search !== "" || url.hash !== "") {
        const path = url.pathname.slice(0, own?.index).replace(/\/+$/, "");
        return problem("is a page of OpenMetadata, not its base URL", `Write ${url.origin}${path}.`);
    }
    if (!/^(\/[A-Za-z0-9][A-Za-z0-9._-]*)*\/?$/.test(url.pathname)) {
        return problem(
            "has a path that OpenMetadata cannot be served under",
            "Use only letters, digits and . _ - between the slashes, as in https://apps.example.com/openmetadata.",
        );
    }
    if (url.protocol === "http:" && !isLoopback(url.hostname)) {
        return problem(
            "is http on a host that is not loopback: a sign-in could be read and changed on the way",
            `Write https://${url.host}${pathOf(url)}. Behind a proxy that terminates TLS, it is the proxy's URL, which users open; ` +
                "the server itself can still answer the proxy over http.",
        );
    }
    return normalServerUrl(value).length <= longestBase
        ? []
        : problem("is too long", `Write a URL of up to ${longestBase} characters.`);
}

/** Checks the URLs of all OpenMetadata servers behind one application: at least one, none twice. */
export function checkServerUrls(key: string, values: readonly string[]): Problem[] {
    if (values.length === 0) {
        return problemAt(
            key,
            "is missing: no OpenMetadata server is named",
            "Write the URL that users open, such as https://openmetadata.example.com.",
        );
    }
    const most = Math.floor(urlsInList / logoutPages.length);
    const tooMany =
        values.length <= most
            ? []
            : problemAt(
                  key,
                  `has ${values.length} servers, but an Auth0 application has room for the URLs of only ${most}`,
                  `Name up to ${most} servers here, and the others in another stack.`,
              );
    const seen = new Set<string>();
    const each = values.flatMap((value, index) => {
        const at = values.length === 1 ? key : `${key}[${index}]`;
        const problems = checkServerUrl(at, value);
        if (problems.length > 0) {
            return problems;
        }
        const url = normalServerUrl(value);
        if (seen.has(url)) {
            return problemAt(at, `${JSON.stringify(value)} is named twice`, "Remove one of the two.");
        }
        seen.add(url);
        return [];
    });
    return [...tooMany, ...each];
}

/**
 * The one form in which the URL of a server is stored and compared: scheme and host in lower case, other letters as the DNS
 * has them, no port that the scheme has anyway, no slash at the end: `https://apps.example.com/openmetadata`.
 */
export function normalServerUrl(serverUrl: string): string {
    const url = new URL(serverUrl);
    return url.origin + pathOf(url);
}

/** The origin, without the path that the server is served below: what browsers name in a request across origins. */
export function serverOrigin(serverUrl: string): string {
    return new URL(serverUrl).origin;
}

/** Host, and port where it has one, of the URL. */
export function serverHost(serverUrl: string): string {
    return new URL(serverUrl).host;
}

/**
 * The path that the server is served below, as its setting `basePath` has it: `/openmetadata/`, or `/` where it has none.
 * OpenMetadata's pages append their own paths to it, so it ends in a slash.
 */
export function basePath(serverUrl: string): string {
    return `${pathOf(new URL(serverUrl))}/`;
}

function pathOf({ pathname }: URL): string {
    return pathname.replace(/\/+$/, "");
}

/** Where Auth0 sends the browser back to. */
export function callbackUrl(serverUrl: string): string {
    return normalServerUrl(serverUrl) + callbackPath;
}

/** Where the browser may be sent after signing out: the start page, and the two pages that OpenMetadata goes to itself. */
export function logoutUrls(serverUrl: string): string[] {
    return logoutPages.map((page) => normalServerUrl(serverUrl) + page);
}

/** Where the server publishes the public key of its own tokens, as a JSON Web Key Set. */
export function serverJwksUrl(serverUrl: string): string {
    return `${normalServerUrl(serverUrl)}/api/v1/system/config/jwks`;
}
