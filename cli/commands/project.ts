import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "./usageError";

/** What a project's file may be called. */
const projectFiles = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The folder of the project that is worked on, as Pulumi finds it: the nearest one with a project's file. */
export const projectFolder = enclosingProject(process.cwd()) ?? process.cwd();

/** The stack that needs no Auth0 account. */
export const sandboxStack = "sandbox";

/** What the sandbox stack's secrets are encrypted with; public, like the sandbox itself. */
export const sandboxPassphrase = "sandbox";

/** Where the local Auth0 tenant of the sandbox stack keeps its state. */
export const tenantState = join(projectFolder, ".sandbox");

/** @throws UsageError where there is no project. */
export function checkHasProject(): void {
    if (!isProject(projectFolder)) {
        throw new UsageError(
            `There is no Pulumi project here: neither ${projectFolder} nor a folder above it has a Pulumi.yaml. Change to the folder of your program, or write one with init.`,
        );
    }
}

function isProject(folder: string): boolean {
    return projectFiles.some((name) => existsSync(join(folder, name)));
}

function enclosingProject(folder: string): string | undefined {
    if (isProject(folder)) {
        return folder;
    }
    const parent = dirname(folder);
    return parent === folder ? undefined : enclosingProject(parent);
}
