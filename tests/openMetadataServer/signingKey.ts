import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { type JwtTokenConfiguration, shippedKeyFiles } from "./configuration";
import { StartError } from "./errors";

/** The two key files' content: X.509 SubjectPublicKeyInfo DER, and unencrypted PKCS#8 DER. */
export interface KeyFilesContent {
    readonly publicKey: Uint8Array;
    readonly privateKey: Uint8Array;
}

/** The key with which the server signs its own tokens. */
export interface SigningKey {
    readonly publicKey: KeyObject;
    readonly privateKey: KeyObject;
}

let standInKeys: KeyFilesContent | undefined;

/** Takes the place of the key pair that OpenMetadata ships, the private half of which is not known here. */
export function standInForShippedKeys(): KeyFilesContent {
    if (standInKeys === undefined) {
        const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        standInKeys = {
            publicKey: publicKey.export({ format: "der", type: "spki" }),
            privateKey: privateKey.export({ format: "der", type: "pkcs8" }),
        };
    }
    return standInKeys;
}

/**
 * Loads the key as OpenMetadata does: RSA only, from DER only, whether or not the two files belong together.
 *
 * @throws StartError where that fails: OpenMetadata only logs it, and ends a little later without saying why.
 */
export function loadSigningKey(
    configuration: JwtTokenConfiguration,
    shippedKeys: KeyFilesContent,
    log: (message: string) => void,
): SigningKey {
    const noKey = new StartError("seen", "java.lang.NullPointerException in LocalJwkProvider");
    // Typed as always there, which a file need not have.
    if ((configuration.keyId ?? null) === null) {
        throw noKey;
    }
    try {
        const read = (path: string | null, shipped: string, content: Uint8Array): Buffer =>
            path === shipped ? Buffer.from(content) : readFileSync(path ?? "");
        const publicKey = createPublicKey({
            key: read(configuration.rsapublicKeyFilePath, shippedKeyFiles.publicKey, shippedKeys.publicKey),
            format: "der",
            type: "spki",
        });
        const privateKey = createPrivateKey({
            key: read(configuration.rsaprivateKeyFilePath, shippedKeyFiles.privateKey, shippedKeys.privateKey),
            format: "der",
            type: "pkcs8",
        });
        if (publicKey.asymmetricKeyType !== "rsa" || privateKey.asymmetricKeyType !== "rsa") {
            throw new Error("no RSA key");
        }
        return { publicKey, privateKey };
    } catch (error) {
        log(`Failed to initialize JWTTokenGenerator ${String(error)}`);
        throw noKey;
    }
}

/** The key as `/api/v1/system/config/jwks` has it: `n` with the sign's leading zero byte, and with padding. */
export function publishedKey(publicKey: KeyObject, keyId: string | null): object {
    const { n = "", e = "" } = publicKey.export({ format: "jwk" });
    const modulus = Buffer.concat([Buffer.of(0), Buffer.from(n, "base64url")]).toString("base64");
    return {
        kty: "RSA",
        kid: keyId,
        n: modulus.replaceAll("+", "-").replaceAll("/", "_"),
        e,
        alg: "RS256",
        use: "sig",
    };
}
