import { type GivenSecrets, isMap, type ServerSettings, settingsIn, valueOf } from "../serverSettings";
import type { SettingValue } from "../settings";
import { put, type Tree } from "../tree";
import { environmentValue } from "./environment";
import { keyFolderOf } from "./keyFolder";
import type { KubernetesSecretNames } from "./kubernetesSecrets";

/** Values for OpenMetadata's Helm chart. No secret is in them: they name the Kubernetes Secrets that hold those. */
export interface HelmValues {
    /** What the chart has values for. */
    readonly openmetadata: {
        /** The settings by the chart's names. */
        readonly config: Tree<SettingValue>;
    };
    /** What the chart has none for: variables of the server and of the migration. */
    readonly extraEnvs: readonly { readonly name: string; readonly value: string }[];
    /** The key files, from their Secret. */
    readonly extraVolumes: readonly { readonly name: string; readonly secret: { readonly secretName: string } }[];
    /** Where the key files are mounted. */
    readonly extraVolumeMounts: readonly {
        readonly name: string;
        readonly mountPath: string;
        readonly readOnly: boolean;
    }[];
}

const keyVolume = "openmetadata-jwt-keys";

/**
 * The values for the Helm chart, in the form of chart 1.13: numbers are text there, and the OpenID Connect settings of a
 * confidential client count only where they are enabled.
 */
export function helmValues(settings: ServerSettings, secrets: GivenSecrets, names: KubernetesSecretNames): HelmValues {
    const config: Tree<SettingValue> = {};
    const extraEnvs: { name: string; value: string }[] = [];
    const all = settingsIn(settings, secrets);
    for (const setting of all) {
        const { helm } = setting;
        if (typeof helm === "object") {
            put(config, `${helm.reference}.secretRef`, names[helm.secret]);
            put(config, `${helm.reference}.secretKey`, helm.key);
        } else if ("value" in setting) {
            const value = valueOf(setting, {});
            if (helm === undefined && setting.environment !== undefined) {
                extraEnvs.push({ name: setting.environment, value: environmentValue(value) });
            } else if (helm !== undefined) {
                // Strings by name are one string there: the chart hands it on as a variable.
                const isString = typeof value === "number" || isMap(value);
                put(config, helm, isString ? environmentValue(value) : value);
            }
        }
    }
    if (all.some(({ environment }) => environment === "OIDC_CLIENT_ID")) {
        put(config, "authentication.oidcConfiguration.enabled", true);
    }
    return {
        openmetadata: { config },
        extraEnvs,
        extraVolumes: [{ name: keyVolume, secret: { secretName: names.jwtKeys } }],
        extraVolumeMounts: [{ name: keyVolume, mountPath: keyFolderOf(settings), readOnly: true }],
    };
}
