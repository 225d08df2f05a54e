import { isString } from "../portable";
import { type Problem, problemAt } from "../problem";
import { type ServerSettings, settingsIn, valueOf } from "../serverSettings";
import type { Secrets } from "../secrets";
import type { KubernetesSecretName } from "../settings";
import { environmentValue } from "./environment";

/** What the Kubernetes Secrets are called. */
export type KubernetesSecretNames = Readonly<Record<KubernetesSecretName, string>>;

/** What they are called where nothing is said: as the chart and OpenMetadata's documentation have it. */
export const defaultKubernetesSecretNames: KubernetesSecretNames = {
    oidc: "oidc-secrets",
    jwtKeys: "openmetadata-jwt-keys",
    fernetKey: "openmetadata-fernet-key",
};

/** Checks names of Kubernetes Secrets. */
export function checkKubernetesNames(key: string, names: Readonly<Record<string, string | undefined>>): Problem[] {
    return Object.entries(names).flatMap(([secret, name]) =>
        name === undefined ? [] : checkKubernetesName(`${key}.${secret}`, name),
    );
}

/** Checks the name of a Kubernetes Secret: a DNS subdomain (RFC 1123). */
export function checkKubernetesName(key: string, name: string): Problem[] {
    if (
        /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name) &&
        // The chart writes it into its manifests without quotes.
        isString(name) &&
        !/^\d+$/.test(name)
    ) {
        return [];
    }
    return problemAt(
        key,
        `${JSON.stringify(name)} is not a valid Kubernetes Secret name, or needs quotes in YAML`,
        "Write lower case letters, digits, hyphens and dots, such as openmetadata-jwt-keys; not a number, a date or a word such as null.",
    );
}

/** The key pair as OpenMetadata reads it from files. */
export interface KeyFiles {
    /** Content of `private_key.der`, base64. Secret. */
    readonly privateKeyDer: string;
    /** Content of `public_key.der`, base64. */
    readonly publicKeyDer: string;
}

/** The `data` of Kubernetes Secrets, by the Secret's name: base64, once. */
export type KubernetesSecrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The Kubernetes Secrets that the Helm values name. */
export function kubernetesSecrets(
    settings: ServerSettings,
    secrets: Secrets,
    { privateKeyDer, publicKeyDer }: KeyFiles,
    names: KubernetesSecretNames,
): KubernetesSecrets {
    const data: Record<string, Record<string, string>> = {
        [names.jwtKeys]: { "private_key.der": privateKeyDer, "public_key.der": publicKeyDer },
    };
    for (const setting of settingsIn(settings, secrets)) {
        if (typeof setting.helm === "object") {
            const value = environmentValue(valueOf(setting, secrets));
            (data[names[setting.helm.secret]] ??= {})[setting.helm.key] = Buffer.from(value).toString("base64");
        }
    }
    return data;
}

/** A Secret as `kubectl apply` takes it. */
export interface SecretManifest {
    readonly apiVersion: "v1";
    readonly kind: "Secret";
    readonly metadata: { readonly name: string };
    readonly type: "Opaque";
    readonly data: Readonly<Record<string, string>>;
}

/** The Secrets as `kubectl apply` takes them. */
export function secretManifests(secrets: KubernetesSecrets): SecretManifest[] {
    return Object.entries(secrets).map(([name, data]) => ({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name },
        type: "Opaque",
        data,
    }));
}

/** Where the External Secrets Operator finds the values of Secrets. */
export interface SecretStore {
    readonly kind: "SecretStore" | "ClusterSecretStore";
    readonly name: string;
}

/** What makes the External Secrets Operator create a Secret. No value of it is in it. */
export interface ExternalSecretManifest {
    readonly apiVersion: "external-secrets.io/v1";
    readonly kind: "ExternalSecret";
    readonly metadata: { readonly name: string };
    readonly spec: {
        readonly secretStoreRef: SecretStore;
        readonly target: { readonly name: string };
        readonly data: readonly {
            readonly secretKey: string;
            readonly remoteRef: {
                readonly key: string;
                readonly property: string;
                readonly decodingStrategy: "Base64";
            };
        }[];
    };
}

/**
 * References to a secret store in place of the Secrets: of each Secret the store has an entry of the same name, with the
 * Secret's `data` as it is, base64. The key files are binary, and a store keeps text.
 */
export function externalSecretManifests(secrets: KubernetesSecrets, store: SecretStore): ExternalSecretManifest[] {
    return Object.entries(secrets).map(([name, data]) => ({
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name },
        spec: {
            secretStoreRef: store,
            target: { name },
            data: Object.keys(data).map((key) => ({
                secretKey: key,
                remoteRef: { key: name, property: key, decodingStrategy: "Base64" },
            })),
        },
    }));
}

/** Reads a secret store: its name, with its kind before it where that is not `SecretStore`; undefined where it is not one. */
export function readSecretStore(text: string): SecretStore | undefined {
    const [, kind = "SecretStore", name = ""] = /^(?:(SecretStore|ClusterSecretStore)\/)?([^/]*)$/.exec(text) ?? [];
    return checkKubernetesName("", name).length > 0 ? undefined : { kind: kind as SecretStore["kind"], name };
}
