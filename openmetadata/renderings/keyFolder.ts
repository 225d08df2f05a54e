import { posix } from "node:path";
import type { ServerSettings } from "../serverSettings";
import { at } from "../tree";

/** The folder in which a server finds its key files. */
export function keyFolderOf(settings: ServerSettings): string {
    const file = at(settings, "jwtTokenConfiguration.rsaprivateKeyFilePath");
    if (typeof file !== "string") {
        throw new Error("The settings do not say where the server finds its private key.");
    }
    return posix.dirname(file);
}
