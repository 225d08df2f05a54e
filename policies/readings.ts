/** How deep encodings are undone that stand in one another, such as base64 of PEM in the data of a Kubernetes Secret. */
const deepest = 2;

/** Runs of characters that may be an encoding of something longer than a word. */
const base64Run = /[A-Za-z0-9+/_-]{22,}={0,2}/g;
const hexRun = /(?:[0-9A-Fa-f]{2}){16,}/g;

/**
 * What a string says, and what it says after undoing the encodings that it may be in or have in it: escapes of JSON and of
 * environment files, percent-encoding, base64, base64url and hex. What does not come out as text is left out: keys in DER are
 * found by their own form.
 */
export function readingsOf(text: string, depth = 0): string[] {
    if (depth > deepest) {
        return [];
    }
    // In JSON and in environment files the ends of the lines are written out.
    const plain = text.replaceAll(/\\+[rn]/g, "\n").replaceAll("\\", "");
    const decoded = [
        percentDecoded(plain),
        // Base64 in lines of 64 or 76 characters.
        ...[plain, plain.replaceAll(/\s+/g, "")].flatMap((form) => [
            ...[...form.matchAll(base64Run)].map(([run]) => asText(Buffer.from(run, "base64"))),
            ...[...form.matchAll(hexRun)].map(([run]) => asText(Buffer.from(run, "hex"))),
        ]),
    ].filter((form) => form !== undefined && form !== plain);
    return [...new Set([text, plain, ...decoded.flatMap((form) => readingsOf(form ?? "", depth + 1))])];
}

function percentDecoded(text: string): string | undefined {
    try {
        return text.includes("%") ? decodeURIComponent(text) : undefined;
    } catch {
        return undefined;
    }
}

/** Bytes as text, where they are text. */
function asText(bytes: Buffer): string | undefined {
    try {
        const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
        // eslint-disable-next-line no-control-regex -- what has control characters is binary.
        return /[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) ? undefined : text;
    } catch {
        return undefined;
    }
}
