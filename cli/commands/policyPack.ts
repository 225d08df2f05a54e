import { join } from "node:path";

/** The folder of the project's own policy pack, which every command runs that changes a stack, or shows what would change. */
export const policyPack = join(__dirname, "../..", "policies");

/** The policies of a run, besides the project's own. */
export interface Policies {
    /** Folders of policy packs beside the project's own. */
    readonly packs: readonly string[];
    /** Files with the configuration of the packs: none, or one for each, that of the project's own first. */
    readonly configs: readonly string[];
}
