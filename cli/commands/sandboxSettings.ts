import { environmentFile } from "../../openmetadata/renderings/environment";
import { readSettings, type ServerSettings } from "../../openmetadata/resolvedSettings";
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
    const resolved = readSettings(servers[first] ?? {}, {}).filter(({ environment }) =>
        signInVariables.includes(environment),
    );
    storeSettings(state, clientId, environmentFile(resolved, {}));
}
