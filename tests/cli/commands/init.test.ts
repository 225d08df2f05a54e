import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { ensureGoTool } from "../../../cli/engine/goTool";
import { projectFolder } from "../../../cli/commands/project";
import { version } from "../../../package.json";
import { outputOf, runProcess } from "../../../processes/childProcess";
import { actionlint } from "../../goTools/goTools";
import { onTerminal, type OnTerminal } from "../../terminal";

const given = [...["--server-url", "https://openmetadata.example.com"], ...["--admin", "jane.doe@example.com"]];

describe("openmetadata-auth0 init", () => {
    let folder: string;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-init-"));
    });
    afterEach(async () => {
        await rm(folder, { recursive: true });
    });

    function init(...args: string[]): Promise<{ exitCode?: number; all: string }> {
        const main = join(projectFolder, "cli/commands/main.cjs");
        return runProcess("node", [main, "init", ...args], { cwd: folder });
    }

    it("init writes a program that compiles and prints the next steps", async () => {
        const { exitCode, all } = await init(...given, "--application-type", "spa", "--name", "sign-in");
        equal(exitCode, 0, all);
        match(all, /npm install\n[^]*engine\)"\n +pulumi stack init prod\n[^]*preview --stack prod/);
        match(all, /No workflow was written/);
        const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Record<string, object>;
        deepEqual(manifest["dependencies"], { "openmetadata-auth0": `^${version}` });
        const { name, main } = parse(await readFile(join(folder, "Pulumi.yaml"), "utf8")) as Record<string, string>;
        deepEqual([name, main], ["sign-in", "index.ts"]);
        match(await readFile(join(folder, ".gitignore"), "utf8"), /^\.pulumi\/$/m);

        await mkdir(join(folder, "node_modules"));
        await symlink(join(projectFolder, "node_modules/@types"), join(folder, "node_modules/@types"));
        await writeFile(
            join(folder, "tsconfig.json"),
            JSON.stringify({
                extends: join(projectFolder, "tsconfig.json"),
                compilerOptions: {
                    noEmit: true,
                    declaration: false,
                    types: ["node"],
                    paths: { "openmetadata-auth0": [join(projectFolder, "components/index.ts")] },
                },
                include: ["index.ts"],
            }),
        );
        const tsc = join(projectFolder, "node_modules/.bin/tsc");
        const compiled = await runProcess(tsc, ["-p", folder], { cwd: folder });
        equal(compiled.exitCode, 0, compiled.all);
    });

    it("init writes a CI workflow for a backend that CI can reach", async () => {
        const backend = ["--backend", "postgres://pulumi@db.example.com/pulumi"];
        const { exitCode, all } = await init(...given, ...backend);
        equal(exitCode, 0, all);
        match(all, /PGPASSWORD/);
        match(
            all,
            /For CI, set what the first lines of the workflow name[^]*preview --stack prod --markdown summary\.md/,
        );
        ok(!all.includes("sandbox"), "its secrets are open to everyone");
        const workflow = join(folder, ".github/workflows/sign-in.yml");
        const linted = await runProcess(await ensureGoTool(actionlint), [workflow], { cwd: folder });
        equal(linted.exitCode, 0, linted.all);
        const { jobs } = parse(await readFile(workflow, "utf8")) as { jobs: { stack: { with: { stack: string } } } };
        equal(jobs.stack.with.stack, "prod");
        equal((await init(...given, ...backend, "--folder", "gitlab", "--ci", "gitlab")).exitCode, 0);
        ok(existsSync(join(folder, "gitlab/.gitlab-ci.yml")));
    });

    it("The Git commands that init prints commit its files on a branch, and a second init finds the repository", async () => {
        const { all } = await init(...given, "--name", "sign-in");
        match(all, /preview --stack sandbox --markdown summary\.md\n +git push .*\n +gh pr create .*summary\.md$/m);
        const commands = all.split("\n").filter((text) => /^ +git (init|checkout|add)/.test(text));
        equal(commands.length, 3, all);
        await outputOf("sh", ["-ec", commands.join("\n")], {
            cwd: folder,
            env: {
                GIT_AUTHOR_NAME: "Jane Doe",
                GIT_AUTHOR_EMAIL: "jane.doe@example.com",
                GIT_COMMITTER_NAME: "Jane Doe",
                GIT_COMMITTER_EMAIL: "jane.doe@example.com",
            },
        });
        const committed = await outputOf("git", ["ls-tree", "-r", "--name-only", "sign-in"], { cwd: folder });
        deepEqual(committed.trim().split("\n"), [".gitignore", "Pulumi.yaml", "index.ts", "package.json"]);
        const again = await init(...given, "--folder", "other", "--ci", "gitlab");
        ok(!again.all.includes("git init"), again.all);
    });

    it("init overwrites no existing file", async () => {
        await writeFile(join(folder, "index.ts"), "mine");
        const { exitCode, all } = await init(...given);
        equal(exitCode, 2, all);
        match(all, /index\.ts: is there already/);
        equal(await readFile(join(folder, "index.ts"), "utf8"), "mine");
        ok(!existsSync(join(folder, "Pulumi.yaml")));
    });

    it("init reports all mistakes at once, without passwords, and writes nothing", async () => {
        const backend = "postgres://pulumi:geheim@db.example.com/pulumi";
        const mistakes = [
            "--server-url",
            "http://om.example.com",
            "--custom-domain",
            "https://example.com",
            "--backend",
            backend,
        ];
        const { exitCode, all } = await init(...mistakes);
        equal(exitCode, 2, all);
        for (const key of ["--custom-domain", "--server-url", "--admin", "--backend"]) {
            ok(all.includes(`${key}: `), `${key} in ${all}`);
        }
        ok(!all.includes("geheim"));
        ok(!existsSync(join(folder, "Pulumi.yaml")));
    });

    describe("Questions of init on a terminal", () => {
        const url = /URL that users open, such as .*: /;
        const admin = /Email address of the first admin: /;

        function typedAt(...args: string[]): OnTerminal {
            const main = join(projectFolder, "cli/commands/main.cjs");
            return onTerminal(process.execPath, [main, "init", ...args], { cwd: folder });
        }
        const program = (): Promise<string> => readFile(join(folder, "index.ts"), "utf8");

        it("init asks for what is missing, and asks again after a wrong answer", async () => {
            const terminal = typedAt("--name", "sign-in");
            await terminal.shows(url);
            terminal.type("\r");
            await terminal.shows(/"" is not a valid http or https URL\. Write the URL/);
            await terminal.shows(url);
            terminal.type("http://om.example.com\r");
            await terminal.shows(/Write https:.*/);
            await terminal.shows(url);
            terminal.type(" https://om.example.com \r");
            await terminal.shows(admin);
            terminal.type("nobody@\r");
            await terminal.shows(/"nobody@" .*\. Write /);
            await terminal.shows(admin);
            terminal.type("jane.doe@example.com\r");
            await terminal.shows(/Written: Pulumi\.yaml, index\.ts/);
            const { exitCode, screen } = await terminal.ended;
            equal(exitCode, 0, screen);
            ok(!screen.includes("--server-url"), screen);
            match(
                await program(),
                /serverUrls: \["https:\/\/om\.example\.com"\],\n +admins: \["jane\.doe@example\.com"\]/,
            );
        });

        it("init accepts both answers pasted at once and uses defaults for all else", async () => {
            const terminal = typedAt();
            await terminal.shows(url);
            terminal.type("https://om.example.com\rjane.doe@example.com\r");
            const { exitCode, screen } = await terminal.ended;
            equal(exitCode, 0, screen);
            match(await program(), /applicationType: "web",\n +serverUrls: \["https:\/\/om\.example\.com"\]/);
            match(screen, /pulumi stack init prod/);
        });

        it("init asks only for what is missing", async () => {
            const terminal = typedAt("--server-url", "https://om.example.com");
            await terminal.shows(admin);
            terminal.type("jane.doe@example.com\r");
            const { exitCode, screen } = await terminal.ended;
            equal(exitCode, 0, screen);
            ok(!url.test(screen), screen);
            const asksNothing = await typedAt(...given, "--folder", "other").ended;
            equal(asksNothing.exitCode, 0, asksNothing.screen);
        });

        it("init reports wrong arguments before it asks anything", async () => {
            await writeFile(join(folder, "index.ts"), "mine");
            const { exitCode, screen } = await typedAt("--stack", "a b").ended;
            equal(exitCode, 2, screen);
            match(screen, /--stack: "a b" is not a valid name[^]*index\.ts: is there already/);
            ok(!url.test(screen) && !screen.includes("--admin"), screen);
        });

        const ends: [string, string, number][] = [
            ["Ctrl+C", "\x03", 130],
            ["the end of the input", "\x04", 1],
        ];
        for (const [what, keys, code] of ends) {
            it(`init writes nothing and says so in one line after ${what} in place of an answer`, async () => {
                const terminal = typedAt();
                await terminal.shows(url);
                terminal.type("https://om.example.com\r");
                await terminal.shows(admin);
                terminal.type(keys);
                const { exitCode, screen } = await terminal.ended;
                equal(exitCode, code, screen);
                match(screen, /Email address of the first admin: [^\n]*\nStopped: nothing was written\.\r\n$/);
                deepEqual(readdirSync(folder), []);
            });
        }
    });

    it("init writes nothing where a file or a link is in the way", async () => {
        const main = join(projectFolder, "cli/commands/main.cjs");
        const init = async (...args: string[]) =>
            runProcess("node", [main, "init", ...given, ...args], { cwd: folder, stdin: "ignore" });
        await writeFile(join(folder, "file"), "");
        const below = await init("--folder", "file");
        equal(below.exitCode, 2, below.all);
        match(below.all, /file: is there already, and is not a folder\. Move it, or name another --folder\./);

        await writeFile(join(folder, ".github"), "");
        await symlink("nowhere", join(folder, "index.ts"));
        const { exitCode, all } = await init("--backend", "s3://states");
        equal(exitCode, 2, all);
        match(all, /^index\.ts: is there already, and is not overwritten\./m);
        match(all, /\.github: is there already, and is not a folder\./);
        deepEqual(readdirSync(folder).sort(), [".github", "file", "index.ts"]);
    });

    it("init reports a wrong admin once", async () => {
        const main = join(projectFolder, "cli/commands/main.cjs");
        const args = [main, "init", "--server-url", "https://om.example.com", "--admin", "jane"];
        const { exitCode, all } = await runProcess("node", args, { cwd: folder, stdin: "ignore" });
        equal(exitCode, 2, all);
        equal(
            all.trim(),
            '--admin[0]: "jane" is not a valid e-mail address. Write the whole address, such as jane.doe@example.com.',
        );
    });

    it("init asks nothing if the input is not a terminal", async () => {
        const main = join(projectFolder, "cli/commands/main.cjs");
        const { exitCode, all } = await runProcess("node", [main, "init"], {
            cwd: folder,
            input: "https://om.example.com\n",
        });
        equal(exitCode, 2, all);
        match(all, /^--server-url: [^]*^--admin: /m);
        ok(!all.includes("URL that users open, such as https://openmetadata.example.com: "), all);
        deepEqual(readdirSync(folder), []);
    });
});
