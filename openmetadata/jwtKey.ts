import { createHash, createPrivateKey, createPublicKey } from "node:crypto";

/** A key pair in every form in which OpenMetadata and those who check its tokens take it. */
export interface JwtKeyForms {
    /** Unencrypted PKCS#8 DER, base64: `private_key.der`. Secret. */
    readonly privateKeyDer: string;
    /** Unencrypted PKCS#8 PEM. Secret. */
    readonly privateKeyPem: string;
    /** X.509 SubjectPublicKeyInfo DER, base64: `public_key.der`. */
    readonly publicKeyDer: string;
    /** X.509 SubjectPublicKeyInfo PEM. */
    readonly publicKeyPem: string;
    /** Modulus of the public key, base64url. */
    readonly modulus: string;
    /** Public exponent, base64url. */
    readonly exponent: string;
    /** Size of the modulus in bits. */
    readonly keySize: number;
    /** SHA-256 of the X.509 SubjectPublicKeyInfo DER, hexadecimal: names the key pair without giving anything away. */
    readonly fingerprint: string;
}

/**
 * Gives an RSA private key in PEM (PKCS#8 or PKCS#1) in the forms that OpenMetadata reads. Its loader takes PKCS#8 and
 * X.509 DER alone; PEM, PKCS#1, encrypted keys and other kinds of key leave the server running without a key.
 *
 * @throws Error when the text is no RSA private key. The text is not in the message.
 */
export function jwtKeyForms(privateKeyPem: string): JwtKeyForms {
    const privateKey = createPrivateKey(privateKeyPem);
    const publicKey = createPublicKey(privateKey);
    const { n, e } = publicKey.export({ format: "jwk" });
    const keySize = publicKey.asymmetricKeyDetails?.modulusLength;
    if (publicKey.asymmetricKeyType !== "rsa" || n === undefined || e === undefined || keySize === undefined) {
        throw new Error("OpenMetadata signs its tokens with RS256: the key must be an RSA key.");
    }
    const publicKeyDer = publicKey.export({ format: "der", type: "spki" });
    return {
        privateKeyDer: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
        privateKeyPem: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
        publicKeyDer: publicKeyDer.toString("base64"),
        publicKeyPem: publicKey.export({ format: "pem", type: "spki" }).toString(),
        modulus: n,
        exponent: e,
        keySize,
        fingerprint: createHash("sha256").update(publicKeyDer).digest("hex"),
    };
}
