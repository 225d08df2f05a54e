import { equal, match, rejects } from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChildProcessError, outputNow, outputOf, runProcess, startProcess } from "../../processes/childProcess";

describe("Child processes", () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-processes-"));
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    async function program(name: string, content: string, mode = 0o755): Promise<string> {
        const file = join(folder, name);
        await writeFile(file, content, { mode });
        return file;
    }
    const script = (name: string, body: string) => program(name, `#!/bin/sh\n${body}\n`);

    it("runProcess returns output and exit code, whatever the code is", async () => {
        const ended = await runProcess(await script("six", "echo out; echo error >&2; exit 6"), []);
        equal(`${ended.exitCode} ${ended.stdout} ${ended.stderr}`, "6 out error");
        equal(await outputOf(await script("well", "cat"), [], { input: "as given" }), "as given");
    });

    it("outputOf reports a failure with exit code and output, without the command's options", async () => {
        const failing = await script("failing", "echo 'error: no stack' >&2; exit 6");
        await rejects(outputOf(failing, ["stack", "ls", "--secret", "hidden"]), {
            message: `${failing} stack ls ended with exit code 6:\nerror: no stack`,
        });
        const printing = await script("printing", "echo 'error: no stack'; exit 6");
        await rejects(outputOf(printing, []), { message: `${printing} ended with exit code 6:\nerror: no stack` });
        const silent = await script("silent", "exit 1");
        await rejects(outputOf(silent, []), { message: `${silent} ended with exit code 1, and printed nothing.` });
    });

    const obstacles: [string, () => Promise<string> | string, RegExp][] = [
        ["is not on the PATH", () => "no-such-program", /no-such-program cannot be started: .*PATH\. Install it/],
        ["does not exist", () => join(folder, "none"), /none cannot be started: the file does not exist\. Reinstall/],
        [
            "is not executable",
            () => program("plain", "#!/bin/sh\n", 0o644),
            /plain cannot be started: it is not executable\. .*chmod \+x .*plain/,
        ],
        ["is a folder", () => folder, /cannot be started: it is not executable/],
        [
            "lacks its interpreter",
            () => program("foreign", "#!/no/such/interpreter\n"),
            /foreign cannot be started: the file exists, but not the interpreter/,
        ],
        [
            "is killed",
            () => script("killed", "kill -KILL $$"),
            /killed was killed \(SIGKILL\), as the system does when memory runs out\. Free memory/,
        ],
        [
            "ends with exit code 137",
            () => script("parent", "exit 137"),
            /parent ended with exit code 137: it, or a process that it started, was killed \(SIGKILL\)/,
        ],
        ["is terminated", () => script("stopped", "kill -TERM $$"), /stopped was stopped from outside \(SIGTERM\)/],
        ["crashes", () => script("crashing", "kill -SEGV $$"), /crashing crashed \(SIGSEGV\)/],
    ];
    for (const [what, make, message] of obstacles) {
        it(`A program that ${what} is reported in one line`, async () => {
            const file = await make();
            for (const run of [() => runProcess(file, []), () => outputOf(file, [])]) {
                await rejects(run, (error: Error) => {
                    equal(error.constructor, ChildProcessError);
                    match(error.message, message);
                    equal(error.message.split("\n").length, 1);
                    return true;
                });
            }
            match((await (await startProcess(file, [])).ended).obstacle ?? "", message);
            await rejects(async () => Promise.resolve(outputNow(file, [], folder)), message);
        });
    }

    it("A missing working folder is reported", async () => {
        const cwd = join(folder, "gone");
        const message = /its working folder .*gone does not exist\. Run the command in a folder that exists/;
        await rejects(runProcess("sh", ["-c", "true"], { cwd }), message);
        await rejects(async () => Promise.resolve(outputNow("sh", ["-c", "true"], cwd)), message);
    });

    it("A program that exceeds its timeout is stopped and reported", async () => {
        await rejects(
            runProcess("sh", ["-c", "exec sleep 60"], { timeout: 100 }),
            /was stopped because it did not end in time/,
        );
    });
});
