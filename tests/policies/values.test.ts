import { deepEqual, equal, match } from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { shipped } from "../../openmetadata/shipped";
import { adminPrincipal } from "../../policies/adminPrincipal";
import { keySize } from "../../policies/keySize";
import { principalDomain } from "../../policies/principalDomain";
import { secretsAreSecret } from "../../policies/secretsAreSecret";
import { shippedValues } from "../../policies/shippedValues";
import { sayings, secret, type Told, unknown } from "./asked";

/** The modulus of the public key that OpenMetadata ships. */
const shippedModulus =
    "2XTHbrS8uYv-THweGDgqRciCTZJIU0NuaPUQT43V7oQgj3EFptWyRd0Q6xZjsf6O8z2zWZd0qNQbMm7qIcnSkBetkJKsoqg1qjT-GEKP09GoRQLDpkl7ACgM" +
    "r6Mxge7uGmE15TFTOBUGJboI3byx-LSzg6rZXr5jdq_8IqP7_OaiRAsLDjefC85Db-N7IE-FsxeDWX8jlyh1bfP-cIOrh9rNZxsXJuc6lloZE0z9CIB0knh1" +
    "mLsFxQfU_KBgDdL_pLBwq9Kl5nS6veTiF7gplLsr61KOVRzyoyUbV7-TPb-lX4cGEjxaMb0MuCqioZwB_qxZU6c2ZisBgMu2pazPZQ";

/** Every form in which a private key stands somewhere. */
function formsOf(key: KeyObject): Record<string, string> {
    const pem = key.export({ format: "pem", type: "pkcs8" }).toString();
    return {
        pkcs8: pem,
        pkcs1: key.export({ format: "pem", type: "pkcs1" }).toString(),
        der: key.export({ format: "der", type: "pkcs8" }).toString("base64"),
        pkcs1Der: key.export({ format: "der", type: "pkcs1" }).toString("base64"),
        base64OfPem: Buffer.from(pem).toString("base64"),
        json: JSON.stringify({ key: pem }),
    };
}

function stash(input: unknown, outputs?: Record<string, unknown>): Told {
    return { type: "pulumi:index:Stash", name: "kept", inputs: { input }, ...(outputs && { outputs }) };
}

const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
const small = generateKeyPairSync("rsa", { modulusLength: 1024 });

