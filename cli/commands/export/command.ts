import type { CommandModule, InferredOptionTypes } from "yargs";
import {
    checkKubernetesName,
    defaultKubernetesSecretNames,
    readSecretStore,
} from "../../../openmetadata/renderings/kubernetesSecrets";
import { lineOf } from "../../../openmetadata/problem";
import { UsageError } from "../usageError";
import { formats } from "./format";

const options = {
    stack: {
        alias: "s",
        type: "string",
        description:
            "Stack whose settings to export [default: the selected one in your own program, otherwise sandbox]",
    },
    format: {
        alias: "f",
        choices: formats,
        demandOption: true,
        description:
            "env: environment file; compose: override; yaml: sections of openmetadata.yaml; helm: values; " +
            "ingestion: connection of the workflows",
    },
    out: { alias: "o", type: "string", description: "Folder to write to" },
    server: { type: "string", description: "URL of the server, if the stack has several" },
    stdout: {
        type: "string",
        description: "Print one file instead of writing all: the named one, or the first",
    },
    check: {
        type: "boolean",
        default: false,
        description: "Write nothing; exit with 1 if the folder is not up to date",
    },
    "existing-secrets": {
        type: "boolean",
        default: false,
        description: "Helm: the Kubernetes Secrets already exist; write no manifests for them",
    },
    "external-secrets": {
        type: "string",
        description:
            "Helm: write ExternalSecrets for this SecretStore, or ClusterSecretStore/NAME, instead of the Secrets",
    },
    "oidc-secret": {
        type: "string",
        default: defaultKubernetesSecretNames.oidc,
        description: "Helm: Secret with client ID and client secret",
    },
    "jwt-keys-secret": {
        type: "string",
        default: defaultKubernetesSecretNames.jwtKeys,
        description: "Helm: Secret with the key files",
    },
    "fernet-key-secret": {
        type: "string",
        default: defaultKubernetesSecretNames.fernetKey,
        description: "Helm: Secret with the Fernet key",
    },
} as const;

/** What `export` is told. */
export type ExportArguments = InferredOptionTypes<typeof options>;

/** `export`: writes what OpenMetadata has to be told, in the form that its deployment takes. */
export const exportCommand: CommandModule<object, ExportArguments> = {
    command: "export",
    describe: "Write OpenMetadata's settings to files",
    builder: (yargs) =>
        yargs.options(options).check((argv) => {
            const problems = [
                ...((argv.out === undefined) === (argv.stdout === undefined)
                    ? ["Name the folder to write to with --out, or print with --stdout."]
                    : []),
                ...(argv.check && argv.out === undefined ? ["Name the folder to check with --out."] : []),
                ...externalSecretsProblems(argv),
                ...(["oidc-secret", "jwt-keys-secret", "fernet-key-secret"] as const).flatMap((option) =>
                    checkKubernetesName(`--${option}`, argv[option]).map(lineOf),
                ),
            ];
            if (problems.length > 0) {
                throw new UsageError([...new Set(problems)].join("\n"));
            }
            return true;
        }),
    handler: async (argv) => {
        const { runExport } = await import("./run.js");
        await runExport(argv);
    },
};

function externalSecretsProblems(argv: {
    readonly format: string;
    readonly "external-secrets": string | undefined;
    readonly "existing-secrets": boolean;
}): string[] {
    const store = argv["external-secrets"];
    return store === undefined
        ? []
        : [
              ...(readSecretStore(store) === undefined
                  ? ["--external-secrets: not a valid secret store. Write its name, or ClusterSecretStore/NAME."]
                  : []),
              ...(argv.format === "helm" ? [] : ["--external-secrets: only for --format helm. Leave it out."]),
              ...(argv["existing-secrets"]
                  ? ["--external-secrets: creates the Secrets that --existing-secrets expects. Leave one of them out."]
                  : []),
          ];
}
