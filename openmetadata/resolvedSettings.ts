import type { Deployment } from "./deployment";
import { isPortable, isPortableEntry } from "./portable";
import type { SecretName, Secrets } from "./secrets";
import { settings, type SettingName, type SettingValue } from "./settings";
import { at, put, type Tree } from "./tree";
import { compareVersions } from "./version";

/** A setting of one server, with its value, or with the name of the secret that it holds. */
export type ResolvedSetting = SettingName & {
    /**
     * Whether it is for the environment alone, as not every known version has it and none is named: a server ends at a
     * field in its YAML that it does not know, and passes over an environment variable.
     */
    readonly environmentOnly?: true;
} & ({ readonly value: SettingValue } | { readonly secret: SecretName });

/**
 * The settings of one server but for secrets, nested and named as in `openmetadata.yaml`; those for the environment alone
 * are in a section `environment`, by variable. From them and from the secrets every rendering can be made again.
 */
export type ServerSettings = Tree<SettingValue>;

/** The settings that a server needs, in the order of the table. */
export function resolveSettings(deployment: Deployment): ResolvedSetting[] {
    return settings.flatMap((setting): ResolvedSetting[] => {
        if (!isNeeded(deployment.targetVersion, setting)) {
            return [];
        }
        if ("secret" in setting) {
            return deployment.secrets.includes(setting.secret) ? [setting] : [];
        }
        const { flow, value: valueFor, ...name } = setting;
        const value = flow === undefined || flow === deployment.applicationType ? valueFor(deployment) : undefined;
        const environmentOnly = deployment.targetVersion === undefined && setting.since !== undefined;
        return value === undefined ? [] : [{ ...name, ...(environmentOnly && { environmentOnly }), value }];
    });
}

/** The settings but for secrets, as they are kept. */
export function serverSettings(resolved: readonly ResolvedSetting[]): ServerSettings {
    const kept: ServerSettings = {};
    for (const setting of resolved) {
        if ("value" in setting) {
            put(kept, setting.environmentOnly ? environmentPath(setting) : setting.key, setting.value);
        }
    }
    return kept;
}

/** The settings of a server from what was kept of them, with the secrets that there are, in the order of the table. */
export function readSettings(kept: ServerSettings, secrets: Secrets): ResolvedSetting[] {
    return settings.flatMap((setting): ResolvedSetting[] => {
        if ("secret" in setting) {
            return secrets[setting.secret] === undefined ? [] : [setting];
        }
        const { flow: _flow, value: _value, ...name } = setting;
        const value = at(kept, setting.key);
        if (value !== undefined) {
            return [{ ...name, value }];
        }
        const ofEnvironment = at(kept, environmentPath(setting));
        return ofEnvironment === undefined ? [] : [{ ...name, environmentOnly: true, value: ofEnvironment }];
    });
}

/**
 * The value of a setting, or that of the secret that it holds, as every rendering takes it.
 *
 * @throws Error where a reader of the renderings would make something else of the value. It is not in the message.
 */
export function valueOf(setting: ResolvedSetting, secrets: Secrets): SettingValue {
    const value = "value" in setting ? setting.value : secrets[setting.secret];
    if (value === undefined) {
        throw new Error(`The value of ${setting.environment} is missing.`);
    }
    // The options are checked where they are given; nothing gets by here that no check has thought of.
    if (!isRead(value)) {
        throw new Error(
            `The value of ${setting.environment} has a character or a form that shells, Docker, Kubernetes and YAML do not ` +
                "all read alike. Change the option that it is made of.",
        );
    }
    return value;
}

/** Whether a value is read as it is; one that is left empty is. */
function isRead(value: SettingValue): boolean {
    if (typeof value === "string") {
        return value === "" || isPortable(value);
    }
    return typeof value !== "object" || value.every(isPortableEntry);
}

/** Where a setting for the environment alone is kept. */
function environmentPath({ environment }: SettingName): string {
    return `environment.${environment}`;
}

/** Whether a version has a setting and needs it. Any may be meant by one that is not named. */
function isNeeded(version: string | undefined, { since, until }: SettingName): boolean {
    return (
        version === undefined ||
        ((since === undefined || compareVersions(version, since) >= 0) &&
            (until === undefined || compareVersions(version, until) < 0))
    );
}
