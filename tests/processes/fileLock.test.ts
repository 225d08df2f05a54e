import { equal, notEqual, throws } from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { tryLock } from "fs-native-extensions";
import { isFileLocked, tryFileLock } from "../../processes/fileLock";

describe("File locks", () => {
    let folder: string;
    const file = () => join(folder, "lock");
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "file-lock-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("A lock has one holder and can be taken again after its release", () => {
        const first = tryFileLock(file());
        equal(tryFileLock(file()), undefined);
        first?.release();
        const second = tryFileLock(file());
        notEqual(second, undefined);
        second?.release();
    });

    it("Those who ask whether a lock is held do not take each other for its holder", () => {
        const other = openSync(file(), "a+");
        equal(tryLock(other, { shared: true }), true);
        equal(isFileLocked(file()), false);
        closeSync(other);
        const lock = tryFileLock(file());
        equal(isFileLocked(file()), true);
        lock?.release();
        equal(isFileLocked(file()), false);
    });

    it("A lock without references survives garbage collection", async () => {
        tryFileLock(file());
        setFlagsFromString("--expose-gc");
        const collect = runInNewContext("gc") as () => void;
        for (let round = 0; round < 5; round += 1) {
            collect();
            await turn();
        }
        equal(tryFileLock(file()), undefined);
    });

    it("A lock file that cannot be created fails with the system's error", () => {
        throws(() => tryFileLock(join(folder, "missing", "lock")), /ENOENT/);
    });
});
