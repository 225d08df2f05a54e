import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generatedFiles } from "./generatedFiles";

const folder = join(__dirname, "../..");

/** Writes the files that are made from the sources. */
async function main(): Promise<void> {
    for (const [path, content] of Object.entries(await generatedFiles(folder))) {
        await writeFile(join(folder, path), content);
    }
}

void main();
