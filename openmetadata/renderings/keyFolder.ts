import { posix } from "node:path";
import type { ResolvedSetting } from "../resolvedSettings";

/** The folder in which a server finds its key files. */
export function keyFolderOf(settings: readonly ResolvedSetting[]): string {
    const file = settings.find(({ environment }) => environment === "RSA_PRIVATE_KEY_FILE_PATH");
    if (file === undefined || !("value" in file) || typeof file.value !== "string") {
        throw new Error("The settings do not say where the server finds its private key.");
    }
    return posix.dirname(file.value);
}
