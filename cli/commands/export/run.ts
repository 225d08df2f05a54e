import { resolve } from "node:path";
import type { ArgumentsCamelCase } from "yargs";
import { readSecretStore } from "../../../openmetadata/renderings/kubernetesSecrets";
import { chosenStack } from "../chosenStack";
import { endWith } from "../ending";
import { openKeptStack } from "../stack";
import { UsageError } from "../usageError";
import type { ExportArguments } from "./command";
import { differences, writeExport } from "./exportFolder";
import { exportedFiles } from "./formats";
import { stackExport } from "./stackExport";
import { summaryOf } from "./summary";

/** Writes the files, prints one, or says which are not up to date. */
export async function runExport(argv: ArgumentsCamelCase<ExportArguments>): Promise<void> {
    const name = await chosenStack(argv.stack);
    const stack = await openKeptStack(name);
    const outputs = await stack.readJson(["stack", "output", "--json", "--show-secrets", "--stack", name]);
    const from = stackExport(outputs as Record<string, unknown>, argv.server);
    const files = exportedFiles(argv.format, from, {
        names: { oidc: argv.oidcSecret, jwtKeys: argv.jwtKeysSecret, fernetKey: argv.fernetKeySecret },
        exist: argv.existingSecrets,
        store: argv.externalSecrets === undefined ? undefined : readSecretStore(argv.externalSecrets),
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
    const of = { format: argv.format, server: from.serverUrl };
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
