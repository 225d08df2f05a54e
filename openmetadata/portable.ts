import { type Problem, problemAt } from "./problem";

/**
 * What the settings are written in, since a value goes through several readers before OpenMetadata has it: bash, systemd,
 * `docker run --env-file` or Docker Compose read the environment file, and each has quotes and escapes of its own; Helm
 * and kubectl read YAML; and OpenMetadata puts the value of a variable into its own YAML as it stands. There are no quotes
 * that all of them take off, so a value is portable where it needs none.
 */

/** The characters that no reader takes for a sign of its own. */
const plain = /^[A-Za-z0-9._/:@%+=,~-]+$/;
/** A line is cut or refused by some readers when it is much longer. */
const longest = 4096;
/** The most characters of a URL or folder, so that there is room for the paths that are appended to it. */
export const longestBase = 4000;

/** Plain words that YAML 1.1 or 1.2 reads as something other than a string. */
const notStrings: readonly RegExp[] = [
    /^(null|true|false|yes|no|on|off|y|n)$/i,
    // Numbers: binary, octal, hexadecimal, and those with signs, underscores, fractions and exponents.
    /^[-+]?0b[01_]+$/i,
    /^[-+]?0o?[0-7_]+$/i,
    /^[-+]?0x[0-9a-f_]+$/i,
    /^[-+]?[\d_]*\.?[\d_]*(e[-+]?[\d_]+)?$/i,
    /^[-+]?\.(inf|nan)$/i,
    // Numbers to the base 60, such as 1:30.
    /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/,
    // Dates, with or without a time.
    /^\d{4}-\d\d?-\d\d?([t ].*)?$/i,
];
/** A number that every reader writes again as it was, and that OpenMetadata takes as the string that it needs. */
const wholeNumber = /^(0|[1-9]\d*)$/;

/** Whether every reader of the settings reads a text as it is; words may have one space between them. */
export function isPortable(text: string): boolean {
    return text.length <= longest && text.split(" ").every(isPortableWord) && isString(text);
}

/** The same for an entry of a list, which has no commas and no spaces. */
export function isPortableEntry(text: string): boolean {
    return !/[, ]/.test(text) && isPortable(text);
}

/** Whether YAML reads a plain word as the string that it is, in every version. */
export function isString(text: string): boolean {
    return wholeNumber.test(text) || !notStrings.some((form) => form.test(text));
}

function isPortableWord(word: string): boolean {
    return (
        plain.test(word) &&
        // YAML keeps these for itself at the start of a word, and a colon at its end makes it a key.
        !/^[@%,:=]|:$|^[^A-Za-z0-9]+$/.test(word) &&
        // A shell puts a home folder in place of these.
        !/(^|[:=])~/.test(word)
    );
}

/** What an option that goes into the settings may hold. */
export interface Form {
    /** What it is, as in "is not a valid key ID". */
    readonly what: string;
    /** The texts that are one. */
    readonly form: RegExp;
    /** What to write. */
    readonly write: string;
}

/** Checks an option that goes into the settings: it has its form, and every reader of the settings reads it as it is. */
export function checkPortable(key: string, text: string, { what, form, write }: Form): Problem[] {
    const wrong = `${JSON.stringify(text)} is not a valid ${what}`;
    if (!form.test(text)) {
        return problemAt(key, wrong, write);
    }
    if (!isString(text)) {
        return problemAt(
            key,
            `${wrong}: OpenMetadata reads its settings as YAML, which takes it for a number, a date or a boolean`,
            `${write} It must not be a number, a date or a word such as yes, no, on, off or null.`,
        );
    }
    return isPortable(text) ? [] : problemAt(key, wrong, write);
}
