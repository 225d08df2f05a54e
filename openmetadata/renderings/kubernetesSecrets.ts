import { isString } from "../portable";
import type { Problem } from "../problem";
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
    return [
        {
            key,
            wrong: `${JSON.stringify(name)} is not a name of a Kubernetes Secret that can be written without quotes`,
            write: "Write lower case letters, digits, hyphens and dots, such as openmetadata-jwt-keys; not a number, a date or a word such as null.",
        },
    ];
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
