import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";

/** The folder of the project that is worked on, as Pulumi finds it: the nearest one with a `Pulumi.yaml`. */
export const projectFolder = enclosingProject(process.cwd()) ?? process.cwd();

/** The stack that needs no Auth0 account. */
export const sandboxStack = "sandbox";

/** What the sandbox stack's secrets are encrypted with; public, like the sandbox itself. */
export const sandboxPassphrase = "sandbox";

/** Where the local Auth0 tenant of the sandbox stack keeps its state. */
export const tenantState = join(projectFolder, ".sandbox");

/** The project's name; `undefined` where there is no project. */
export function projectName(): string | undefined {
    const file = join(projectFolder, "Pulumi.yaml");
    return existsSync(file) ? (parse(readFileSync(file, "utf8")) as { name?: string }).name : undefined;
}

function enclosingProject(folder: string): string | undefined {
    if (existsSync(join(folder, "Pulumi.yaml"))) {
        return folder;
    }
    const parent = dirname(folder);
    return parent === folder ? undefined : enclosingProject(parent);
}
