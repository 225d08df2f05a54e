import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { pki } from "node-forge";
import { checkPrivateKey, type JwtKeyForms, jwtKeyForms, normalisePrivateKey } from "../openmetadata/jwtKey";
import { checkKeySize, defaultKeySize } from "../openmetadata/keySize";
import { checkPublicKey } from "../openmetadata/shipped";
import { InputChecks } from "./input";
import { refuse } from "./invalidInput";

/** Arguments of {@link JwtSigningKeys}. */
export interface JwtSigningKeysArgs {
    /**
     * A private key to use: RSA, 2048 bits or more, not encrypted, as PEM or as base64 of DER. It is kept as a secret,
     * wrapped or not. With it, a stack that was lost with its state is made again with the same key. Default: a key is
     * generated.
     */
    privateKey?: pulumi.Input<string>;
    /**
     * Size of a key that is generated, in bits: 2048, 3072 or 4096. Default: 2048. Another size takes effect with the
     * next rotation, and not before.
     */
    keySize?: number;
    /**
     * Names the generation of the key, such as `2027-01`. A new name makes a new key with a new key id, and with that
     * every token which OpenMetadata has issued stops working: those of bots, and people's personal access tokens.
     * Default: `initial`.
     */
    rotation?: pulumi.Input<string>;
}

/** The public key as a JSON Web Key (RFC 7517), as OpenMetadata publishes it. */
export interface JsonWebKey {
    /** Key type: `RSA`. */
    kty: string;
    /** Use: `sig`, for signatures. */
    use: string;
    /** Algorithm: `RS256`. */
    alg: string;
    /** Key id. */
    kid: string;
    /** Modulus, base64url. */
    n: string;
    /** Exponent, base64url. */
    e: string;
}

/**
 * The RSA key pair with which an OpenMetadata server signs its own tokens: those of its bots, personal access tokens
 * and, from version 2.0 on, people's sessions.
 *
 * The key is made once and kept in the stack's state, encrypted by its secrets provider. Whoever has the state has the
 * same key; nothing but {@link JwtSigningKeysArgs.rotation} replaces it.
 */
export class JwtSigningKeys extends pulumi.ComponentResource {
    /** Private key, unencrypted PKCS#8 DER, base64: the content of `private_key.der`. Secret. */
    public readonly privateKeyDer: pulumi.Output<string>;
    /** Private key, unencrypted PKCS#8 PEM. Secret. */
    public readonly privateKeyPem: pulumi.Output<string>;
    /** Public key, X.509 SubjectPublicKeyInfo DER, base64: the content of `public_key.der`. */
    public readonly publicKeyDer: pulumi.Output<string>;
    /** Public key, X.509 SubjectPublicKeyInfo PEM. */
    public readonly publicKeyPem: pulumi.Output<string>;
    /** Public key as a JSON Web Key. */
    public readonly publicKeyJwk: pulumi.Output<JsonWebKey>;
    /** Key id, a UUID: new with each new key, and only then. */
    public readonly keyId: pulumi.Output<string>;

    /**
     * @param name - Logical name; the resources below it are named after it.
     * @param args - What to generate.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`, before anything is declared.
     */
    constructor(name: string, args: JwtSigningKeysArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:JwtSigningKeys", name, {}, opts);
        const keySize = args.keySize ?? defaultKeySize;
        const checks = new InputChecks();
        checks.add(checkKeySize("keySize", keySize));
        const own =
            args.privateKey === undefined
                ? undefined
                : checks.input(args.privateKey, (value) => checkPrivateKey("privateKey", value));
        checks.finish();

        const privateKey =
            own === undefined
                ? generatedKey(name, keySize, args.rotation ?? "initial", this)
                : pulumi.secret(own).apply(normalisePrivateKey);
        const forms = privateKey.apply(jwtKeyForms);
        const publicForms = pulumi.unsecret(forms.apply(publicPart));

        const id = new random.RandomUuid(name, { keepers: { publicKey: publicForms.fingerprint } }, { parent: this });

        this.privateKeyDer = pulumi.secret(forms.privateKeyDer);
        this.privateKeyPem = pulumi.secret(forms.privateKeyPem);
        this.publicKeyDer = publicForms.publicKeyDer;
        this.publicKeyPem = publicForms.publicKeyPem;
        this.keyId = id.result;
        this.publicKeyJwk = pulumi.all([publicForms, this.keyId]).apply(([{ modulus, exponent }, kid]) => ({
            kty: "RSA",
            use: "sig",
            alg: "RS256",
            kid,
            n: modulus,
            e: exponent,
        }));

        publicForms.keySize.apply((bits) => {
            if (own === undefined && bits !== keySize) {
                void pulumi.log.warn(
                    `The key has ${bits} bits. A keySize of ${keySize} takes effect with the next rotation: set a new name for it.`,
                    this,
                );
            }
        });

        this.registerOutputs({
            privateKeyDer: this.privateKeyDer,
            privateKeyPem: this.privateKeyPem,
            publicKeyDer: this.publicKeyDer,
            publicKeyPem: this.publicKeyPem,
            publicKeyJwk: this.publicKeyJwk,
            keyId: this.keyId,
        });
    }
}

type PublicForms = Omit<JwtKeyForms, "privateKeyDer" | "privateKeyPem">;

/** What may be shown of a key pair; refuses the pair that OpenMetadata ships. */
function publicPart({ publicKeyDer, publicKeyPem, modulus, exponent, keySize, fingerprint }: JwtKeyForms): PublicForms {
    refuse(checkPublicKey("privateKey", Buffer.from(publicKeyDer, "base64")));
    return { publicKeyDer, publicKeyPem, modulus, exponent, keySize, fingerprint };
}

/** The key that was generated once, PKCS#8 PEM, as a secret. */
function generatedKey(
    name: string,
    keySize: number,
    rotation: pulumi.Input<string>,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const stash = new pulumi.Stash(
        name,
        { input: pulumi.secret(generate(keySize)) },
        {
            parent,
            // A run generates a key in case none is kept yet; where one is, the new one is no change.
            ignoreChanges: ["input"],
            replacementTrigger: rotation,
        },
    );
    return stash.output as pulumi.Output<string>;
}

/**
 * A new RSA private key in PKCS#8 PEM. A preview makes none: the key that it showed would not be the one that is made.
 */
function generate(keySize: number): pulumi.Input<string> {
    if (pulumi.runtime.isDryRun()) {
        return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    }
    return new Promise((resolve, reject) => {
        pki.rsa.generateKeyPair({ bits: keySize }, (error: Error | null, pair) => {
            if (error) {
                reject(error);
            } else {
                resolve(pki.privateKeyInfoToPem(pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(pair.privateKey))));
            }
        });
    });
}
