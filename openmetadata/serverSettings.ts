import type { Deployment } from "./deployment";
import { isPortable, isPortableEntry } from "./portable";
import type { SecretName, Secrets } from "./secrets";
import { type SettingMap, settings, type SettingName, type SettingValue } from "./settings";
import { at, put, type Tree } from "./tree";
import { compareVersions } from "./version";

/**
 * The settings of one server but for secrets, nested and named as in `openmetadata.yaml`; those for the environment alone
 * are in a section `environment`, by variable: a server ends at a field in its YAML that it does not know, and passes over
 * an environment variable. With the secrets, every rendering is made of them.
 */
export type ServerSettings = Tree<SettingValue>;

/** One of them, with its value, or with the name of the secret that it holds. */
export type ServerSetting = SettingName & {
    /** Whether it is for the environment alone, as not every known version has it and none is named. */
    readonly environmentOnly?: true;
} & ({ readonly value: SettingValue } | { readonly secret: SecretName });

/** Which secrets there are: those that are not `undefined`. */
export type GivenSecrets = Readonly<Partial<Record<SecretName, unknown>>>;

/** The settings that a server needs. */
export function serverSettings(deployment: Deployment): ServerSettings {
    const { applicationType, targetVersion } = deployment;
    const tree: ServerSettings = {};
    for (const setting of settings.filter((one) => isNeeded(targetVersion, one))) {
        if (!("secret" in setting) && (setting.flow ?? applicationType) === applicationType) {
            const value = setting.value(deployment);
            const environmentOnly =
                targetVersion === undefined && setting.since !== undefined && setting.environment !== undefined;
            if (value !== undefined) {
                put(tree, environmentOnly ? environmentPath(setting) : setting.key, value);
            }
        }
    }
    return tree;
}

/** The settings of a server one by one, in the order of the table, with the secrets that there are. */
export function settingsIn(tree: ServerSettings, secrets: GivenSecrets): ServerSetting[] {
    return settings.flatMap((setting): ServerSetting[] => {
        if ("secret" in setting) {
            return secrets[setting.secret] === undefined ? [] : [setting];
        }
        const { flow: _flow, value: _value, ...name } = setting;
        const value = at(tree, setting.key);
        if (value !== undefined) {
            return [{ ...name, value }];
        }
        const ofEnvironment = setting.environment === undefined ? undefined : at(tree, environmentPath(setting));
        return ofEnvironment === undefined ? [] : [{ ...name, environmentOnly: true, value: ofEnvironment }];
    });
}

/**
 * The value of a setting, or that of the secret that it holds, as every rendering takes it.
 *
 * @throws Error where a reader of the renderings would make something else of the value. It is not in the message.
 */
export function valueOf(setting: ServerSetting, secrets: Secrets): SettingValue {
    const value = "value" in setting ? setting.value : secrets[setting.secret];
    if (value === undefined) {
        throw new Error(`The value of ${setting.key} is missing.`);
    }
    // The options are checked where they are given; nothing gets by here that no check has thought of.
    if (!isRead(value)) {
        throw new Error(
            `The value of ${setting.key} has a character or a form that shells, Docker, Kubernetes and YAML do not ` +
                "all read the same way. Change the option that it comes from.",
        );
    }
    return value;
}

/** Whether a value is read as it is; one that is left empty is. */
function isRead(value: SettingValue): boolean {
    if (typeof value === "string") {
        return value === "" || isPortable(value);
    }
    if (isMap(value)) {
        return Object.entries(value).every((entry) =>
            entry.every((text) => isPortableEntry(text) && !text.includes(":")),
        );
    }
    return typeof value !== "object" || value.every(isPortableEntry);
}

/** Whether a value is strings by name. */
export function isMap(value: unknown): value is SettingMap {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The settings that no environment variable carries, and so no form of deployment that is made of variables. */
export function settingsWithoutVariable(tree: ServerSettings): string[] {
    return settingsIn(tree, {})
        .filter(({ environment }) => environment === undefined)
        .map(({ key }) => key);
}

/** Where a setting for the environment alone is stored. */
function environmentPath({ environment = "" }: SettingName): string {
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
