import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { readingsOf } from "./readings";

const pemBlock = /-----BEGIN ([A-Z ]*)(PRIVATE|PUBLIC) KEY-----.+?-----END \1\2 KEY-----/gs;

/** How DER begins that is as long as an RSA key: a sequence whose length takes one or two bytes, in base64 and in hex. */
const derStarts = [
    { start: /MI[GHI](?=[A-Za-z0-9+/_-]{40})/g, rest: /^[A-Za-z0-9+/_-]+/, encoding: "base64" },
    { start: /308[12](?=[0-9A-Fa-f]{60})/gi, rest: /^[0-9A-Fa-f]+/, encoding: "hex" },
] as const;

/** How many places of one string are looked at that could begin a key. */
const most = 100;

/**
 * The keys in a string: PEM, DER in base64, base64url or hex, and JSON Web Keys, alone, in a longer string, or encoded once
 * more. Encrypted keys are left out.
 */
export function keysIn(text: string): KeyObject[] {
    const found = readingsOf(text).flatMap((reading) => [
        ...pemKeys(reading),
        ...jsonWebKeys(reading),
        ...derKeys(reading),
    ]);
    const seen = new Map(found.map((key) => [JSON.stringify(key.export({ format: "jwk" })), key]));
    return [...seen.values()];
}

/** Whether a string holds a private key that is not encrypted. */
export function holdsPrivateKey(text: string): boolean {
    return keysIn(text).some(({ type }) => type === "private");
}

function pemKeys(text: string): KeyObject[] {
    return [...text.matchAll(pemBlock)].flatMap(([pem, , kind]) =>
        parsed([() => (kind === "PRIVATE" ? createPrivateKey(pem) : createPublicKey(pem))]),
    );
}

function derKeys(text: string): KeyObject[] {
    const compact = text.replaceAll(/\s+/g, "");
    return derStarts.flatMap(({ start, rest, encoding }) =>
        [...compact.matchAll(start)].slice(0, most).flatMap(({ index }) => {
            const der = sequenceAt(Buffer.from(rest.exec(compact.slice(index))?.[0] ?? "", encoding));
            return der === undefined
                ? []
                : parsed([
                      () => createPrivateKey({ key: der, format: "der", type: "pkcs8" }),
                      () => createPrivateKey({ key: der, format: "der", type: "pkcs1" }),
                      () => createPublicKey({ key: der, format: "der", type: "spki" }),
                      () => createPublicKey({ key: der, format: "der", type: "pkcs1" }),
                  ]);
        }),
    );
}

/** The sequence that bytes begin with, without what stands behind it. */
function sequenceAt(bytes: Buffer): Buffer | undefined {
    const lengthBytes = (bytes[1] ?? 0) & 0x7f;
    if (bytes[0] !== 0x30 || ![1, 2].includes(lengthBytes) || bytes.length < 2 + lengthBytes) {
        return undefined;
    }
    const end = 2 + lengthBytes + bytes.readUIntBE(2, lengthBytes);
    return bytes.length < end ? undefined : bytes.subarray(0, end);
}

/** The JSON Web Keys in JSON. */
function jsonWebKeys(text: string): KeyObject[] {
    if (!text.includes('"kty"')) {
        return [];
    }
    // A key has no object in it, so that each ends at the next brace.
    return [...text.matchAll(/\{[^{}]*"kty"[^{}]*\}/g)].flatMap(([json]) =>
        parsed([
            () => createPrivateKey({ key: JSON.parse(json) as JsonWebKey, format: "jwk" }),
            () => createPublicKey({ key: JSON.parse(json) as JsonWebKey, format: "jwk" }),
        ]),
    );
}

/** What the first of these ways gives that takes the key. */
function parsed(ways: readonly (() => KeyObject)[]): KeyObject[] {
    for (const way of ways) {
        try {
            return [way()];
        } catch {
            // The next way, or no key.
        }
    }
    return [];
}
