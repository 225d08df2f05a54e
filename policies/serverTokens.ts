import { readingsOf } from "./readings";

const jwt = /eyJ[A-Za-z0-9_-]+\.(eyJ[A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+/g;

/** What the payload of OpenMetadata's own tokens says that are valid for longer than a session (1.12.6: seen). */
const lasting = ["BOT", "PERSONAL_ACCESS"];

/** Whether a string holds a token that OpenMetadata has issued to a bot, or to a person as personal access token. */
export function holdsServerToken(text: string): boolean {
    return readingsOf(text).some((reading) =>
        [...reading.matchAll(jwt)].some(([, payload = ""]) => {
            try {
                const { tokenType, isBot } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as {
                    tokenType?: unknown;
                    isBot?: unknown;
                };
                return isBot === true || lasting.includes(String(tokenType));
            } catch {
                return false;
            }
        }),
    );
}
