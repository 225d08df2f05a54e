import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import type { ServerKey } from "./shapes";

/**
 * The public key that a server states. OpenMetadata writes the modulus with the zero byte of its sign, and with padding,
 * which is not how JSON Web Keys have it (RFC 7518, section 6.3.1.1).
 *
 * @returns `undefined` where it is no RSA key.
 */
export function publicKeyOf({ n, e }: Pick<ServerKey, "n" | "e">): KeyObject | undefined {
    const modulus = Buffer.from(n, "base64");
    const start = modulus.findIndex((byte) => byte !== 0);
    try {
        const jwk = { kty: "RSA", n: modulus.subarray(start).toString("base64url"), e };
        return createPublicKey({ key: jwk, format: "jwk" });
    } catch {
        return undefined;
    }
}

/** SHA-256 of a public key's X.509 SubjectPublicKeyInfo DER, hexadecimal. */
export function fingerprintOf(key: KeyObject): string {
    return createHash("sha256")
        .update(key.export({ format: "der", type: "spki" }))
        .digest("hex");
}
