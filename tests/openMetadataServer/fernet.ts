import { createCipheriv, createHmac, randomBytes } from "node:crypto";

/**
 * A secret as the API shows it where it does not decrypt it: `fernet:` and a Fernet token.
 *
 * @param key - 32 bytes in base64: half for the signature, half for the cipher.
 */
export function encrypted(secret: string, key: string): string {
    const bytes = Buffer.from(key, "base64");
    const [head, iv] = [Buffer.alloc(9, 0x80), randomBytes(16)];
    head.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000)), 1);
    const cipher = createCipheriv("aes-128-cbc", bytes.subarray(16, 32), iv);
    const body = Buffer.concat([head, iv, cipher.update(secret, "utf8"), cipher.final()]);
    const signature = createHmac("sha256", bytes.subarray(0, 16)).update(body).digest();
    return `fernet:${Buffer.concat([body, signature]).toString("base64url")}`;
}
