import { equal } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { generatedFiles } from "../../tools/generate/generatedFiles";

describe("Generated files", () => {
    let files: Readonly<Record<string, string>>;

    before(async () => {
        files = await generatedFiles(projectFolder);
    });

    for (const path of ["Pulumi.yaml", "docs/configuration.md", "plugins/components/schema.json"]) {
        it(`${path} is up to date`, async () => {
            const advice = `${path} is out of date: run \`npm run generate\`, look at what it changes, and commit that.`;
            equal(await readFile(join(projectFolder, path), "utf8"), files[path], advice);
        });
    }
});
