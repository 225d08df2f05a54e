import { doesNotMatch, match } from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../../cli/commands/project";
import { outputOf } from "../../../processes/childProcess";

describe("npm run bench", function () {
    let folder: string;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-bench-"));
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    it("bench --only updates its section of the results and no other", async () => {
        const out = join(folder, "results.md");
        await writeFile(out, "# Benchmarks\n\n## New signing keys\n\nolder\n\n## Another section\n\nits results\n");
        await outputOf("npm", ["run", "bench", "--", "--only", "keys", "--runs", "1", "--out", out], {
            cwd: projectFolder,
        });
        const results = await readFile(out, "utf8");
        match(results, /^# Benchmarks\n/);
        match(results, /## New signing keys\n\n[^|]*cores[^|]*\n\n\| one after another [^]*\n\| 4096 bits .* ms +\|/);
        match(results, /\n\n## Another section\n\nits results\n$/);
        doesNotMatch(results, /older/);
    });
});
