import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { createPrivateKey, createPublicKey, createSign, createVerify, generateKeyPairSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput, JwtSigningKeys } from "../../components";
import { declaredBy, isSecretInput, only, valueOf } from "./mocks";

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

    it("are kept together with their id", () => {
        const { name, inputs } = only(declared, "pulumi:index:Stash");
        equal(name, "sso-initial");
        const { value } = inputs["input"] as { value: Record<string, string> };
        deepEqual(Object.keys(value).sort(), ["keyId", "privateKey"]);
    });

    describe("after a rotation", () => {
        let rotated: JwtSigningKeys;
        let resources: Awaited<ReturnType<typeof declaredBy>>;
        before(async () => {
            resources = await declaredBy(() => {
                rotated = new JwtSigningKeys("sso", { rotations: ["initial", "2027-01"] });
            });
        });

        it("are those of the last generation, and the public keys of the others are still there", async () => {
            const retired = (await valueOf(rotated.retiredKeys)).value;
            deepEqual(Object.keys(retired), ["initial"]);
            notEqual(retired["initial"]?.keyId, (await valueOf(rotated.keyId)).value);
            notEqual(retired["initial"]?.publicKeyPem, (await valueOf(rotated.publicKeyPem)).value);
            equal((await valueOf(rotated.retiredKeys)).secret, false);
        });

        it("are resources of each generation, none of which replaces another", () => {
            deepEqual(
                resources
                    .filter(({ type }) => type === "pulumi:index:Stash")
                    .map(({ name }) => name)
                    .sort(),
                ["sso-2027-01", "sso-initial"],
            );
        });
    });

    for (const rotations of [[], ["a", "a"], ["2027 01"], [""]]) {
        it(`cannot have the generations ${JSON.stringify(rotations)}`, () => {
            throws(() => new JwtSigningKeys("sso", { rotations }), InvalidInput);
        });
    }

    for (const keySize of [2048, 3072, 4096]) {
        it(`can have ${keySize} bits`, async () => {
            const resources = await declaredBy(() => new JwtSigningKeys("sso", { keySize }));
            const { value } = only(resources, "pulumi:index:Stash").inputs["input"] as {
                value: { privateKey: string };
            };
            equal(createPrivateKey(value.privateKey).asymmetricKeyDetails?.modulusLength, keySize);
        }).timeout(60_000);
    }

    for (const keySize of [512, 1024, 2047, 2049, 8192]) {
        it(`cannot have ${keySize} bits`, () => {
            throws(() => new JwtSigningKeys("sso", { keySize }), InvalidInput);
        });
    }

    describe("that somebody brings", () => {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
        const pkcs8 = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
        const forms = {
            "PKCS#8 PEM": pkcs8,
            "PKCS#1 PEM": privateKey.export({ format: "pem", type: "pkcs1" }).toString(),
            "PKCS#8 DER in base64": privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
            "PKCS#1 DER in base64": privateKey.export({ format: "der", type: "pkcs1" }).toString("base64"),
        };
        for (const [form, text] of Object.entries(forms)) {
            it(`come out as they went in, from ${form}`, async () => {
                let own: JwtSigningKeys | undefined;
                const resources = await declaredBy(() => {
                    own = new JwtSigningKeys("sso", { privateKey: text, keyId: "catalog-1" });
                });
                ok(own);
                deepEqual(await valueOf(own.privateKeyPem), { value: pkcs8, secret: true });
                deepEqual(await valueOf(own.keyId), { value: "catalog-1", secret: false });
                equal((await valueOf(own.publicKeyPem)).secret, false);
                ok(isSecretInput(only(resources, "pulumi:index:Stash").inputs["input"]));
            });
        }

        const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
        const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
        const wrong: [string, string, RegExp][] = [
            [
                "encrypted",
                privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
                /is encrypted/,
            ],
            ["too small", small.export({ format: "pem", type: "pkcs8" }).toString(), /has 1024 bits/],
            ["of another kind", curve.export({ format: "pem", type: "pkcs8" }).toString(), /is a key of type ec/],
            [
                "public",
                createPublicKey(privateKey).export({ format: "pem", type: "spki" }).toString(),
                /is not a valid private key/,
            ],
            ["no key at all", "c2VjcmV0IHRleHQ=", /is not a valid private key/],
        ];
        for (const [what, text, message] of wrong) {
            it(`are refused where they are ${what}, without showing them`, () => {
                throws(
                    () => new JwtSigningKeys("sso", { privateKey: text }),
                    (error) =>
                        error instanceof InvalidInput &&
                        message.test(error.message) &&
                        !error.message.includes(text.split("\n")[1] ?? text),
                );
            });
        }
    });

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
