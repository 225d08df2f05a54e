import { equal, match } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../../cli/commands/project";
import { runProcess } from "../../../processes/childProcess";

describe("Values of the commands' options", () => {
    const folder = mkdtempSync(join(tmpdir(), "openmetadata-auth0-values-"));
    after(() => {
        rmSync(folder, { recursive: true });
    });

    async function run(...args: string[]): Promise<{ exitCode: number | undefined; all: string }> {
        return runProcess("node", [join(projectFolder, "cli/commands/main.cjs"), ...args], { cwd: folder });
    }

    for (const args of [
        ["export", "--format", "env", "--out", folder, "--check=1"],
        ["export", "--format", "helm", "--out", folder, "--existing-secrets=yes"],
        ["doctor", "--json=TRUE"],
        ["up", "--allow-secrets-in-log="],
    ]) {
        it(`${args[0]} does not take ${args.at(-1)} for false`, async () => {
            const { exitCode, all } = await run(...args);
            equal(exitCode, 2, all);
            match(all, /^--[a-z-]+: the value is neither true nor false\. Write --[a-z-]+ without a value\.$/m);
        });
    }

    for (const value of ["true", "false"]) {
        it(`An option without a value can have the value ${value}`, async () => {
            const { exitCode, all } = await run("doctor", "--jwt", join(folder, "missing"), `--json=${value}`);
            equal(exitCode, 2, all);
            match(all, /missing cannot be read/);
        });
    }

    for (const port of ["abc", "1.5", "70000"]) {
        it(`The sandbox does not listen on the port "${port}"`, async () => {
            const { exitCode, all } = await run("sandbox", "--state", folder, `--port=${port}`);
            equal(exitCode, 2, all);
            match(all, /^--port must be a whole number from 0 to 65535; 0 is any free port\.$/m);
        });
    }

    it("What is behind -- goes to pulumi", async () => {
        const { all } = await run("up", "--stack", "no such stack", "--", "--allow-secrets-in-log=1");
        equal(all.includes("neither true nor false"), false, all);
    });
});
