import { deepEqual, equal } from "node:assert/strict";
import { readToken } from "../../openmetadata/token";

function tokenWith(payload: string, header = '{"alg":"RS256","kid":"key-1"}'): string {
    return [header, payload, "signature"].map((part) => Buffer.from(part).toString("base64url")).join(".");
}

describe("readToken", () => {
    const ends: [string, string, Date | undefined][] = [
        ["exp is missing", '{"sub":"bot"}', undefined],
        ["exp is null, as OpenMetadata writes it", '{"sub":"bot","exp":null}', undefined],
        ["exp is 0", '{"exp":0}', new Date(0)],
        ["exp is a number", '{"exp":1800000000}', new Date("2027-01-15T08:00:00.000Z")],
        ["exp is a fraction", '{"exp":1800000000.5}', new Date("2027-01-15T08:00:00.500Z")],
        ["exp is beyond all dates", '{"exp":1e300}', new Date(8.64e15)],
    ];
    for (const [what, payload, end] of ends) {
        it(`readToken reads the expiry if ${what}`, () => {
            deepEqual(readToken(tokenWith(payload))?.expiresAt, end);
        });
    }

    it("readToken reads the algorithm, and the key ID if it is a string", () => {
        const { algorithm, keyId } = readToken(tokenWith("{}")) ?? {};
        deepEqual({ algorithm, keyId }, { algorithm: "RS256", keyId: "key-1" });
        equal(readToken(tokenWith("{}", '{"alg":"RS256","kid":7}'))?.keyId, undefined);
    });

    for (const [what, text] of [
        ["an empty string", ""],
        ["an encrypted value", "fernet:gAAAAABn"],
        ["a token of two parts", "e30.e30"],
        ["a payload that is not JSON", tokenWith("{")],
        ["a payload that is a list", tokenWith("[]")],
        ["an exp that is a string", tokenWith('{"exp":"1800000000"}')],
    ] as const) {
        it(`readToken returns undefined for ${what}`, () => {
            equal(readToken(text), undefined);
        });
    }
});
