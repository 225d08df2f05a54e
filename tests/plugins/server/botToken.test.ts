import { equal } from "node:assert/strict";
import { botToken } from "../../../plugins/server/botToken";

/** A token of the key `key-1`, with this `exp` in it. */
function tokenEnding(exp: number | null): string {
    return [{ alg: "RS256", kid: "key-1" }, { sub: "ingestion-bot", isBot: true, exp }, "signature"]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
}

describe("BotToken resource", () => {
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

    it("A token whose exp is null never expires and is not renewed", () => {
        const outputs = { ...inputs, jwt: tokenEnding(null), keyId: "key-1" };
        equal(botToken.differs(outputs, inputs), false);
    });

    it("A token that an earlier release stored as expired in 1970 is not renewed", () => {
        const outputs = { ...inputs, jwt: tokenEnding(null), keyId: "key-1", expiresAt: "1970-01-01T00:00:00.000Z" };
        equal(botToken.differs(outputs, inputs), false);
    });

    it("A token is renewed when its remaining life falls below renewBefore", () => {
        const outputs = { ...inputs, jwt: tokenEnding(inOneHour), keyId: "key-1" };
        equal(botToken.differs({ ...outputs, renewBefore: 0.5 }, { ...inputs, renewBefore: 0.5 }), false);
        equal(botToken.differs({ ...outputs, renewBefore: 2 }, { ...inputs, renewBefore: 2 }), true);
    });
});
