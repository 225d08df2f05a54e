import { stackExport } from "../../cli/commands/export/stackExport";
import { environmentOf } from "../../openmetadata/renderings/environment";
import type { Deployment } from "../engine/deployment";

/** OpenMetadata's settings, by the names of its environment variables. */
export type Settings = Readonly<Record<string, string>>;

/** The settings of a server that `pulumi up` has exported. */
export async function exportedSettings(deployment: Deployment, serverUrl: string): Promise<Settings> {
    const { settings, secrets } = stackExport(await deployment.outputs<Record<string, unknown>>(), serverUrl);
    return environmentOf(settings, secrets);
}
