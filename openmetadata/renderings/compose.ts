import { type GivenSecrets, type ServerSettings, settingsIn } from "../serverSettings";
import { keyFolderOf } from "./keyFolder";

/** The services of OpenMetadata's quickstart that read its settings: the migration of the database, and the server. */
const services = ["execute-migrate-all", "openmetadata-server"] as const;

/** A Docker Compose file that goes over another. */
export interface ComposeOverride {
    readonly services: Readonly<
        Record<string, { readonly environment: Record<string, string>; readonly volumes: readonly object[] }>
    >;
}

/**
 * The override for OpenMetadata's Docker Compose quickstart. The quickstart hands a fixed list of variables on to its
 * services, with OpenMetadata's defaults; here each variable is handed on to both, and Compose stops where one is not
 * set. The values come from the environment file, so that no secret stands here.
 *
 * @param keys - Folder of the key files, relative to that of the quickstart's Compose file.
 */
export function composeOverride(settings: ServerSettings, secrets: GivenSecrets, keys: string): ComposeOverride {
    const environment = Object.fromEntries(
        // A setting that is empty on purpose is set all the same.
        settingsIn(settings, secrets).flatMap(({ environment: name, ...setting }) =>
            name === undefined
                ? []
                : [
                      [
                          name,
                          `\${${name}${"value" in setting && setting.value === "" ? "" : ":"}?is not set: pass --env-file}`,
                      ],
                  ],
        ),
    );
    const volumes = [{ type: "bind", source: keys, target: keyFolderOf(settings), read_only: true }];
    return { services: Object.fromEntries(services.map((service) => [service, { environment, volumes }])) };
}
