import { equal, notEqual, throws } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { tryFileLock } from "../../processes/fileLock";

describe("the lock of a file", () => {
    let folder: string;
    const file = () => join(folder, "lock");
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "file-lock-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("is held by one at a time, and can be had again once it is given back", () => {
        const first = tryFileLock(file());
        equal(tryFileLock(file()), undefined);
        first?.release();
        const second = tryFileLock(file());
        notEqual(second, undefined);
        second?.release();
    });

    it("is still held when nothing refers to it any more", async () => {
        tryFileLock(file());
        setFlagsFromString("--expose-gc");
        const collect = runInNewContext("gc") as () => void;
        for (let round = 0; round < 5; round += 1) {
            collect();
            await turn();
        }
        equal(tryFileLock(file()), undefined);
    });

    it("fails in words of the system where the file cannot be made", () => {
        throws(() => tryFileLock(join(folder, "missing", "lock")), /ENOENT/);
    });
});
