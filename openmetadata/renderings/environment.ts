import { isMap, type ServerSettings, settingsIn, valueOf } from "../serverSettings";
import type { Secrets } from "../secrets";
import type { SettingValue } from "../settings";

/**
 * A value as OpenMetadata reads it from an environment variable, which it puts into its YAML as it stands: a list is a
 * YAML flow list, strings by name are a flow mapping. Its colons need the spaces behind them.
 */
export function environmentValue(value: SettingValue): string {
    if (isMap(value)) {
        const entries = Object.entries(value).map((entry) => entry.join(": "));
        return `{${entries.join(", ")}}`;
    }
    return typeof value === "object" ? `[${value.join(",")}]` : String(value);
}

/** OpenMetadata's environment variables, name to value, in the order of the settings; those that have none are left out. */
export function environmentOf(settings: ServerSettings, secrets: Secrets): Record<string, string> {
    return Object.fromEntries(
        settingsIn(settings, secrets).flatMap((setting) =>
            setting.environment === undefined
                ? []
                : [[setting.environment, environmentValue(valueOf(setting, secrets))]],
        ),
    );
}

/**
 * The lines of an environment file that bash, systemd, `docker run --env-file` and Docker Compose read alike. A value
 * with a space is quoted: `docker run` keeps the quotes, which are then those of a YAML string. Where it is a mapping, the
 * server takes no string for it, so that `docker run` needs it apart from the file.
 */
export function environmentFile(variables: Readonly<Record<string, string>>): string {
    return Object.entries(variables)
        .map(([name, value]) => `${name}=${value.includes(" ") ? `"${value}"` : value}\n`)
        .join("");
}
