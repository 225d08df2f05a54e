import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { type Problem, problemAt } from "./problem";
import { checkPublicKey } from "./shipped";

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
 * Checks a private key of the user's own: an RSA key of 2048 bits or more, not encrypted, as PEM or as base64 of DER,
 * PKCS#8 or PKCS#1, and not OpenMetadata's default. No part of the key is in what is said.
 */
export function checkPrivateKey(key: string, text: string): Problem[] {
    const write =
        "Write an RSA private key as `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048` generates it.";
    if (text.includes("ENCRYPTED")) {
        return problemAt(
            key,
            "is encrypted, but OpenMetadata has no passphrase for it",
            "Decrypt it: `openssl pkey -in FILE`.",
        );
    }
    const privateKey = parsePrivateKey(text);
    if (privateKey === undefined) {
        return problemAt(key, "is not a valid private key in PEM or base64 DER", write);
    }
    if (privateKey.asymmetricKeyType !== "rsa") {
        return problemAt(
            key,
            `is a key of type ${privateKey.asymmetricKeyType ?? "unknown"}, but OpenMetadata signs with RS256`,
            write,
        );
    }
    const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < 2048) {
        return problemAt(key, `has ${bits} bits, but RS256 requires at least 2048`, write);
    }
    return checkPublicKey(key, createPublicKey(privateKey).export({ format: "der", type: "spki" }));
}

/** A private key of the user's own, as PKCS#8 PEM; check it first. */
export function normalisePrivateKey(text: string): string {
    const privateKey = parsePrivateKey(text);
    if (privateKey === undefined) {
        throw new Error("The private key is none.");
    }
    return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

/** The content of the two key files, base64. */
export interface KeyPair {
    /** `private_key.der`. Secret. */
    readonly privateKeyDer: string;
    /** `public_key.der`. */
    readonly publicKeyDer: string;
}

/**
 * Checks the two key files as OpenMetadata needs them: an RSA key in unencrypted PKCS#8 DER and its public key in X.509
 * SubjectPublicKeyInfo DER. A server does not start with files in another form; with the public key of another pair it
 * starts, and refuses the token of every bot. No part of a key is in what is said.
 */
export function checkKeyPair({ privateKeyDer, publicKeyDer }: KeyPair): Problem[] {
    const privateKey = keyOf(() =>
        createPrivateKey({ key: Buffer.from(privateKeyDer, "base64"), format: "der", type: "pkcs8" }),
    );
    const publicKey = keyOf(() =>
        createPublicKey({ key: Buffer.from(publicKeyDer, "base64"), format: "der", type: "spki" }),
    );
    const write = "Use the outputs of this stack's JwtSigningKeys.";
    return [
        ...(privateKey === undefined
            ? problemAt("privateKeyDer", "is not a valid RSA private key in PKCS#8 DER, base64", write)
            : []),
        ...(publicKey === undefined
            ? problemAt("publicKeyDer", "is not a valid RSA public key in X.509 DER, base64", write)
            : []),
        ...(privateKey !== undefined && publicKey !== undefined && !createPublicKey(privateKey).equals(publicKey)
            ? problemAt("publicKeyDer", "is not the public key of privateKeyDer", write)
            : []),
    ];
}

/** An RSA key; `undefined` where it cannot be read or is of another kind. */
function keyOf(read: () => KeyObject): KeyObject | undefined {
    try {
        const key = read();
        return key.asymmetricKeyType === "rsa" ? key : undefined;
    } catch {
        return undefined;
    }
}

/** White space as OpenSSL reads it: a key from a variable or a form may be in one line, one from a YAML file indented. */
function asPem(text: string): string {
    const [, label, body] =
        /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([\sA-Za-z\d+/=]*)-----END \1-----/.exec(text) ?? [];
    return label === undefined || body === undefined
        ? text
        : `-----BEGIN ${label}-----\n${body.replaceAll(/\s/g, "")}\n-----END ${label}-----\n`;
}

function parsePrivateKey(text: string): KeyObject | undefined {
    const der = Buffer.from(text, "base64");
    const forms = text.includes("-----BEGIN")
        ? [{ key: asPem(text) }]
        : (["pkcs8", "pkcs1"] as const).map((type) => ({ key: der, format: "der" as const, type }));
    for (const form of forms) {
        try {
            return createPrivateKey(form);
        } catch {
            // The next form, or none.
        }
    }
    return undefined;
}

/**
 * Gives an RSA private key in PEM (PKCS#8 or PKCS#1) in the forms that OpenMetadata reads. Its loader takes PKCS#8 and
 * X.509 DER alone; with PEM, PKCS#1, encrypted keys and other kinds of key the server does not start.
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
