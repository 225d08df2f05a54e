import { generateKeyPairSync, type KeyObject } from "node:crypto";

/** The content of key files, base64. */
export interface KeyFiles {
    readonly privateKeyDer: string;
    readonly publicKeyDer: string;
}

/** A new key pair as OpenMetadata loads it. */
export function newKeyFiles(): KeyFiles {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return {
        privateKeyDer: base64(privateKey, "pkcs8"),
        publicKeyDer: base64(publicKey, "spki"),
    };
}

function base64(key: KeyObject, type: "pkcs8" | "spki"): string {
    return key.export({ format: "der", type }).toString("base64");
}
