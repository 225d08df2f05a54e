import { accessSync, constants } from "node:fs";
import path from "node:path";
import { ensureOwnFolder } from "./ownFolder";

/**
 * The variables that tell Pulumi's own runner of TypeScript where to keep what it has compiled: a folder of this user, since
 * by itself it takes the temporary folder, where every user of the machine could put code. Where that folder cannot be
 * written to, nothing is kept.
 *
 * @param cache - the cache folder
 */
export function typescriptCache(cache: string): Readonly<Record<string, string>> {
    const folder = path.join(cache, "typescript");
    try {
        ensureOwnFolder(folder);
        accessSync(folder, constants.W_OK);
        return { TS_NODE_CACHE_DIRECTORY: folder };
    } catch {
        return { TS_NODE_CACHE: "false" };
    }
}
