import { type Deployment, type SettingValue, resolveSettings } from "./settings";

/**
 * A value as OpenMetadata reads it from an environment variable, which it puts into its YAML as it stands: a list is a
 * YAML flow list.
 */
function environmentValue(value: SettingValue): string {
    return typeof value === "object" ? `[${value.join(",")}]` : String(value);
}

/** OpenMetadata's environment variables for a server, name to value, in the order of the settings. */
export function environmentOf(deployment: Deployment): Record<string, string> {
    return Object.fromEntries(
        resolveSettings(deployment).map(({ environment, value }) => [environment, environmentValue(value)]),
    );
}
