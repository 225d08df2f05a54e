import { deepEqual, equal } from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { checkIssuer, checkKeyId, checkPublicKey } from "../../openmetadata/shipped";

/** The modulus of the public key that OpenMetadata ships. */
const shippedModulus =
    "2XTHbrS8uYv-THweGDgqRciCTZJIU0NuaPUQT43V7oQgj3EFptWyRd0Q6xZjsf6O8z2zWZd0qNQbMm7qIcnSkBetkJKsoqg1qjT-GEKP09GoRQLDpkl7ACgM" +
    "r6Mxge7uGmE15TFTOBUGJboI3byx-LSzg6rZXr5jdq_8IqP7_OaiRAsLDjefC85Db-N7IE-FsxeDWX8jlyh1bfP-cIOrh9rNZxsXJuc6lloZE0z9CIB0knh1" +
    "mLsFxQfU_KBgDdL_pLBwq9Kl5nS6veTiF7gplLsr61KOVRzyoyUbV7-TPb-lX4cGEjxaMb0MuCqioZwB_qxZU6c2ZisBgMu2pazPZQ";

describe("OpenMetadata's default key, key ID and issuer", () => {
    it("OpenMetadata's default public key is refused, and any other key is valid", () => {
        const shipped = createPublicKey({ key: { kty: "RSA", n: shippedModulus, e: "AQAB" }, format: "jwk" });
        const own = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
        const refused = [shipped, own].map((key) => checkPublicKey("key", key.export({ format: "der", type: "spki" })));
        deepEqual(
            refused.map((problems) => problems.length),
            [1, 0],
        );
    });

    it("The default key ID and the documentation's sample are refused", () => {
        equal(checkKeyId("keyId", "Gb389a-9f76-gdjs-a92j-0242bk94356").length, 1);
        equal(checkKeyId("keyId", "C8EC220C-be7d-4e47-97c7-098bf6a57ce1").length, 1);
        equal(checkKeyId("keyId", "0d5a3b5e-7e4c-4b0e-9d53-5e9c4f5d7f11").length, 0);
    });

    it("The default issuer, and one with a line break, are refused", () => {
        equal(checkIssuer("issuer", "open-metadata.org").length, 1);
        equal(checkIssuer("issuer", "om.example.com\nX=1").length, 1);
        equal(checkIssuer("issuer", "https://om.example.com:8585").length, 0);
    });
});
