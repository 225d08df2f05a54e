import { equal, match, notEqual, rejects } from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeExport } from "../../../cli/commands/export/exportFolder";
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

    for (const [option, args] of [
        ["stack", ["preview", "--stack", "a", "--stack", "b"]],
        ["stack", ["output", "-s", "a", "-s", "b"]],
        ["file", ["estate", "preview", "-f", "a", "-f", "b"]],
        ["out", ["export", "--format", "env", "--out", "a", "--out=b"]],
    ] as const) {
        it(`${args.join(" ")} is refused`, async () => {
            const { exitCode, all } = await run(...args);
            equal(exitCode, 2, all);
            match(all, new RegExp(`^--${option}: the option is given more than once\\. Give it once\\.$`, "m"));
        });
    }

    it("An option that is a list can be given more than once", async () => {
        const packs = ["--policy-pack", "a", "--policy-pack", "b"];
        match((await run("estate", "preview", "--file", "none", ...packs)).all, /Run it in a checkout/);
    });

    for (const [option, args] of [
        ["state", ["sandbox", "--state="]],
        ["clients", ["sandbox", "--state", folder, "--clients", ""]],
        ["out", ["export", "--format", "env", "--out", ""]],
        ["server", ["doctor", "--server="]],
        ["token-file", ["doctor", "--token-file", ""]],
        ["folder", ["init", "--folder", ""]],
    ] as const) {
        it(`${args.join(" ")} is refused for its empty value`, async () => {
            const { exitCode, all } = await run(...args);
            equal(exitCode, 2, all);
            match(all, new RegExp(`^--${option}: the value is empty\\. Write one, or leave the option out\\.$`, "m"));
        });
    }

    it("Wrong values of options are reported at once", async () => {
        const { all } = await run("export", "--format", "env", "--out", "", "--check=1", "-s", "a", "-s", "b");
        for (const option of ["out", "check", "stack"]) {
            match(all, new RegExp(`^--${option}: the `, "m"));
        }
    });

    it("Applications with wrong credentials are refused before the sandbox makes a tenant", async () => {
        const clients = join(folder, "clients.json");
        const state = join(folder, "of-clients");
        for (const credentials of [5, [{ kid: "one" }], [5]]) {
            writeFileSync(clients, JSON.stringify([{ client_id: "id", name: "own", credentials }]));
            const { exitCode, all } = await run("sandbox", "--state", state, "--clients", clients);
            equal(exitCode, 1, all);
            match(all, /clients\.json contains credentials that are not a list of objects with id\. Give a JSON list/);
            equal(existsSync(state), false);
        }
    });

    for (const command of ["up", "output", "doctor"]) {
        it(`${command} outside a project says that there is none`, async () => {
            const { exitCode, all } = await run(command);
            equal(exitCode, 2, all);
            match(all, /^There is no Pulumi project here: neither .* nor a folder above it has a Pulumi\.yaml\./m);
        });
    }

    for (const name of ["Pulumi.yml", "Pulumi.json"]) {
        it(`A folder with ${name} is a project, as it is to Pulumi`, async () => {
            const below = join(folder, name.replace(".", "-"), "below");
            mkdirSync(below, { recursive: true });
            writeFileSync(join(below, "..", name), '{ "name": "own", "runtime": "nodejs" }');
            const main = join(projectFolder, "cli/commands/main.cjs");
            const env = { PULUMI_BACKEND_URL: `file://${folder}` };
            const { all } = await runProcess("node", [main, "output", "--stack", "none"], { cwd: below, env });
            match(all, /no stack named 'none' found/);
        });
    }

    it("An empty name of a stack is in the summary as a failure", async () => {
        const own = join(folder, "own");
        mkdirSync(own);
        writeFileSync(join(own, "Pulumi.yaml"), "name: own\nruntime: nodejs\n");
        const main = join(projectFolder, "cli/commands/main.cjs");
        const env = { PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_STACK: undefined };
        const args = [main, "preview", "--stack", "", "--markdown", "summary.md"];
        const { exitCode } = await runProcess("node", args, { cwd: own, env, stdin: "ignore" });
        notEqual(exitCode, 0);
        match(readFileSync(join(own, "summary.md"), "utf8"), /: failed\n[^]*no stack selected/);
    });

    it("A folder that cannot be made is named, for an export and for the sandbox", async () => {
        await rejects(
            writeExport(__filename, { format: "env", server: "https://om.example.com" }, []),
            /--out: .*values\.test\.ts cannot be a folder: file already exists\. Name a folder/,
        );
        const { exitCode, all } = await run("sandbox", "--state", __filename);
        equal(exitCode, 1, all);
        match(all, /^The sandbox cannot be stored in .*: file already exists\. Name a folder with --state/m);
    });

    it("What is behind -- goes to pulumi", async () => {
        const { all } = await run("up", "--stack", "no such stack", "--", "--allow-secrets-in-log=1");
        equal(all.includes("neither true nor false"), false, all);
    });
});
