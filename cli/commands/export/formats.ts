import { composeOverride } from "../../../openmetadata/renderings/compose";
import { environmentFile, environmentOf } from "../../../openmetadata/renderings/environment";
import { helmValues } from "../../../openmetadata/renderings/helmValues";
import {
    externalSecretManifests,
    type KubernetesSecretNames,
    kubernetesSecrets,
    secretManifests,
    type SecretStore,
} from "../../../openmetadata/renderings/kubernetesSecrets";
import { serverYaml } from "../../../openmetadata/renderings/serverYaml";
import { yamlText } from "../yamlText";
import type { Format } from "./format";
import type { StackExport } from "./stackExport";

/** A file to write. */
export interface ExportedFile {
    /** Where it goes in the folder, with slashes. */
    readonly path: string;
    readonly content: Buffer;
    /** Whether there is a secret in it. */
    readonly secret: boolean;
    /** What it is, in a few words. */
    readonly what: string;
}

/** What the Helm format can be told about Kubernetes Secrets. */
export interface KubernetesOptions {
    readonly names: KubernetesSecretNames;
    /** Whether the Secrets exist already, so that no manifests of them are to be made. */
    readonly exist: boolean;
    /** Where the External Secrets Operator finds their values, so that references take their place. */
    readonly store?: SecretStore | undefined;
}

/** How each text begins that an export writes. */
export const header = "# Written by `openmetadata-auth0 export`. Change the stack and export again, not this file.\n";

/** File with the references to a secret store. */
export const externalSecretsFile = "external-secrets.yaml";

/** Folder of the key files, below the folder that is exported to. */
const keyFolder = "jwtkeys";

/** The files of a format; the first is the one that all others are there for. */
export function exportedFiles(format: Format, from: StackExport, kubernetes: KubernetesOptions): ExportedFile[] {
    switch (format) {
        case "env":
            return [environment(from), ...keyFiles(from)];
        case "compose":
            return [
                file(
                    "docker-compose.auth0.yml",
                    yamlFile(composeOverride(from.settings, from.secrets, `./${keyFolder}`)),
                    "override for the quickstart's docker-compose.yml",
                ),
                environment(from),
                ...keyFiles(from),
            ];
        case "yaml":
            return [
                file(
                    "openmetadata-auth0.yaml",
                    yamlFile(serverYaml(from.settings, from.secrets)),
                    "sections of openmetadata.yaml",
                    holdsSecret(from),
                ),
                ...keyFiles(from),
            ];
        case "helm":
            return [
                file(
                    "values.yaml",
                    yamlFile(helmValues(from.settings, from.secrets, kubernetes.names)),
                    "values for the Helm chart",
                ),
                ...(kubernetes.exist ? [] : [secretsFile(from, kubernetes)]),
            ];
        case "ingestion":
            return ingestionFiles(from);
    }
}

function ingestionFiles({ serverUrl, ingestion }: StackExport): ExportedFile[] {
    const bots = Object.entries(ingestion);
    if (bots.length === 0) {
        throw new Error(
            `The stack has no bot token for ${serverUrl}. Once that server is running, set \`openmetadata:token\` to the token of an ` +
                "admin and run `up`.",
        );
    }
    return bots.map(([bot, workflow]) =>
        file(`${bot}.yaml`, yamlFile(workflow), `workflowConfig for pipelines of ${bot}`, true),
    );
}

function environment(from: StackExport): ExportedFile {
    return file(
        "openmetadata.env",
        header + environmentFile(environmentOf(from.settings, from.secrets)),
        "environment of the server",
        holdsSecret(from),
    );
}

function keyFiles({ keys }: StackExport): ExportedFile[] {
    return [
        {
            path: `${keyFolder}/private_key.der`,
            content: Buffer.from(keys.privateKeyDer, "base64"),
            secret: true,
            what: "private key of OpenMetadata's tokens",
        },
        {
            path: `${keyFolder}/public_key.der`,
            content: Buffer.from(keys.publicKeyDer, "base64"),
            secret: false,
            what: "public key of OpenMetadata's tokens",
        },
    ];
}

function secretsFile(from: StackExport, { names, store }: KubernetesOptions): ExportedFile {
    const secrets = kubernetesSecrets(from.settings, from.secrets, from.keys, names);
    const text = (manifests: readonly object[]): string => header + manifests.map(yamlText).join("---\n");
    return store === undefined
        ? file("secrets.yaml", text(secretManifests(secrets)), "Kubernetes Secrets", true)
        : file(externalSecretsFile, text(externalSecretManifests(secrets, store)), "ExternalSecrets, which name them");
}

function holdsSecret({ secrets }: StackExport): boolean {
    return Object.keys(secrets).length > 0;
}

function yamlFile(value: unknown): string {
    return header + yamlText(value);
}

function file(path: string, text: string, what: string, secret = false): ExportedFile {
    return { path, content: Buffer.from(text), secret, what };
}
