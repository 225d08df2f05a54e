import { StateFolder } from "../stateFolder";

const file = "openMetadataSettings.json";

/** Environment variables of OpenMetadata, one `NAME=value` a line, by the client ID of the application. No secret is in them. */
export type StoredSettings = Readonly<Record<string, string>>;

/** Stores what OpenMetadata is deployed with, for the trials of an application to go by. */
export function storeSettings(state: string, clientId: string, environment: string): void {
    const folder = new StateFolder(state);
    folder.write(file, JSON.stringify({ ...storedSettings(folder), [clientId]: environment }));
}

/** What is stored; nothing where no stack was deployed. */
export function storedSettings(folder: StateFolder): StoredSettings {
    const text = folder.read(file);
    return text === undefined ? {} : (JSON.parse(text) as StoredSettings);
}
