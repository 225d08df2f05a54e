import { join, resolve } from "node:path";

/** The folder of the project: where `Pulumi.yaml` is. */
export const projectFolder = resolve(__dirname, "..");

/** The stack that needs no Auth0 account. */
export const sandboxStack = "sandbox";

/** What the sandbox stack's secrets are encrypted with; public, like the sandbox itself. */
export const sandboxPassphrase = "sandbox";

/** Where the local Auth0 tenant of the sandbox stack keeps its state. */
export const tenantState = join(projectFolder, ".sandbox");
