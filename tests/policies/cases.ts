import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { shipped } from "../../openmetadata/shipped";
import type { Told } from "./asked";

/** Something that must not be deployed, and the policy that stops it. */
export interface Case {
    readonly what: string;
    readonly stoppedBy: string;
    readonly resources: readonly Told[];
}

/** A value that is a secret, in a case; each test marks it as it has to. */
export interface SecretValue {
    readonly secretValue: unknown;
}

const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = own.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const der = own.privateKey.export({ format: "der", type: "pkcs8" });
const jwk = own.privateKey.export({ format: "jwk" });
const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
const shippedKey = createPublicKey({
    key: {
        kty: "RSA",
        e: "AQAB",
        n:
            "2XTHbrS8uYv-THweGDgqRciCTZJIU0NuaPUQT43V7oQgj3EFptWyRd0Q6xZjsf6O8z2zWZd0qNQbMm7qIcnSkBetkJKsoqg1qjT-GEKP09GoRQLDpkl7ACgMr6M" +
            "xge7uGmE15TFTOBUGJboI3byx-LSzg6rZXr5jdq_8IqP7_OaiRAsLDjefC85Db-N7IE-FsxeDWX8jlyh1bfP-cIOrh9rNZxsXJuc6lloZE0z9CIB0knh1mLsFxQ" +
            "fU_KBgDdL_pLBwq9Kl5nS6veTiF7gplLsr61KOVRzyoyUbV7-TPb-lX4cGEjxaMb0MuCqioZwB_qxZU6c2ZisBgMu2pazPZQ",
    },
    format: "jwk",
});
const shippedDer = shippedKey.export({ format: "der", type: "spki" });
const clientSecret = "0123456789abcdef-of-a-client";

