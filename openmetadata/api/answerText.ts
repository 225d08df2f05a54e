/** The largest answer that is read, in bytes after decompression: more than ten times what OpenMetadata and Auth0 send. */
export const largestAnswer = 8 * 1024 * 1024;

/** The text of an answer; `undefined` where it is too long, whatever it says about its length. */
export async function answerText({ body }: Response): Promise<string | undefined> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    // Leaving the loop ends the connection.
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
        size += chunk.byteLength;
        if (size > largestAnswer) {
            return undefined;
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString();
}