describe("Policies for values", () => {
    it("openmetadata-key-size accepts keys of 2048 bits and other strings", async () => {
        deepEqual(await sayings(keySize, [stash({ ...formsOf(own.privateKey), text: "a".repeat(500) })]), []);
    });

    it("openmetadata-key-size rejects smaller keys in every format, private or public", async () => {
        const forms = {
            ...formsOf(small.privateKey),
            public: small.publicKey.export({ format: "pem", type: "spki" }),
            publicDer: small.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
        };
        deepEqual(
            (await sayings(keySize, [stash(secret(forms))])).map((saying) => /^input\.(\w+): /.exec(saying)?.[1]),
            Object.keys(forms).sort(),
        );
    });

    it("openmetadata-key-size rejects keys below minimumKeySize", async () => {
        const key = stash(secret(formsOf(own.privateKey)["pkcs8"]));
        const said = await sayings(keySize, [key], { config: { minimumKeySize: 3072 } });
        deepEqual(said, ["input: an RSA key of 2048 bits. Use one of 3072 or more."]);
    });

    it("openmetadata-no-shipped-values accepts an own key, key ID and issuer", async () => {
        const settings = { jwtissuer: "om.example.com", keyId: "0d5a3b5e-7e4c-4b0e-9d53-5e9c4f5d7f11" };
        const text = {
            principalDomain: "example.com",
            about: "open-metadata.org",
            key: formsOf(own.privateKey)["der"],
        };
        deepEqual(await sayings(shippedValues, [stash({ ...settings, ...text })]), []);
    });

    it("openmetadata-no-shipped-values rejects the default key", async () => {
        const key = createPublicKey({ key: { kty: "RSA", n: shippedModulus, e: "AQAB" }, format: "jwk" });
        const forms = {
            pem: key.export({ format: "pem", type: "spki" }),
            der: key.export({ format: "der", type: "spki" }).toString("base64"),
        };
        equal((await sayings(shippedValues, [stash(forms)])).length, 2);
    });

    it("openmetadata-no-shipped-values rejects the default key IDs, issuer and Fernet key", async () => {
        const wrong = [
            ...shipped.keyIds.map((keyId) => ({ jwtTokenConfiguration: { keyId } })),
            { jwtissuer: shipped.issuer },
            { JWT_ISSUER: shipped.issuer },
            { env: [{ name: "JWT_ISSUER", value: shipped.issuer }] },
            { FERNET_KEY: secret(shipped.fernetKey) },
        ];
        for (const value of wrong) {
            equal((await sayings(shippedValues, [stash(value)])).length, 1, JSON.stringify(value));
        }
    });

    it("openmetadata-no-shipped-values accepts the default Fernet key only after a new one", async () => {
        const [first, second] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64url") + "="];
        const lists: [string[], number][] = [
            [[first, shipped.fernetKey], 0],
            [[first, second, shipped.fernetKey], 0],
            [[shipped.fernetKey, first], 1],
            [[shipped.fernetKey, shipped.fernetKey], 1],
            [["a word", shipped.fernetKey], 1],
        ];
        for (const [keys, violations] of lists) {
            const list = keys.join(",");
            for (const text of [
                list,
                `FERNET_KEY=${list}\n`,
                Buffer.from(list).toString("base64"),
                encodeURIComponent(list),
            ]) {
                equal((await sayings(shippedValues, [stash({ FERNET_KEY: secret(text) })])).length, violations, text);
            }
        }
    });

    it("openmetadata-no-admin-principal rejects the account admin in every list format", async () => {
        const lists = [
            ["jane.doe"],
            "[jane.doe,john.roe]",
            ["jane.doe", "Admin"],
            "[admin,jane.doe]",
            "admin@example.com",
        ];
        const counts = [];
        for (const list of lists) {
            const [settings, environment] = [
                { adminPrincipals: list },
                [{ name: "AUTHORIZER_ADMIN_PRINCIPALS", value: list }],
            ];
            counts.push((await sayings(adminPrincipal, [stash(settings)])).length);
            counts.push((await sayings(adminPrincipal, [stash(environment)])).length);
        }
        deepEqual(counts, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    });

    it("openmetadata-principal-domain rejects unenforced domains outside singleDomainStacks", async () => {
        const forms = [
            { authorizerConfiguration: { enforcePrincipalDomain: false } },
            { AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "false" },
            { env: [{ name: "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN", value: "false" }] },
        ];
        const enforced = [
            { authorizerConfiguration: { enforcePrincipalDomain: true } },
            { AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "true" },
            { enforcePrincipalDomain: unknown },
        ];
        for (const form of forms) {
            const [said = ""] = await sayings(principalDomain, [stash(form)]);
            match(
                said,
                /the part before the @ of an admin's address is that admin\. Set enforcePrincipalDomain to true/,
            );
            deepEqual(await sayings(principalDomain, [stash(form)], { config: { singleDomainStacks: ["prod"] } }), []);
        }
        deepEqual(await sayings(principalDomain, [stash(enforced)]), []);
    });

    it("secrets-are-secret accepts a boolean that is named after a secret", async () => {
        deepEqual(await sayings(secretsAreSecret, [stash({ rotateClientSecret: true })]), []);
    });

    it("Outputs are checked too, and a value in inputs and outputs is reported once", async () => {
        const input = { adminPrincipals: ["admin"] };
        const said = await sayings(adminPrincipal, [stash(input, { input, settings: { adminPrincipals: ["admin"] } })]);
        deepEqual(
            said.map((saying) => saying.split(": ", 1)[0]),
            ["input.adminPrincipals[0]", "settings.adminPrincipals[0]"],
        );
    });
});

describe("Policy secrets-are-secret", () => {
    const clientSecret = "0123456789abcdef-of-a-client";

    it("secrets-are-secret accepts marked secrets, unknown values and public keys", async () => {
        const values = {
            whole: secret({ ...formsOf(own.privateKey), clientSecret }),
            clientSecret: secret(clientSecret),
            privateKey: unknown,
            publicKey: own.publicKey.export({ format: "pem", type: "spki" }),
            oidcConfiguration: {
                clientSecret: { secretRef: "oidc-secrets", secretKey: "openmetadata-oidc-client-secret" },
            },
        };
        deepEqual(await sayings(secretsAreSecret, [stash(values)]), []);
    });

    it("secrets-are-secret rejects plain-text private keys in every format without showing them", async () => {
        const forms = formsOf(own.privateKey);
        const said = await sayings(secretsAreSecret, [stash(forms)]);
        deepEqual(
            said.map((saying) => /^input\.(\w+): /.exec(saying)?.[1]),
            Object.keys(forms).sort(),
        );
        equal(said.join().includes(forms["der"]?.slice(100, 120) ?? ""), false);
    });

    it("secrets-are-secret recognises plain-text secrets by name without showing them", async () => {
        const values = { clientSecret, OIDC_CLIENT_SECRET: clientSecret, env: [{ name: "fernet-key", value: "x" }] };
        const said = await sayings(secretsAreSecret, [stash(values)]);
        equal(said.length, 3);
        equal(said.join().includes(clientSecret), false);
    });

    it("secrets-are-secret rejects a plain-text copy of a secret in another resource", async () => {
        const credentials = {
            type: "auth0:index/clientCredentials:ClientCredentials",
            name: "credentials",
            inputs: {},
            outputs: { clientSecret: secret(clientSecret) },
        };
        const said = await sayings(secretsAreSecret, [credentials, stash(`A=1\nB=${clientSecret}\n`)]);
        equal(said.length, 1);
        match(said.join(), /^input: holds in plain text what is a secret elsewhere/);
    });

    it("secrets-are-secret rejects a secret input that is a plain-text output", async () => {
        const said = await sayings(secretsAreSecret, [stash(secret({ clientSecret }), { input: { clientSecret } })]);
        equal(said.length, 1);
    });

    it("secrets-are-secret uses the names in secretNames", async () => {
        const config = { secretNames: ["token"] };
        const said = await sayings(secretsAreSecret, [stash({ BOT_TOKEN: "a-token", clientSecret })], { config });
        deepEqual(
            said.map((saying) => saying.split(": ", 1)[0]),
            ["input.BOT_TOKEN"],
        );
    });
});
