import { distance } from "fastest-levenshtein";

/**
 * The one of `names` that was probably meant by another: the nearest, where no more than a third of its letters differ;
 * `undefined` where none is that near. Letter case does not count.
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
    const far = (other: string): number => distance(name.toLowerCase(), other.toLowerCase());
    const [found] = names.filter((other) => far(other) <= other.length / 3).sort((a, b) => far(a) - far(b));
    return found;
}
