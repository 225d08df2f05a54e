import { quickStart } from "../cli/commands/quickStart";
import { ensureEngine } from "../cli/engine/engine";
import { makeSharedFolder, removeSharedFolder } from "./sharedFolder";

/** What spares the programs that tests start some work, and changes nothing of what they do. */
const sparing = {
    // The engine and its plugins live for seconds, in which they need not collect garbage at all.
    GOMEMLIMIT: "1GiB",
    // Pulumi looks at all of its logs in each run, of which the tests make thousands.
    PULUMI_LOG_ROTATION_MAX_TOTAL_MB: "5",
    ...quickStart(),
    GOGC: "off",
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
};

/** Gets the engine before the first test: where it has to be built, that takes longer than a test may. */
export async function mochaGlobalSetup(): Promise<void> {
    await ensureEngine();
    Object.assign(process.env, { ...sparing, ...process.env });
    await makeSharedFolder();
}

/** Removes what the tests have shared. */
export async function mochaGlobalTeardown(): Promise<void> {
    await removeSharedFolder();
}
