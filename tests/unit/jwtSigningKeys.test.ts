import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { createPrivateKey, createPublicKey, createSign, createVerify, generateKeyPairSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput, JwtSigningKeys } from "../../components";
import { declaredBy, isSecretInput, only, valueOf } from "./mocks";

describe("JwtSigningKeys", () => {
    let keys: JwtSigningKeys;
    let declared: Awaited<ReturnType<typeof declaredBy>>;
    before(async () => {
        declared = await declaredBy(() => {
            keys = new JwtSigningKeys("sso");
        });
    });

    it("The private and the public DER file are a matching key pair", async () => {
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

    it("The PEM and JWK outputs are the same key", async () => {
        const fromPem = createPublicKey((await valueOf(keys.publicKeyPem)).value).export({ format: "jwk" });
        const { value: jwk } = await valueOf(keys.publicKeyJwk);
        deepEqual(jwk, { ...fromPem, use: "sig", alg: "RS256", kid: (await valueOf(keys.keyId)).value });
        equal(createPrivateKey((await valueOf(keys.privateKeyPem)).value).asymmetricKeyType, "rsa");
    });

    it("Only the private key outputs are secret", async () => {
        equal((await valueOf(keys.privateKeyDer)).secret, true);
        equal((await valueOf(keys.privateKeyPem)).secret, true);
        equal((await valueOf(keys.publicKeyDer)).secret, false);
        equal((await valueOf(keys.publicKeyPem)).secret, false);
        equal((await valueOf(keys.publicKeyJwk)).secret, false);
        equal((await valueOf(keys.keyId)).secret, false);
        ok(isSecretInput(only(declared, "pulumi:index:Stash").inputs["input"]));
    });

    it("The private key and its key ID are stored in one Stash", () => {
        const { name, inputs } = only(declared, "pulumi:index:Stash");
        equal(name, "sso-initial");
        const { value } = inputs["input"] as { value: Record<string, string> };
        deepEqual(Object.keys(value).sort(), ["keyId", "privateKey"]);
    });

    describe("JwtSigningKeys after a rotation", () => {
        let rotated: JwtSigningKeys;
        let resources: Awaited<ReturnType<typeof declaredBy>>;
        before(async () => {
            resources = await declaredBy(() => {
                rotated = new JwtSigningKeys("sso", { rotations: ["initial", "2027-01"] });
            });
        });

        it("The last rotation is the signing key, and earlier public keys are still available", async () => {
            const retired = (await valueOf(rotated.retiredKeys)).value;
            deepEqual(Object.keys(retired), ["initial"]);
            notEqual(retired["initial"]?.keyId, (await valueOf(rotated.keyId)).value);
            notEqual(retired["initial"]?.publicKeyPem, (await valueOf(rotated.publicKeyPem)).value);
            equal((await valueOf(rotated.retiredKeys)).secret, false);
        });

        it("Each rotation has its own Stash, and none replaces another", () => {
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
        it(`The key rotations ${JSON.stringify(rotations)} are refused`, () => {
            throws(() => new JwtSigningKeys("sso", { rotations }), InvalidInput);
        });
    }

    for (const keySize of [2048, 3072, 4096]) {
        it(`A signing key can have ${keySize} bits`, async () => {
            const resources = await declaredBy(() => new JwtSigningKeys("sso", { keySize }));
            const { value } = only(resources, "pulumi:index:Stash").inputs["input"] as {
                value: { privateKey: string };
            };
            equal(createPrivateKey(value.privateKey).asymmetricKeyDetails?.modulusLength, keySize);
        });
    }

    for (const keySize of [512, 1024, 2047, 2049, 8192]) {
        it(`A signing key cannot have ${keySize} bits`, () => {
            throws(() => new JwtSigningKeys("sso", { keySize }), InvalidInput);
        });
    }

    describe("JwtSigningKeys with an existing private key", () => {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
        const pkcs8 = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
        const forms = {
            "PKCS#8 PEM": pkcs8,
            "PKCS#1 PEM": privateKey.export({ format: "pem", type: "pkcs1" }).toString(),
            "PEM in one line": pkcs8.trim().replaceAll("\n", " "),
            "PEM in one line, PKCS#1": privateKey
                .export({ format: "pem", type: "pkcs1" })
                .toString()
                .replaceAll("\n", ""),
            "indented PEM": pkcs8.replaceAll(/^/gm, "  "),
            "PEM with blank lines": pkcs8.replaceAll("\n", "\n\n"),
            "PEM with text before it": `Bag Attributes\n    friendlyName: openmetadata\n${pkcs8}`,
            "PKCS#8 DER in base64": privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
            "PKCS#1 DER in base64": privateKey.export({ format: "der", type: "pkcs1" }).toString("base64"),
        };
        for (const [form, text] of Object.entries(forms)) {
            it(`An existing key in ${form} comes out as PKCS#8 PEM`, async () => {
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
                "an encrypted key",
                privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
                /is encrypted/,
            ],
            ["a key of 1024 bits", small.export({ format: "pem", type: "pkcs8" }).toString(), /has 1024 bits/],
            ["an elliptic curve key", curve.export({ format: "pem", type: "pkcs8" }).toString(), /is a key of type ec/],
            [
                "a public key",
                createPublicKey(privateKey).export({ format: "pem", type: "spki" }).toString(),
                /is not a valid private key/,
            ],
            ["a string that is not a key", "c2VjcmV0IHRleHQ=", /is not a valid private key/],
        ];
        for (const [what, text, message] of wrong) {
            it(`JwtSigningKeys refuses ${what} without quoting it`, () => {
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

    it("A preview does not generate a private key", async () => {
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

    it("JwtSigningKeys is a component with the type of the package", async () => {
        const type = await new Promise<string>((resolve) => keys.urn.apply(resolve));
        equal(type, "urn:pulumi:test::openmetadata-auth0::openmetadata-auth0:index:JwtSigningKeys::sso");
        ok(pulumi.ComponentResource.isInstance(keys));
    });
});
