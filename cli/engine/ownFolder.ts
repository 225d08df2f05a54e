import { chmodSync, mkdirSync, statSync } from "node:fs";

/**
 * Makes sure that what lies in a folder was put there by this user, or by root: programs and compiled code in it are run with
 * the secrets of a stack. A folder that is missing is made, for this user alone; in one that is there, others lose the right
 * to write.
 *
 * @throws Error where the folder cannot be made, or belongs to another user
 */
export function ensureOwnFolder(folder: string): void {
    try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
        throw new Error(
            `The cache folder ${folder} cannot be made (${(error as Error).message}). Name one that you can write to with OPENMETADATA_AUTH0_CACHE.`,
            { cause: error },
        );
    }
    const self = process.geteuid?.();
    // Windows has no owners in this sense; a user's folders there are the user's by their access lists.
    if (self === undefined) {
        return;
    }
    const { uid, mode } = statSync(folder);
    if (uid !== self && uid !== 0) {
        throw new Error(
            `${folder} belongs to another user, who could change the programs in it. Remove it, or name another folder in ` +
                "OPENMETADATA_AUTH0_CACHE.",
        );
    }
    if (uid === self && (mode & 0o022) !== 0) {
        chmodSync(folder, mode & ~0o022);
    }
}
