import { environmentFile, environmentOf } from "../../openmetadata/renderings/environment";
import type { ServerSettings } from "../../openmetadata/serverSettings";
import { storeSettings } from "../../sandbox/tryOut/storedSettings";
import { signInVariables, teamsSetting } from "../../sandbox/tryOut/verdict";
import { firstServerUrl } from "./firstServerUrl";
import type { Outputs } from "./summary";

/** Tells the sandbox what OpenMetadata is deployed with, so that a trial on its page judges by that: the first server's settings. */
export function tellSandbox(state: string, outputs: Outputs): void {
    const { clientId, settings } = outputs;
    const first = firstServerUrl(outputs);
    if (clientId === undefined || first === undefined) {
        return;
    }
    const ofFirst = (settings as Record<string, ServerSettings>)[first] ?? {};
    const variables = Object.entries(environmentOf(ofFirst, {}));
    const ofSignIn = variables.filter(([name]) => signInVariables.includes(name));
    const teams = (ofFirst as { authenticationConfiguration?: Record<string, unknown> }).authenticationConfiguration?.[
        teamsSetting
    ];
    const ofTeams = typeof teams === "string" ? `${teamsSetting}=${teams}\n` : "";
    storeSettings(state, clientId, `${environmentFile(Object.fromEntries(ofSignIn))}${ofTeams}`);
}
