import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The variable that leads all processes of one run of the tests to what they share. */
const variable = "OPENMETADATA_AUTH0_TEST_RUN";

/** Makes the folder that the processes of this run share. */
export async function makeSharedFolder(): Promise<void> {
    process.env[variable] = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tests-"));
}

/** Removes it. */
export async function removeSharedFolder(): Promise<void> {
    await rm(process.env[variable] ?? "", { recursive: true, force: true });
}

/** A folder for one thing that the tests of this run share. */
export async function sharedFolder(name: string): Promise<string> {
    // A file of tests that runs alone shares with nobody.
    if (process.env[variable] === undefined) {
        await makeSharedFolder();
        process.once("exit", () => {
            rmSync(process.env[variable] ?? "", { recursive: true, force: true });
        });
    }
    const folder = join(process.env[variable] ?? "", name);
    await mkdir(folder, { recursive: true });
    return folder;
}
