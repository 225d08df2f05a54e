import { equal, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { runProcess } from "../../processes/childProcess";

describe("Reference of the components", () => {
    it("npm run reference generates the reference from the docstrings", async function () {
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-reference-"));
        const { exitCode, all } = await runProcess("npm", ["run", "reference", "--", "--out", folder], {
            cwd: projectFolder,
        });
        equal(exitCode, 0, all);
        ok(existsSync(join(folder, "classes", "SingleSignOn.html")));
        await rm(folder, { recursive: true });
    });
});
