import { ensureEngine } from "../toolchain/engine";

/** Gets the engine before the first test: where it has to be built, that takes longer than a test may. */
export async function mochaGlobalSetup(): Promise<void> {
    await ensureEngine();
}