/** A token as OpenMetadata issues it to a bot; its signature is none. */
const botToken = ['{"alg":"RS256"}', '{"sub":"ingestion-bot","tokenType":"BOT","isBot":true}', "signature"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");

/** A client as it has to be, with changes. */
export function client(changes: Record<string, unknown>, name = "client"): Told {
    const inputs = {
        appType: "regular_web",
        callbacks: ["https://om.example.com/callback"],
        grantTypes: ["authorization_code", "refresh_token"],
        jwtConfiguration: { alg: "RS256" },
        oidcConformant: true,
        refreshToken: {
            rotationType: "rotating",
            expirationType: "expiring",
            leeway: 0,
            tokenLifetime: 2592000,
            idleTokenLifetime: 1296000,
        },
        ...changes,
    };
    return { type: "auth0:index/client:Client", name, inputs, protect: true };
}

function stash(input: unknown, more: Partial<Told> = {}): Told {
    return { type: "pulumi:index:Stash", name: "stash", inputs: { input }, protect: true, ...more };
}

function secret(secretValue: unknown): SecretValue {
    return { secretValue };
}

function credentials(inputs: Record<string, unknown>, from?: Told): Told {
    return {
        type: "auth0:index/clientCredentials:ClientCredentials",
        name: "credentials",
        inputs: { clientId: "an-id-of-another-program", ...inputs },
        ...(from && { from: { clientId: from } }),
    };
}

function grant(audience: string, scopes: readonly string[]): Told {
    return {
        type: "auth0:index/clientGrant:ClientGrant",
        name: "grant",
        inputs: { clientId: "an-id", audience, scopes },
    };
}

const spa = client({ appType: "spa" });
const web = client({});

const values: readonly [what: string, stoppedBy: string, input: unknown][] = [
    ["a private key as a JSON Web Key", "secrets-are-secret", { key: jwk }],
    ["a private key in a JSON Web Key Set", "secrets-are-secret", { keys: JSON.stringify({ keys: [jwk] }) }],
    ["a private key in base64 (DER)", "secrets-are-secret", { key: der.toString("base64") }],
    ["a private key in base64url (DER)", "secrets-are-secret", { key: der.toString("base64url") }],
    ["a private key in hex (DER)", "secrets-are-secret", { key: der.toString("hex") }],
    ["a private key in base64 (PEM)", "secrets-are-secret", { key: Buffer.from(pem).toString("base64") }],
    [
        "a private key encoded twice in base64, as in a Kubernetes Secret",
        "secrets-are-secret",
        { data: { key: Buffer.from(der.toString("base64")).toString("base64") } },
    ],
    [
        "a private key inside a longer string",
        "secrets-are-secret",
        { file: `A=1\nKEY=${der.toString("base64")}\nB=2\n` },
    ],
    [
        "a client secret under OpenMetadata's name for it",
        "secrets-are-secret",
        { oidcConfiguration: { secret: clientSecret } },
    ],
    [
        "a client secret in environment variables",
        "secrets-are-secret",
        { env: [{ name: "OIDC_CLIENT_SECRET", value: clientSecret }] },
    ],
    ["a bot token under OpenMetadata's name for it", "secrets-are-secret", { securityConfig: { jwtToken: "a-token" } }],
    ["a bot token inside a longer string", "secrets-are-secret", { text: `export X=${botToken}` }],
    ["a Fernet key", "secrets-are-secret", { FERNET_KEY: Buffer.alloc(32, 1).toString("base64") }],
    ["a small key as a JSON Web Key", "openmetadata-key-size", { key: small.export({ format: "jwk" }) }],
    [
        "a small key in hex",
        "openmetadata-key-size",
        { key: small.export({ format: "der", type: "spki" }).toString("hex") },
    ],
    [
        "the default key as a JSON Web Key",
        "openmetadata-no-shipped-values",
        { key: shippedKey.export({ format: "jwk" }) },
    ],
    ["the default key in base64url", "openmetadata-no-shipped-values", { key: shippedDer.toString("base64url") }],
    ["the default key in hex", "openmetadata-no-shipped-values", { key: shippedDer.toString("hex") }],
    [
        "the default key inside a longer string",
        "openmetadata-no-shipped-values",
        { file: `x: 1\nkey: ${shippedDer.toString("base64")}\n` },
    ],
    ["the default key ID", "openmetadata-no-shipped-values", { keyId: shipped.keyIds[0] }],
    [
        "the default key ID in base64",
        "openmetadata-no-shipped-values",
        { data: { keyId: Buffer.from(shipped.keyIds[0]).toString("base64") } },
    ],
    ["the default issuer", "openmetadata-no-shipped-values", { JWT_ISSUER: shipped.issuer }],
    ["the default principal domain", "openmetadata-no-shipped-values", { principalDomain: shipped.principalDomain }],
    [
        "the default principal domain in environment variables",
        "openmetadata-no-shipped-values",
        { env: [{ name: "AUTHORIZER_PRINCIPAL_DOMAIN", value: shipped.principalDomain }] },
    ],
    ["the default Fernet key", "openmetadata-no-shipped-values", secret({ fernetKey: shipped.fernetKey })],
    [
        "the default Fernet key in base64url",
        "openmetadata-no-shipped-values",
        secret({ fernetKey: shipped.fernetKey.replaceAll("/", "_") }),
    ],
    [
        "the default Fernet key in base64",
        "openmetadata-no-shipped-values",
        secret({ fernetKey: Buffer.from(shipped.fernetKey).toString("base64") }),
    ],
    ["the default admin as an admin principal", "openmetadata-no-admin-principal", { adminPrincipals: ["admin"] }],
];

const clients: readonly [what: string, stoppedBy: string, changes: Record<string, unknown>][] = [
    [
        "refresh tokens with a lifetime of decades",
        "auth0-refresh-token-expiry",
        { refreshToken: { rotationType: "rotating", expirationType: "expiring", tokenLifetime: 1_576_800_000 } },
    ],
    [
        "refresh tokens with an idle lifetime of decades",
        "auth0-refresh-token-expiry",
        { refreshToken: { rotationType: "rotating", expirationType: "expiring", idleTokenLifetime: 1_576_800_000 } },
    ],
    ["a client with oidcConformant: false", "auth0-client-oidc-conformant", { oidcConformant: false }],
    ["a client without oidcConformant", "auth0-client-oidc-conformant", { oidcConformant: undefined }],
    ["cross-origin authentication", "auth0-client-no-cross-origin-authentication", { crossOriginAuth: true }],
    ["a callback with a wildcard", "auth0-client-https-urls", { callbacks: ["https://*.example.com/callback"] }],
    ["the grant type implicit", "auth0-client-grants", { grantTypes: ["implicit"] }],
    ["ID tokens signed with HS256", "auth0-client-rs256", { jwtConfiguration: { alg: "HS256" } }],
];

const keys: Told = { type: "openmetadata-auth0:index:JwtSigningKeys", name: "keys" };
const protectedNote = stash("a note", { name: "note", parent: keys });

/** All cases; each is right but for one thing. */
export const cases: readonly Case[] = [
    ...values.map(([what, stoppedBy, input]) => ({ what, stoppedBy, resources: [stash(input)] })),
    ...clients.map(([what, stoppedBy, changes]) => ({ what, stoppedBy, resources: [client(changes)] })),
    {
        what: "a grant to the Management API",
        stoppedBy: "auth0-no-management-api-grant",
        resources: [grant("https://example.eu.auth0.com/api/v2/", ["read:users"])],
    },
    {
        what: "a SPA with a client secret",
        stoppedBy: "auth0-public-client-no-secret",
        resources: [spa, credentials({ authenticationMethod: "client_secret_post" }, spa)],
    },
    {
        what: "a Web client with the authentication method none",
        stoppedBy: "auth0-confidential-client-authenticates",
        resources: [web, credentials({ authenticationMethod: "none" }, web)],
    },
    {
        what: "an unknown client with the authentication method none",
        stoppedBy: "auth0-confidential-client-authenticates",
        resources: [credentials({ authenticationMethod: "none" })],
    },
    {
        what: "an unprotected client of a stack called sandbox on a remote tenant",
        stoppedBy: "protected-client-and-key",
        resources: [{ ...client({}), protect: false }],
    },
    {
        what: "an unprotected key beside another Stash",
        stoppedBy: "protected-client-and-key",
        resources: [
            keys,
            protectedNote,
            stash(secret({ privateKey: pem }), { name: "key", parent: keys, protect: false }),
        ],
    },
];
