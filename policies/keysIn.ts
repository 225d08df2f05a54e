import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

const pemBlock = /-----BEGIN ([A-Z ]*)(PRIVATE|PUBLIC) KEY-----.+?-----END \1\2 KEY-----/gs;
const base64 = /^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/;

/** The keys in a text: every PEM in it, or the DER or PEM that it is in base64. Encrypted keys are left out. */
export function keysIn(text: string): KeyObject[] {
    if (text.includes("-----BEGIN")) {
        // In JSON and in environment files the ends of the lines are written out.
        return [...text.replaceAll("\\n", "\n").matchAll(pemBlock)].flatMap(([pem, , kind]) =>
            parsed([() => (kind === "PRIVATE" ? createPrivateKey(pem) : createPublicKey(pem))]),
        );
    }
    if (!base64.test(text)) {
        return [];
    }
    const der = Buffer.from(text, "base64");
    if (der.subarray(0, 10).toString("latin1") === "-----BEGIN") {
        return keysIn(der.toString("latin1"));
    }
    return parsed([
        () => createPrivateKey({ key: der, format: "der", type: "pkcs8" }),
        () => createPrivateKey({ key: der, format: "der", type: "pkcs1" }),
        () => createPublicKey({ key: der, format: "der", type: "spki" }),
        () => createPublicKey({ key: der, format: "der", type: "pkcs1" }),
    ]);
}

/** Whether a text holds a private key that is not encrypted. */
export function holdsPrivateKey(text: string): boolean {
    return keysIn(text).some(({ type }) => type === "private");
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
