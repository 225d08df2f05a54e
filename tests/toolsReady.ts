import { ensureGoTool } from "../cli/engine/goTool";
import { helm } from "./goTools/goTools";

/** Builds the Go tools of the tests, which are built together, before the first test needs one. */
export async function mochaGlobalSetup(): Promise<void> {
    await ensureGoTool(helm);
}
