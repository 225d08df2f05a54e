/** Marks of the engine for colours. */
const colours = /<\{%[^%]*%\}>/g;

/**
 * What is written out, such as `\u202e`: characters that change the direction of what follows or that nobody sees, and a bar,
 * which would end a cell of a table.
 */
const writtenOut = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}|]/gu;

/** The longest string that is shown, in characters. */
const longest = 1000;

/**
 * A string from outside, as code in Markdown: names, URLs, values and messages. In code alone do GitHub and GitLab take nothing
 * for HTML, formatting, a link, an address, or a mention of a person or an issue; references such as `&#64;` do not stop a mention.
 * It is in one line, and may stand in a cell of a table.
 *
 * @param most - how many characters are shown. Default: 1000
 */
export function asCode(text: string, most = longest): string {
    const line = text
        .replaceAll(colours, "")
        .replaceAll(/\s+/gu, " ")
        // It would end the code.
        .replaceAll("`", "'")
        .replaceAll(writtenOut, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`)
        .trim();
    const characters = Array.from(line);
    const shown = characters.length > most ? `${characters.slice(0, most).join("")}…` : line;
    return shown === "" ? '`""`' : `\`${shown}\``;
}
