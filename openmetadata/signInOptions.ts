import { checkOnce } from "./once";
import { parsedUrl } from "./parsedUrl";
import { isPortableEntry } from "./portable";
import { type Problem, problemAt } from "./problem";
import { isLoopback } from "./serverUrl";
import { settings } from "./settings";
import { checkVersion, compareVersions } from "./version";

/** The values of OpenID Connect's `prompt` with which a person can sign in. */
export const prompts: readonly string[] = ["login", "consent", "select_account"];

/** How users are sent to sign in, and how many sessions they have; what is left out is the server's own default. */
export interface SignInOptions {
    /** `prompt` of the authorization request, Web only. Default: none, so that Auth0 asks for what it has to. */
    readonly prompt?: string | undefined;
    /** `max_age` of the authorization request, Web only, in seconds. Default: none. */
    readonly maxAge?: number | undefined;
    /** Whether the sign-in page goes on to Auth0 by itself; from 1.11.5 on. */
    readonly enableAutoRedirect?: boolean | undefined;
    /** How many sessions a user may have at a time; from 2.0.0 on. */
    readonly maxActiveSessionsPerUser?: number | undefined;
    /** Further URLs that the server sends a user on to after signing in; from 2.0.0 on. */
    readonly additionalTrustedRedirectUris?: readonly string[] | undefined;
    /** Where the server looks for public keys besides Auth0's. Default: at its own URL. */
    readonly publicKeyUrls?: readonly string[] | undefined;
}

/**
 * Checks that the version of OpenMetadata has the setting that an option is written to: an older one ends at a setting
 * that it does not know. Against a version that is wrong itself, nothing is checked.
 */
export function checkHasSetting(key: string, setting: string, targetVersion: string | undefined): Problem[] {
    if (targetVersion !== undefined && checkVersion(key, targetVersion).length > 0) {
        return [];
    }
    const since = settings.find((one) => one.key === setting)?.since ?? "";
    if (targetVersion !== undefined && compareVersions(targetVersion, since) >= 0) {
        return [];
    }
    return problemAt(
        key,
        `needs OpenMetadata ${since} or later, but ` +
            (targetVersion === undefined ? "targetVersion is not set" : `targetVersion is ${targetVersion}`),
        `Remove it, or set targetVersion to the version that you deploy, ${since} or later.`,
    );
}

/** Checks the `prompt` of the authorization request. */
export function checkPrompt(key: string, prompt: string): Problem[] {
    if (prompts.includes(prompt)) {
        return [];
    }
    return problemAt(
        key,
        prompt === "none"
            ? '"none" refuses everyone who has no session with Auth0 yet'
            : `${JSON.stringify(prompt)} is not a valid prompt`,
        `Write one of ${prompts.join(", ")}, or remove it.`,
    );
}

/** Checks the `max_age` of the authorization request. */
export function checkMaxAge(key: string, seconds: number): Problem[] {
    return checkWholeNumber(key, seconds, 0, "seconds");
}

/** Checks how many sessions a user may have at a time. */
export function checkMaxActiveSessions(key: string, sessions: number): Problem[] {
    return checkWholeNumber(key, sessions, 1, "sessions");
}

function checkWholeNumber(key: string, value: number, minimum: number, unit: string): Problem[] {
    if (Number.isInteger(value) && value >= minimum) {
        return [];
    }
    return problemAt(key, `${value} is not a valid number of ${unit}`, `Write a whole number, ${minimum} or more.`);
}

/** Checks a list of URLs: https, or http on loopback; scheme, host and path, in characters that need no quotes anywhere. */
export function checkUrls(key: string, urls: readonly string[]): Problem[] {
    return urls.flatMap((value, index) => {
        const problem = (wrong: string, write: string): Problem[] => problemAt(`${key}[${index}]`, wrong, write);
        const url = parsedUrl(value);
        if (
            url === undefined ||
            !["http:", "https:"].includes(url.protocol) ||
            value.includes("@") ||
            !isPortableEntry(value)
        ) {
            // The value is left out: it may hold a password.
            return problem(
                "is not a valid URL with only scheme, host and path",
                "Write the full URL, such as https://openmetadata.example.com/path, without user name, query, fragment or wildcard.",
            );
        }
        if (url.protocol === "http:" && !isLoopback(url.hostname)) {
            return problem(
                `${JSON.stringify(value)} is http on a host that is not loopback: anyone on the network path can change what is sent`,
                "Write an https URL, or one of http://127.0.0.1 if it is on the server's own machine.",
            );
        }
        return checkOnce(key, urls, value, index);
    });
}
