import { deepEqual, equal, match } from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { startProcess } from "../../processes/childProcess";
import { until } from "../until";

/** A child that has something to finish when it is asked to end, and then a second child. */
const work = (folder: string): string => `
const { untilDone, endBecauseOf } = require(${JSON.stringify(join(projectFolder, "cli/commands/ending.ts"))});
const { runProcess } = require(${JSON.stringify(join(projectFolder, "processes/childProcess.ts"))});
process.once("uncaughtException", endBecauseOf);
const shell = (script) => runProcess("sh", ["-c", script], { cwd: ${JSON.stringify(folder)} });
void untilDone(async () => {
    const first = shell("trap 'sleep 0.3; touch finished; exit 0' INT TERM; touch started; while :; do sleep 0.05; done");
    await first.catch((error) => console.error(error.message));
    await shell("touch second");
});
`;

describe("Interrupted processes", () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        it(`A process that gets ${signal} passes it on, waits for its child and starts no other`, async () => {
            const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-interruption-"));
            try {
                const script = join(folder, "work.cjs");
                await writeFile(script, work(folder));
                const args = ["--require", join(projectFolder, "tools/compile.cjs"), script];
                const { subprocess, ended } = await startProcess(process.execPath, args, { cwd: folder });
                await until("the child runs", () => existsSync(join(folder, "started")), 20);
                subprocess.kill(signal);
                const { exitCode, stderr } = await ended;
                equal(exitCode, 128 + constants.signals[signal], stderr);
                match(
                    stderr,
                    new RegExp(`^sh was stopped from outside \\(${signal}\\)\\. Run the command again\\.$`, "m"),
                );
                deepEqual((await readdir(folder)).sort(), ["finished", "started", "work.cjs"]);
            } finally {
                await rm(folder, { recursive: true });
            }
        });
    }
});
