import { constants, type KeyObject, publicDecrypt } from "node:crypto";
import { compactVerify } from "jose";
import type { Signature } from "./facts";

/**
 * What a token's signature is, by the public key that its key ID names. The signature of RS256 holds a hash that the public
 * key gives back: where it is one, the private key has signed, whatever stands in the token now.
 */
export async function signatureOf(jwt: string, key: KeyObject): Promise<Signature> {
    try {
        await compactVerify(jwt, key);
        return "right";
    } catch {
        const signature = Buffer.from(jwt.split(".")[2] ?? "", "base64url");
        if (signature.length !== (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8) {
            return "damaged";
        }
        try {
            publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
            return "changed";
        } catch {
            return "foreign";
        }
    }
}
