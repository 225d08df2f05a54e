import type { Problem } from "./problem";

/** The versions of OpenMetadata whose settings are known: the first and the newest, as major and minor number. */
export const knownVersions = { first: "1.10", newest: "2.0" } as const;

/** Compares two versions by major and minor number: negative where `a` is older, 0 where they are the same. */
export function compareVersions(a: string, b: string): number {
    const [majorA = 0, minorA = 0] = a.split(".").map(Number);
    const [majorB = 0, minorB = 0] = b.split(".").map(Number);
    return majorA - majorB || minorA - minorB;
}

/** Checks a version of OpenMetadata, such as `1.13` or `2.0.9`: no older than the first that is known. */
export function checkVersion(key: string, version: string): Problem[] {
    const write = `Write the version that you deploy, such as ${knownVersions.newest}; ${knownVersions.first} and later are known.`;
    if (!/^\d+\.\d+(\.\d+)?$/.test(version)) {
        return [{ key, wrong: `${JSON.stringify(version)} is no version`, write }];
    }
    if (compareVersions(version, knownVersions.first) < 0) {
        return [{ key, wrong: `OpenMetadata ${version} is too old: its settings have other names`, write }];
    }
    return [];
}
