import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { run } from "./measure";

/**
 * Checks another commit out below a folder, and removes it after the work.
 *
 * @param packages - whether it gets the packages of this checkout, or its own, which takes a while
 */
export async function withOtherCheckout<T>(
    commit: string,
    folder: string,
    packages: "linked" | "installed",
    work: (checkout: string) => Promise<T>,
): Promise<T> {
    await mkdir(folder, { recursive: true });
    const other = join(folder, "other");
    const git = (args: readonly string[]): Promise<string> => run({ program: "git", args, folder: projectFolder });
    await git(["worktree", "add", "--detach", other, commit]);
    try {
        await (packages === "linked"
            ? symlink(join(projectFolder, "node_modules"), join(other, "node_modules"))
            : run({ program: "npm", args: ["ci", "--prefer-offline", "--no-audit", "--no-fund"], folder: other }));
        return await work(other);
    } finally {
        await git(["worktree", "remove", "--force", other]);
    }
}
