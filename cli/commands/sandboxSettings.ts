import { environmentFile, environmentOf } from "../../openmetadata/renderings/environment";
import type { ServerSettings } from "../../openmetadata/serverSettings";
import { storeSettings } from "../../sandbox/tryOut/storedSettings";
import { signInVariables } from "../../sandbox/tryOut/verdict";
import { callbackUrl } from "../../openmetadata/serverUrl";
import type { Outputs } from "./summary";

/** Tells the sandbox what OpenMetadata is deployed with, so that a trial on its page judges by that: the first server's settings. */
export function tellSandbox(state: string, { clientId, callbacks, settings = {} }: Outputs): void {
    const servers = settings as Record<string, ServerSettings>;
    const first = Object.keys(servers).find((url) => callbackUrl(url) === callbacks?.[0]);
    if (clientId === undefined || first === undefined) {
        return;
    }
    const variables = Object.entries(environmentOf(servers[first] ?? {}, {}));
    const ofSignIn = variables.filter(([name]) => signInVariables.includes(name));
    storeSettings(state, clientId, environmentFile(Object.fromEntries(ofSignIn)));
}
