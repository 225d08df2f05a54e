import { existsSync } from "node:fs";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../cli/commands/project";
import { outputNow } from "../processes/childProcess";

/** The project's files that are, or could be, committed: what a checkout has. */
export function projectFiles(): string[] {
    const args = ["ls-files", "--cached", "--others", "--exclude-standard"];
    return outputNow("git", args, projectFolder).trim().split("\n");
}

/** Puts a checkout of this project into a folder. */
export async function checkOut(folder: string, packages: "installed" | "to be installed"): Promise<void> {
    for (const file of projectFiles()) {
        await cp(join(projectFolder, file), join(folder, file));
    }
    if (packages === "installed") {
        for (const modules of ["node_modules", "tests/node_modules"].filter((path) =>
            existsSync(join(projectFolder, path)),
        )) {
            await symlink(join(projectFolder, modules), join(folder, modules));
        }
    }
}
