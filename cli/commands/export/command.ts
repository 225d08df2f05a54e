import { resolve } from "node:path";
import type { ArgumentsCamelCase, CommandModule, InferredOptionTypes } from "yargs";
import { checkKubernetesName, defaultKubernetesSecretNames } from "../../../openmetadata/renderings/kubernetesSecrets";
import { endWith } from "../ending";
import { sandboxStack } from "../project";
import { openKeptStack } from "../stack";
import { UsageError } from "../usageError";
import { differences, writeExport } from "./exportFolder";
import { exportedFiles, formats } from "./formats";
import { stackExport } from "./stackExport";
import { summaryOf } from "./summary";

const options = {
    stack: { alias: "s", type: "string", default: sandboxStack, description: "Stack to take it from" },
    format: {
        alias: "f",
        choices: formats,
        demandOption: true,
        description:
            "env: environment file; compose: override; yaml: sections of openmetadata.yaml; helm: values; " +
            "ingestion: connection of the workflows",
    },
    out: { alias: "o", type: "string", description: "Folder to write to" },
    server: { type: "string", description: "Address of the server, where the stack has several" },
    stdout: {
        type: "string",
        description: "Print one file in place of writing all: the named one, or the first",
    },
    check: {
        type: "boolean",
        default: false,
        description: "Write nothing; exit with 1 where the folder is not up to date",
    },
    "existing-secrets": {
        type: "boolean",
        default: false,
        description: "Helm: the Kubernetes Secrets exist already; make no manifests",
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

type ExportArguments = InferredOptionTypes<typeof options>;

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
                ...(["oidc-secret", "jwt-keys-secret", "fernet-key-secret"] as const).flatMap((option) =>
                    checkKubernetesName(`--${option}`, argv[option]).map(
                        ({ key, wrong, write }) => `${key}: ${wrong}. ${write}`,
                    ),
                ),
            ];
            if (problems.length > 0) {
                throw new UsageError([...new Set(problems)].join("\n"));
            }
            return true;
        }),
    handler: runExport,
};

async function runExport(argv: ArgumentsCamelCase<ExportArguments>): Promise<void> {
    const stack = await openKeptStack(argv.stack);
    const outputs = await stack.readJson(["stack", "output", "--json", "--show-secrets", "--stack", argv.stack]);
    const from = stackExport(outputs as Record<string, unknown>, argv.server);
    const files = exportedFiles(argv.format, from, {
        names: { oidc: argv.oidcSecret, jwtKeys: argv.jwtKeysSecret, fernetKey: argv.fernetKeySecret },
        exist: argv.existingSecrets,
    });
    if (argv.out === undefined) {
        const file = argv.stdout === "" ? files[0] : files.find(({ path }) => path === argv.stdout);
        if (file === undefined) {
            throw new UsageError(
                `There is no ${argv.stdout ?? ""} in this format: choose ${files.map(({ path }) => path).join(", ")}.`,
            );
        }
        process.stdout.write(file.content);
        return;
    }
    const folder = resolve(argv.out);
    const of = { format: argv.format, server: from.server };
    if (argv.check) {
        const found = await differences(folder, of, files);
        if (found.length === 0) {
            console.log(`${argv.out} is up to date.`);
            return;
        }
        console.log(`${argv.out} is not up to date:`);
        for (const difference of found) {
            console.log(`  ${difference}`);
        }
        endWith(1, `${argv.out} is not up to date. Run the command again without --check to write it.`);
        return;
    }
    const written = await writeExport(folder, of, files);
    console.log(summaryOf({ folder: argv.out, written, files, from, ...of }));
}
