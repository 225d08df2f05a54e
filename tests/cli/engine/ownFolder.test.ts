import { deepEqual, equal, throws } from "node:assert/strict";
import { chmodSync, chownSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureOwnFolder } from "../../../cli/engine/ownFolder";
import { typescriptCache } from "../../../cli/engine/typescriptCache";
import { temporaryFolder } from "./support";

describe("the folder of programs that are run", function () {
    const temporary = temporaryFolder();
    const folder = () => join(temporary.path, "cache", "own");
    const modeOf = (path: string) => statSync(path).mode & 0o777;

    before(function () {
        if (process.platform === "win32") {
            this.skip();
        }
    });

    it("is made for this user alone, whatever the umask", () => {
        const before = process.umask(0o002);
        try {
            ensureOwnFolder(folder());
        } finally {
            process.umask(before);
        }
        equal(modeOf(folder()), 0o700);
    });

    it("loses the rights of others to write, and keeps those to read", () => {
        mkdirSync(folder(), { recursive: true });
        chmodSync(folder(), 0o777);
        ensureOwnFolder(folder());
        equal(modeOf(folder()), 0o755);
    });

    it("is refused where it belongs to another user, whom root is not", function () {
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

    it("has a part for Pulumi's runner of TypeScript, which keeps nothing where it has none", () => {
        const cache = folder();
        deepEqual(typescriptCache(cache), { TS_NODE_CACHE_DIRECTORY: join(cache, "typescript") });
        equal(modeOf(join(cache, "typescript")), 0o700);
        deepEqual(typescriptCache("/dev/null"), { TS_NODE_CACHE: "false" });
    });
});
