import { type Problem, problemAt } from "./problem";

/** Sizes of RSA key, in bits, that are offered. Below 2048 bits RS256 is not allowed (RFC 7518, section 3.3). */
export const keySizes = [2048, 3072, 4096] as const;

/** The size of a generated key where none is asked for, in bits. */
export const defaultKeySize = 2048;

/** Checks the size of a key that is to be generated. */
export function checkKeySize(key: string, bits: number): Problem[] {
    if (keySizes.some((size) => size === bits)) {
        return [];
    }
    const wrong =
        bits < 2048 ? `${bits} bits are too few: RS256 requires at least 2048` : `${bits} is not a supported size`;
    return problemAt(key, wrong, `Write ${keySizes.join(", ").replace(/, (\d+)$/, " or $1")}.`);
}
