import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type JwtKeyForms, jwtKeyForms, normalisePrivateKey } from "../openmetadata/jwtKey";
import { firstKeyRotation } from "../openmetadata/keyRotations";
import { checkPublicKey } from "../openmetadata/shipped";
import { InputChecks } from "./input";
import { refuse } from "./invalidInput";
import { newPrivateKey } from "./newPrivateKey";
import { checkOptions } from "./options/check";
import { keyOptions, namesOf, options } from "./options/table";
import { isPending } from "./pulumiInternals/output";

/** Which key signs OpenMetadata's tokens; each argument has a default. */
export interface SigningKeyArgs {
    /**
     * Private key to use: RSA, 2048 bits or more, not encrypted, as PEM or as base64 of DER. Stored as a secret, wrapped or
     * not, for the rotation in use; to use a different key, name a new rotation. Default: a key is generated.
     */
    privateKey?: pulumi.Input<string>;
    /**
     * Key ID to use, with a private key that already has one: tokens signed with it stay valid. Default: a random UUID.
     */
    keyId?: pulumi.Input<string>;
    /**
     * Size of a generated key, in bits: 2048, 3072 or 4096. Default: 2048. A change takes effect at the next rotation.
     */
    keySize?: number;
}

/** Arguments of {@link JwtSigningKeys}. */
export interface JwtSigningKeysArgs extends SigningKeyArgs {
    /**
     * Names of the key's rotations, oldest first, such as `["initial", "2027-01"]`. The last one is in use. A new name at the
     * end creates a new key with a new key ID, and every token that OpenMetadata has issued stops working: bot tokens and
     * users' personal access tokens. The public keys of earlier rotations stay in the state as long as they are named.
     * Default: `["initial"]`.
     */
    rotations?: string[];
    /** Whether the key in use is protected from deletion. Default: `true`. */
    protect?: boolean;
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

/** A key that is no longer used for signing. */
export interface RetiredKey {
    /** Key id. */
    keyId: string;
    /** Public key, X.509 SubjectPublicKeyInfo PEM. */
    publicKeyPem: string;
}

/**
 * The RSA key pair with which an OpenMetadata server signs its own tokens: those of its bots, personal access tokens
 * and, from version 2.0 on, users' sessions.
 *
 * Key and key ID are created once and stored in the stack's state, encrypted by its secrets provider. Only {@link
 * JwtSigningKeysArgs.rotations} replaces them.
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
    /** Key ID, a UUID unless it was set: new with each new key, and only then. */
    public readonly keyId: pulumi.Output<string>;
    /** The keys of earlier rotations, by the name of the rotation. */
    public readonly retiredKeys: pulumi.Output<Record<string, RetiredKey>>;

