import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { packageSchema } from "../../plugins/components/schemaGenerator/packageSchema";
import { withOptionsTable } from "./configurationPage";
import { withOptions } from "./pulumiYaml";

/** The files that are made from the sources in part, by what they contain now. */
const inPart: Readonly<Record<string, (now: string) => string>> = {
    "Pulumi.yaml": withOptions,
    "docs/configuration.md": withOptionsTable,
};

/** The files that are made from the sources, as a whole or in part, with what they have to contain. */
export async function generatedFiles(folder: string): Promise<Readonly<Record<string, string>>> {
    const made = Object.entries(inPart).map(async ([path, make]) => {
        const filepath = join(folder, path);
        const style = await resolveConfig(filepath);
        return [path, await format(make(await readFile(filepath, "utf8")), { ...style, filepath })] as const;
    });
    return {
        ...Object.fromEntries(await Promise.all(made)),
        "plugins/components/schema.json": `${JSON.stringify(packageSchema(), undefined, 4)}\n`,
    };
}
