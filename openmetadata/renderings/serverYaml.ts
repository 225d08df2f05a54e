import { type ServerSettings, settingsIn, valueOf } from "../serverSettings";
import type { Secrets } from "../secrets";
import { put } from "../tree";

/** The sections of `openmetadata.yaml`, nested, with every value in its own type. A server ends at a field that it does not know. */
export function serverYaml(settings: ServerSettings, secrets: Secrets): ServerSettings {
    const sections: ServerSettings = {};
    for (const setting of settingsIn(settings, secrets).filter(({ environmentOnly }) => !environmentOnly)) {
        put(sections, setting.key, valueOf(setting, secrets));
    }
    return sections;
}
