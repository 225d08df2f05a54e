import { createPrivateKey } from "node:crypto";

/**
 * The lines in which a private key could stand somewhere: of either PEM, and the DER in base64. The first lines are left
 * out, as they hold the public modulus.
 */
export function linesOf(privateKeyDer: string): string[] {
    const key = createPrivateKey({ key: Buffer.from(privateKeyDer, "base64"), format: "der", type: "pkcs8" });
    const pems = (["pkcs8", "pkcs1"] as const).map((type) => key.export({ format: "pem", type }).toString());
    return [privateKeyDer, ...pems.flatMap((pem) => pem.trim().split("\n").slice(12, -2))];
}
