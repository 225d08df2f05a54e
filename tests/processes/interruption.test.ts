import { deepEqual, equal, match } from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { type Started, startProcess } from "../../processes/childProcess";
import { until } from "../until";

/** A command that runs shell scripts in a folder. */
const command = (folder: string, work: string): string => `
const { untilDone, endBecauseOf } = require(${JSON.stringify(join(projectFolder, "cli/commands/ending.ts"))});
const { runProcess, startProcess } = require(${JSON.stringify(join(projectFolder, "processes/childProcess.ts"))});
const { endingAfter, interruption } = require(${JSON.stringify(join(projectFolder, "processes/interruption.ts"))});
process.once("uncaughtException", endBecauseOf);
const shell = (script) => runProcess("sh", ["-c", script], { cwd: ${JSON.stringify(folder)} });
void untilDone(async () => {${work}});
`;

/** A child that has something to finish when it is asked to end, and then a second child. */
const twoChildren = `
    const first = shell("trap 'sleep 0.3; touch finished; exit 0' INT TERM; touch started; while :; do sleep 0.05; done");
    await first.catch((error) => console.error(error.message));
    await shell("touch second");
`;

/** A child that would go on for long, and show that it did. */
const goingOn = `process.execPath, ["-e", "setTimeout(() => fs.writeFileSync('ended', ''), 20_000)"], { cwd: __dirname }`;

/** Signals of which this process hears once the child lives, or before it is started. */
const interruptedStarts: Readonly<Record<string, (signal: NodeJS.Signals) => string>> = {
    "while it starts a child": (signal) => `
        const child = runProcess(${goingOn});
        process.kill(process.pid, "${signal}");
        await child;
    `,
    "just before it starts a child": (signal) => `
        await endingAfter(async () => {
            process.kill(process.pid, "${signal}");
            while (interruption() === undefined) await new Promise(setImmediate);
            return startProcess(${goingOn});
        });
        await shell("touch second");
    `,
};

describe("Interrupted processes", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-interruption-"));
    });
    afterEach(async () => {
        await rm(folder, { recursive: true });
    });

    async function start(work: string): Promise<Started> {
        const script = join(folder, "work.cjs");
        await writeFile(script, command(folder, work));
        const args = ["--require", join(projectFolder, "tools/compile.cjs"), script];
        // Without a terminal, whoever runs the tests: on one, Ctrl+C reaches the child as well.
        return startProcess(process.execPath, args, { cwd: folder, detached: true });
    }

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        const report = new RegExp(`^\\S+ was stopped from outside \\(${signal}\\)\\. Run the command again\\.$`, "m");

        it(`A process that gets ${signal} passes it on, waits for its child and starts no other`, async () => {
            const { subprocess, ended } = await start(twoChildren);
            await until("the child runs", () => existsSync(join(folder, "started")));
            subprocess.kill(signal);
            const { exitCode, stderr } = await ended;
            equal(exitCode, 128 + constants.signals[signal], stderr);
            match(stderr, report);
            deepEqual((await readdir(folder)).sort(), ["finished", "started", "work.cjs"]);
        });

        for (const [when, work] of Object.entries(interruptedStarts)) {
            it(`A process that gets ${signal} ${when} ends the child too`, async () => {
                const { exitCode, stderr } = await (await start(work(signal))).ended;
                equal(exitCode, 128 + constants.signals[signal], stderr);
                match(stderr, report);
                deepEqual(await readdir(folder), ["work.cjs"]);
            });
        }
    }
});