    /**
     * @param name - Logical name; the resources below it are named after it and the rotation.
     * @param args - What to generate.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`, before anything is declared.
     */
    constructor(name: string, args: JwtSigningKeysArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:JwtSigningKeys", name, {}, opts);
        const keySize = args.keySize ?? options.keySize.default;
        const rotations = args.rotations ?? options.keyRotations.default;
        const checks = new InputChecks(args);
        const { privateKey, keyId } = checkOptions(
            checks,
            { ...args, keyRotations: args.rotations },
            namesOf(keyOptions),
            (option) => (option === "keyRotations" ? "rotations" : option),
        );
        checks.finish();
        const given: GivenKey = {
            privateKey: privateKey === undefined ? undefined : pulumi.output(privateKey),
            keyId: keyId === undefined ? undefined : pulumi.output(keyId),
        };

        const current = rotations[rotations.length - 1] ?? firstKeyRotation;
        const kept = keptKey(`${name}-${current}`, keySize, given, {
            parent: this,
            protect: args.protect ?? options.protect.default,
        });
        const inUse = refuseOtherKey(kept, given);
        const privateForms = inUse.apply(({ privateKey }) => jwtKeyForms(privateKey));
        const publicForms = publicPart(inUse);

        this.privateKeyDer = pulumi.secret(privateForms.privateKeyDer);
        this.privateKeyPem = pulumi.secret(privateForms.privateKeyPem);
        this.publicKeyDer = publicForms.publicKeyDer;
        this.publicKeyPem = publicForms.publicKeyPem;
        this.keyId = publicForms.keyId;
        this.publicKeyJwk = publicForms.apply(({ modulus, exponent, keyId }) => ({
            kty: "RSA",
            use: "sig",
            alg: "RS256",
            kid: keyId,
            n: modulus,
            e: exponent,
        }));
        this.retiredKeys = pulumi
            .all(
                rotations.slice(0, -1).map((rotation) => {
                    const retired = keptKey(`${name}-${rotation}`, keySize, {}, { parent: this, protect: false });
                    return publicPart(retired).apply(({ keyId, publicKeyPem }) => ({ rotation, keyId, publicKeyPem }));
                }),
            )
            .apply((keys) => Object.fromEntries(keys.map(({ rotation, ...key }) => [rotation, key])));

        if (rotations.length > 1) {
            void warnOfRotation(kept, current, this);
        }
        publicForms.keySize.apply((bits) => {
            if (given.privateKey === undefined && bits !== keySize) {
                void pulumi.log.warn(
                    `The key has ${bits} bits. A keySize of ${keySize} takes effect at the next rotation: name a new one.`,
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
            retiredKeys: this.retiredKeys,
        });
    }
}

/** A key of the user's own. */
interface GivenKey {
    readonly privateKey?: pulumi.Output<string> | undefined;
    readonly keyId?: pulumi.Output<string> | undefined;
}

/** One rotation of the key, as it is stored. */
interface KeptKey {
    /** PKCS#8 PEM. */
    readonly privateKey: string;
    readonly keyId: string;
}

/** The key of a rotation with its ID, created or imported once and stored from then on; a secret. */
function keptKey(
    name: string,
    keySize: number,
    given: GivenKey,
    opts: { readonly parent: pulumi.Resource; readonly protect: boolean },
): pulumi.Output<KeptKey> {
    const id = given.keyId ?? new random.RandomUuid(name, {}, { parent: opts.parent }).result;
    const stash = new pulumi.Stash(
        name,
        {
            input: pulumi.secret({
                privateKey: given.privateKey?.apply(normalisePrivateKey) ?? generate(keySize),
                keyId: id,
            }),
        },
        // A run generates a key in case none is stored yet; where one is, the new one is no change.
        { ...opts, ignoreChanges: ["input"] },
    );
    return pulumi.secret(stash.output as pulumi.Output<KeptKey>);
}

/** Refuses a given key that is not the stored one: it would be ignored silently. */
function refuseOtherKey(kept: pulumi.Output<KeptKey>, given: GivenKey): pulumi.Output<KeptKey> {
    return pulumi.all([kept, given.privateKey, given.keyId]).apply(([key, privateKey, keyId]) => {
        const other = (argument: string): { key: string; wrong: string; write: string } => ({
            key: argument,
            wrong: "does not match the key stored in this stack",
            write: "Name a new rotation to use a different key, or remove it to keep the stored one.",
        });
        refuse([
            ...(privateKey !== undefined && normalisePrivateKey(privateKey) !== key.privateKey
                ? [other("privateKey")]
                : []),
            ...(keyId !== undefined && keyId !== key.keyId ? [other("keyId")] : []),
        ]);
        return key;
    });
}

type PublicForms = Omit<JwtKeyForms, "privateKeyDer" | "privateKeyPem"> & { readonly keyId: string };

/** What may be shown of a key pair; refuses OpenMetadata's default pair. */
function publicPart(kept: pulumi.Output<KeptKey>): pulumi.Output<PublicForms> {
    return pulumi.unsecret(
        kept.apply(({ privateKey, keyId }) => {
            const { privateKeyDer: _der, privateKeyPem: _pem, ...forms } = jwtKeyForms(privateKey);
            refuse(checkPublicKey("privateKey", Buffer.from(forms.publicKeyDer, "base64")));
            return { ...forms, keyId };
        }),
    );
}

/** Says in a preview what a new rotation breaks, and what to do about it. */
async function warnOfRotation(
    kept: pulumi.Output<unknown>,
    rotation: string,
    resource: pulumi.Resource,
): Promise<void> {
    if (await isPending(kept)) {
        await pulumi.log.warn(
            `The rotation ${JSON.stringify(rotation)} creates a new signing key. As soon as an OpenMetadata server has it, the ` +
                "token of every bot and every personal access token stops working, and from 2.0 on everyone signs in again. " +
                "After `up`: give each server its new settings and key files (export) and restart it, run `up` again with a new " +
                "token of an admin, which renews the tokens of all bots, and two minutes later redeploy the ingestion pipelines, " +
                "and have users create new personal access tokens.",
            resource,
        );
    }
}

/**
 * A new RSA private key in PKCS#8 PEM. A preview makes none: the key that it showed would not be the one that is made.
 */
function generate(keySize: number): pulumi.Input<string> {
    if (pulumi.runtime.isDryRun()) {
        return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    }
    return newPrivateKey(keySize);
}
