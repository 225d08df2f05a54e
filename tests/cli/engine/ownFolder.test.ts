import { deepEqual, equal, throws } from "node:assert/strict";
import { chmodSync, chownSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureOwnFolder } from "../../../cli/engine/ownFolder";
import { typescriptCache } from "../../../cli/engine/typescriptCache";
import { temporaryFolder } from "./support";

describe("Permissions of the cache folder", function () {
    const temporary = temporaryFolder();
    const folder = () => join(temporary.path, "cache", "own");
    const modeOf = (path: string) => statSync(path).mode & 0o777;

    before(function () {
        if (process.platform === "win32") {
            this.skip();
        }
    });

    it("A new cache folder is private to its user, whatever the umask", () => {
        const before = process.umask(0o002);
        try {
            ensureOwnFolder(folder());
        } finally {
            process.umask(before);
        }
        equal(modeOf(folder()), 0o700);
    });

    it("An existing cache folder loses only the write access of others", () => {
        mkdirSync(folder(), { recursive: true });
        chmodSync(folder(), 0o777);
        ensureOwnFolder(folder());
        equal(modeOf(folder()), 0o755);
    });

    it("A cache folder that belongs to another user is rejected", function () {
        if (process.geteuid?.() !== 0) {
            // Only root can give a folder away.
            this.skip();
        }
        mkdirSync(folder(), { recursive: true });
        chownSync(folder(), 65534, 65534);
        throws(() => {
            ensureOwnFolder(folder());
        }, /cache\/own belongs to another user, who could change the programs in it\. Remove it, or name another/);
    });

    it("A cache folder that cannot be made is reported with the variable that names it", () => {
        throws(() => {
            ensureOwnFolder(join(__filename, "cache"));
        }, /^Error: The cache folder .*cache cannot be made \(ENOTDIR: .*\)\. Name one .* with OPENMETADATA_AUTH0_CACHE\.$/);
    });

    it("Pulumi's TypeScript cache is a private folder, or off if none can be created", () => {
        const cache = folder();
        deepEqual(typescriptCache(cache), { TS_NODE_CACHE_DIRECTORY: join(cache, "typescript") });
        equal(modeOf(join(cache, "typescript")), 0o700);
        deepEqual(typescriptCache("/dev/null"), { TS_NODE_CACHE: "false" });
    });
});
