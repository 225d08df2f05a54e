import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the project that is worked on, as Pulumi finds it: the nearest one with a `Pulumi.yaml`. */
export const projectFolder = enclosingProject(process.cwd()) ?? process.cwd();

/** The stack that needs no Auth0 account. */
export const sandboxStack = "sandbox";

/** What the sandbox stack's secrets are encrypted with; public, like the sandbox itself. */
export const sandboxPassphrase = "sandbox";

/** Where the local Auth0 tenant of the sandbox stack keeps its state. */
export const tenantState = join(projectFolder, ".sandbox");

function enclosingProject(folder: string): string | undefined {
    if (existsSync(join(folder, "Pulumi.yaml"))) {
        return folder;
    }
    const parent = dirname(folder);
    return parent === folder ? undefined : enclosingProject(parent);
}
