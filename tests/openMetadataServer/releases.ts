/** Compares two releases, such as `1.12.6`, number by number: negative where `a` is older. */
function compareReleases(a: string, b: string): number {
    const [left, right] = [a, b].map((release) => release.split(".").map(Number));
    const length = Math.max(left?.length ?? 0, right?.length ?? 0);
    for (let index = 0; index < length; index++) {
        const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
        if (difference !== 0) {
            return difference;
        }
    }
    return 0;
}

/** Whether a release is this one or a later one. */
export function isFrom(release: string, first: string): boolean {
    return compareReleases(release, first) >= 0;
}
