import type { Deployment } from "../engine/deployment";

/** OpenMetadata's settings, by the names of its environment variables. */
export type Settings = Readonly<Record<string, string>>;

/** The settings of a server that `pulumi up` has exported. */
export async function exportedSettings(deployment: Deployment, serverUrl: string): Promise<Settings> {
    const { environments } = await deployment.outputs<{ environments: Record<string, Settings> }>();
    const settings = environments[serverUrl];
    if (settings === undefined) {
        throw new Error(`The stack exports no settings for ${serverUrl}.`);
    }
    return settings;
}
