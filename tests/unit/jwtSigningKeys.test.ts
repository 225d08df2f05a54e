import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, createSign, createVerify } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput, JwtSigningKeys } from "../../components";
import { declaredBy, isSecretInput, only, testKeyPem, valueOf } from "./mocks";

describe("the signing keys", () => {
    let keys: JwtSigningKeys;
    let declared: Awaited<ReturnType<typeof declaredBy>>;
    before(async () => {
        declared = await declaredBy(() => {
            keys = new JwtSigningKeys("sso");
        });
    });

    it("come as the two DER files that OpenMetadata loads, and fit together", async () => {
        const privateKey = createPrivateKey({
            key: Buffer.from((await valueOf(keys.privateKeyDer)).value, "base64"),
            format: "der",
            type: "pkcs8",
        });
        const publicKey = createPublicKey({
            key: Buffer.from((await valueOf(keys.publicKeyDer)).value, "base64"),
            format: "der",
            type: "spki",
        });
        const signature = createSign("RSA-SHA256").update("token").sign(privateKey);
        ok(createVerify("RSA-SHA256").update("token").verify(publicKey, signature));
    });

    it("come as PEM and JWK with the same numbers", async () => {
        const fromPem = createPublicKey((await valueOf(keys.publicKeyPem)).value).export({ format: "jwk" });
        const { value: jwk } = await valueOf(keys.publicKeyJwk);
        deepEqual(jwk, { ...fromPem, use: "sig", alg: "RS256", kid: (await valueOf(keys.keyId)).value });
        equal(createPrivateKey((await valueOf(keys.privateKeyPem)).value).asymmetricKeyType, "rsa");
    });

    it("are secret where they are private, and only there", async () => {
        equal((await valueOf(keys.privateKeyDer)).secret, true);
        equal((await valueOf(keys.privateKeyPem)).secret, true);
        equal((await valueOf(keys.publicKeyDer)).secret, false);
        equal((await valueOf(keys.publicKeyPem)).secret, false);
        equal((await valueOf(keys.publicKeyJwk)).secret, false);
        equal((await valueOf(keys.keyId)).secret, false);
        ok(isSecretInput(only(declared, "pulumi:index:Stash").inputs["input"]));
    });

    it("have an id that goes with the key", () => {
        const { inputs } = only(declared, "random:index/randomUuid:RandomUuid");
        const der = createPublicKey(testKeyPem).export({ format: "der", type: "spki" });
        deepEqual(inputs["keepers"], { publicKey: createHash("sha256").update(der).digest("hex") });
    });

    for (const keySize of [2048, 3072, 4096]) {
        it(`can have ${keySize} bits`, async () => {
            const resources = await declaredBy(() => new JwtSigningKeys("sso", { keySize }));
            const { value } = only(resources, "pulumi:index:Stash").inputs["input"] as { value: string };
            equal(createPrivateKey(value).asymmetricKeyDetails?.modulusLength, keySize);
        }).timeout(60_000);
    }

    for (const keySize of [512, 1024, 2047, 2049, 8192]) {
        it(`cannot have ${keySize} bits`, () => {
            throws(() => new JwtSigningKeys("sso", { keySize }), InvalidInput);
        });
    }

    it("are not made in a preview", async () => {
        let previewed: JwtSigningKeys | undefined;
        const resources = await declaredBy(
            () => {
                previewed = new JwtSigningKeys("sso");
            },
            { preview: true },
        );
        ok(previewed);
        ok(!JSON.stringify(only(resources, "pulumi:index:Stash").inputs).includes("PRIVATE KEY"));
    });

    it("are a resource of the type that its package says", async () => {
        const type = await new Promise<string>((resolve) => keys.urn.apply(resolve));
        equal(type, "urn:pulumi:test::openmetadata-auth0::openmetadata-auth0:index:JwtSigningKeys::sso");
        ok(pulumi.ComponentResource.isInstance(keys));
    });
});
