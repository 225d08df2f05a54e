import { existsSync } from "node:fs";
import { join } from "node:path";

/** The folder of the project's own policy pack, which every command runs that changes a stack, or shows what would change. */
export const policyPack = join(__dirname, "../..", "policies");

/**
 * The variables with which pulumi starts the pack in half the time: in a checkout only, and other programs start as ever. An
 * option of the pack itself would do where the engine looks for the file from the pack's folder, which not every one does.
 */
export function policyPackEnvironment(): Readonly<Record<string, string>> {
    const start = join(policyPack, "start.cjs");
    const options = process.env["NODE_OPTIONS"] ?? "";
    return existsSync(start) ? { NODE_OPTIONS: `${options} --require ${JSON.stringify(start)}`.trim() } : {};
}

/** The policies of a run, besides the project's own. */
export interface Policies {
    /** Folders of policy packs beside the project's own. */
    readonly packs: readonly string[];
    /** Files with the configuration of the packs: none, or one for each, that of the project's own first. */
    readonly configs: readonly string[];
}
