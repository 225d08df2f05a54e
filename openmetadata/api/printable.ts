/** Control characters, marks that change the direction of what follows, and halves of characters. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}\s]+/gu;

/** A text from outside as one line that can be printed, cut off after so many characters. */
export function printable(text: string, longest = 300): string {
    // A text may have megabytes: no more than the beginning is worked on.
    const line = text
        .slice(0, 4 * longest)
        .replace(unprintable, " ")
        .trim();
    return text.length > 4 * longest || line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
