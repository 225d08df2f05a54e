import { equal } from "node:assert/strict";
import { botToken } from "../../../plugins/server/botToken";

/** A token of the key `key-1`, with this `exp` in it. */
function tokenEnding(exp: number | null): string {
    return [{ alg: "RS256", kid: "key-1" }, { sub: "ingestion-bot", isBot: true, exp }, "signature"]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
}

describe("a bot's token", () => {
    const inputs = {
        url: "http://127.0.0.1:9",
        token: "token of an admin",
        bot: "ingestion-bot",
        expiry: "Unlimited",
        renewBefore: 0,
        rotation: "initial",
        signingKeyId: "key-1",
        accepted: true,
    } as const;
    const inOneHour = Math.floor(Date.now() / 1000) + 3600;

    it("stays where it never expires, which OpenMetadata writes as null", () => {
        const outputs = { ...inputs, jwt: tokenEnding(null), keyId: "key-1" };
        equal(botToken.differs(outputs, inputs), false);
    });

    it("stays where an earlier release of this package took null for 1970", () => {
        const outputs = { ...inputs, jwt: tokenEnding(null), keyId: "key-1", expiresAt: "1970-01-01T00:00:00.000Z" };
        equal(botToken.differs(outputs, inputs), false);
    });

    it("is renewed when as much of its life is left as is asked for", () => {
        const outputs = { ...inputs, jwt: tokenEnding(inOneHour), keyId: "key-1" };
        equal(botToken.differs({ ...outputs, renewBefore: 0.5 }, { ...inputs, renewBefore: 0.5 }), false);
        equal(botToken.differs({ ...outputs, renewBefore: 2 }, { ...inputs, renewBefore: 2 }), true);
    });
});
