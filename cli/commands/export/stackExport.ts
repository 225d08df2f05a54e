import { parsedUrl } from "../../../openmetadata/parsedUrl";
import { checkKeyPair } from "../../../openmetadata/jwtKey";
import type { ServerSettings } from "../../../openmetadata/serverSettings";
import type { KeyFiles } from "../../../openmetadata/renderings/kubernetesSecrets";
import type { IngestionWorkflow } from "../../../openmetadata/ingestion";
import { at } from "../../../openmetadata/tree";
import type { Secrets } from "../../../openmetadata/secrets";
import { normalServerUrl } from "../../../openmetadata/serverUrl";
import { checkKeyId } from "../../../openmetadata/shipped";
import { UsageError } from "../usageError";

/** All that is written for one OpenMetadata server. */
export interface StackExport {
    /** URL of the server. */
    readonly serverUrl: string;
    readonly settings: ServerSettings;
    readonly secrets: Secrets;
    readonly keys: KeyFiles;
    /** What ingestion is told about the server, by bot; empty where the stack has no token for the server. */
    readonly ingestion: Readonly<Record<string, IngestionWorkflow>>;
}

/** The outputs that a stack has, by name. */
type Outputs = Readonly<Record<string, unknown>>;

/**
 * Takes what one server needs out of a stack's outputs.
 *
 * @param outputs - The outputs, secrets in plain text.
 * @param serverUrl - URL of the server; needed where the stack has several.
 * @throws Error that says what is missing, and what to do.
 */
export function stackExport(outputs: Outputs, serverUrl: string | undefined): StackExport {
    const missing = ["settings", "privateKeyDer", "publicKeyDer"].filter((name) => outputs[name] === undefined);
    if (missing.length > 0) {
        throw new Error(
            `The stack has no output ${missing.join(", ")}: run \`up\` first; a program of your own has to export ` +
                "`stackOutputs` of its SingleSignOn.",
        );
    }
    const settings = outputs["settings"] as Record<string, ServerSettings>;
    const chosenUrl = chosen(Object.keys(settings), serverUrl);
    const secrets: Secrets = {
        ...(typeof outputs["clientSecret"] === "string" && { clientSecret: outputs["clientSecret"] }),
        ...(typeof outputs["fernetKey"] === "string" && { fernetKey: outputs["fernetKey"] }),
    };
    const keys = { privateKeyDer: String(outputs["privateKeyDer"]), publicKeyDer: String(outputs["publicKeyDer"]) };
    const kept = settings[chosenUrl] ?? {};
    const keyId = at(kept, "jwtTokenConfiguration.keyId");
    refuseKeys(keys, typeof keyId === "string" ? keyId : "");
    return {
        serverUrl: chosenUrl,
        settings: kept,
        secrets,
        keys,
        ingestion: (outputs["ingestion"] as Record<string, StackExport["ingestion"]> | undefined)?.[chosenUrl] ?? {},
    };
}

/** Refuses keys with which a server would not start, or would refuse every bot. */
function refuseKeys(keys: KeyFiles, keyId: string): void {
    const problems = [...checkKeyPair(keys), ...checkKeyId("settings: jwtTokenConfiguration.keyId", keyId)];
    if (problems.length > 0) {
        throw new Error(
            "With these outputs of the stack the server would not start, or would refuse its bots. Nothing is written:\n" +
                `${problems.map(({ key, wrong }) => `  ${key} ${wrong}.`).join("\n")}\n` +
                "Run `up`, then export again; a program of your own has to export `stackOutputs` of its SingleSignOn.",
        );
    }
}

function chosen(serverUrls: readonly string[], serverUrl: string | undefined): string {
    const [only] = serverUrls;
    if (serverUrl === undefined && serverUrls.length === 1 && only !== undefined) {
        return only;
    }
    const wanted =
        serverUrl !== undefined && parsedUrl(serverUrl) !== undefined ? normalServerUrl(serverUrl) : serverUrl;
    const found = serverUrls.find((url) => url === wanted);
    if (found === undefined) {
        throw new UsageError(
            serverUrl === undefined
                ? `The stack has several servers. Choose one with --server: ${serverUrls.join(", ")}.`
                : `The stack has no server ${serverUrl}. Choose one with --server: ${serverUrls.join(", ")}.`,
        );
    }
    return found;
}
