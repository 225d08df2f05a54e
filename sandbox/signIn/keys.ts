import { createPrivateKey, hkdfSync, X509Certificate } from "node:crypto";
import type { JWK } from "oidc-provider";
import type { TenantRecord } from "../records";

/** The key that signs ID tokens, with all that Auth0 publishes of it. */
export function signingKey({ signingKey: key, signingCertificate }: TenantRecord, keyId: string): JWK {
    const certificate = new X509Certificate(signingCertificate);
    return {
        ...(createPrivateKey(key).export({ format: "jwk" }) as JWK),
        kid: keyId,
        use: "sig",
        alg: "RS256",
        x5c: [certificate.raw.toString("base64")],
    };
}

/** The key that signs cookies: the same at every start, so that sessions outlast one. */
export function cookieKey({ signingKey: key }: TenantRecord): Buffer {
    return Buffer.from(hkdfSync("sha256", key, "", "cookies", 32));
}
