/**
 * A URL, or undefined where the string is not one. `URL.canParse` is not used: on Node 20 it refuses each URL with a letter
 * beyond ASCII from some thousands of calls on (findings/node-can-parse.sh).
 */
export function parsedUrl(text: string): URL | undefined {
    try {
        return new URL(text);
    } catch {
        return undefined;
    }
}
