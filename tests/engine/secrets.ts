import { deepEqual, ok } from "node:assert/strict";
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

/** Fails where a secret stands in a text, in any of its shapes, and says which and where. */
export function nowhere(
    secrets: Readonly<Record<string, readonly string[]>>,
    texts: readonly (readonly [name: string, text: string])[],
): void {
    ok(texts.length > 0);
    const found = Object.entries(secrets).flatMap(([secret, shapes]) => {
        ok(shapes.length > 0 && shapes.every((shape) => shape.length > 20), `${secret} is not known`);
        return texts
            .filter(([, text]) => shapes.some((shape) => text.includes(shape)))
            .map(([name]) => `${secret} stands in ${name}`);
    });
    deepEqual(found, []);
}
