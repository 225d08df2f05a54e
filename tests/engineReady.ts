import { ensureEngine } from "../cli/engine/engine";
import { makeSharedFolder, removeSharedFolder } from "./sharedFolder";

/** Gets the engine before the first test: where it has to be built, that takes longer than a test may. */
export async function mochaGlobalSetup(): Promise<void> {
    await ensureEngine();
    await makeSharedFolder();
}

/** Removes what the tests have shared. */
export async function mochaGlobalTeardown(): Promise<void> {
    await removeSharedFolder();
}
