import { type Problem, problemAt } from "./problem";

/** The versions of OpenMetadata whose settings are known: the first and the newest, as major and minor number. */
export const knownVersions = { first: "1.10", newest: "2.0" } as const;

/**
 * Compares two versions of up to four numbers: negative where `a` is older, 0 where they are the same. A version of
 * fewer numbers is the oldest of its line: `1.11` is `1.11.0`, which is older than `1.11.0.1`.
 */
export function compareVersions(a: string, b: string): number {
    const [numbersA, numbersB] = [numbersOf(a), numbersOf(b)];
    const differing = numbersA.findIndex((number, index) => number !== numbersB[index]);
    return differing < 0 ? 0 : (numbersA[differing] ?? 0) - (numbersB[differing] ?? 0);
}

/** Compares two versions by major and minor number alone. */
export function compareLines(a: string, b: string): number {
    return compareVersions(lineOf(a), lineOf(b));
}

/** Checks a version of OpenMetadata, such as `1.12.6` or `1.13`: no older than the first that is known. */
export function checkVersion(key: string, version: string): Problem[] {
    const write =
        `Write the full version that you deploy, such as ${knownVersions.newest}.0; ${knownVersions.first}.0 and later are supported. ` +
        "Put 1.10 in quotes: YAML reads it as the number 1.1.";
    if (!/^\d{1,4}(\.\d{1,4}){1,3}$/.test(version)) {
        return problemAt(key, `${JSON.stringify(version)} is not a valid version`, write);
    }
    if (compareVersions(version, knownVersions.first) < 0) {
        return problemAt(key, `OpenMetadata ${version} is too old: its settings have different names`, write);
    }
    return [];
}

/** The four numbers of a version; what follows a number, as in `1.13.0-rc1`, does not count. */
function numbersOf(version: string): number[] {
    const parts = version.split(".");
    return [0, 1, 2, 3].map((index) => Number.parseInt(parts[index] ?? "0", 10) || 0);
}

function lineOf(version: string): string {
    return version.split(".").slice(0, 2).join(".");
}
