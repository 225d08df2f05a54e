import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import pMap from "p-map";
import { type Started, startProcess } from "../../../processes/childProcess";
import { ensureEngine } from "../../../cli/engine/engine";
import { compiling } from "../../../tools/compiling";
import { FakeSource, linesOf, Sayings, temporaryFolder } from "./support";

/** One of several runs, each a process. */
class Run {
    readonly said: string[] = [];
    errors = "";
    readonly ended: Promise<unknown>;

    readonly process: Started["subprocess"];

    constructor({ subprocess, ended }: Started) {
        const { stdout, stderr } = subprocess;
        createInterface(stdout).on("line", (line) => this.said.push(JSON.parse(line) as string));
        stderr.on("data", (data) => (this.errors += String(data)));
        this.process = subprocess;
        this.ended = ended;
    }

    static async start(cache: string, log: string, ...behaviour: string[]): Promise<Run> {
        const run = path.join(__dirname, "engineRun.ts");
        return new Run(await startProcess(process.execPath, [...compiling, run, cache, log, ...behaviour]));
    }

    /** Waits until the run says something. */
    async says(wanted: RegExp): Promise<void> {
        while (!this.said.some((text) => wanted.test(text))) {
            assert.equal(this.process.exitCode, null, this.errors);
            await wait(20);
        }
    }

    /**
     * Waits for the end of a run that has to end well: with a pulumi that is there, and one message of success, or none
     * where it was there before the run asked.
     */
    async endsWell(): Promise<void> {
        await this.ended;
        assert.equal(this.process.exitCode, 0, this.errors);
        assert.ok(this.said.length === 1 || this.successes() === 1, this.said.join("\n"));
        assert.ok(!this.said.some((text) => text.includes("damaged")), this.said.join("\n"));
        assert.ok(existsSync(this.said.at(-1) ?? ""));
    }

    /** How often it has said that the engine is ready. */
    successes(): number {
        return this.said.filter((text) => text.includes("is ready")).length;
    }
}

describe("Concurrent engine installations", () => {
    const folder = temporaryFolder();
    const cache = (): string => path.join(folder.path, "cache");
    const log = (): string => path.join(folder.path, "log");
    const runs: Run[] = [];
    const start = async (...behaviour: string[]): Promise<Run> => {
        const run = await Run.start(cache(), log(), ...behaviour);
        runs.push(run);
        return run;
    };
    afterEach(async () => {
        for (const run of runs.splice(0)) {
            run.process.kill("SIGKILL");
            await run.ended;
        }
    });

    /** Gets the engine in this process, which has to end well, once, with nothing left over. */
    async function getEngine(cache: string, log: string): Promise<Sayings> {
        const sayings = new Sayings();
        const engine = await ensureEngine({ cache, sources: [new FakeSource("fake", log)], progress: sayings });
        assert.ok(existsSync(engine.pulumi));
        assert.deepEqual(
            readdirSync(cache).filter((name) => name.startsWith("unfinished-")),
            [],
        );
        return sayings;
    }

    it("A run waits for one that is suspended for 30 seconds, and both succeed", async function () {
        const first = await start("slow");
        while (!linesOf(log()).includes("made fake")) {
            await wait(20);
        }
        first.process.kill("SIGSTOP");
        const second = await start();
        await second.says(new RegExp(`^Waiting for another run \\(process ${first.process.pid}\\)`));
        await wait(30_000);
        assert.equal(second.process.exitCode, null);
        first.process.kill("SIGCONT");
        await Promise.all([first.endsWell(), second.endsWell()]);
        assert.deepEqual([first.successes(), second.successes()], [1, 1]);
        assert.equal(first.said.at(-1), second.said.at(-1));
        assert.deepEqual(linesOf(log()), ["looked at fake", "made fake"]);
        assert.deepEqual((await getEngine(cache(), log())).all, []);
    });

    for (const count of [2, 5]) {
        it(`${count} runs that start together make the engine once`, async function () {
            const together = await Promise.all(Array.from({ length: count }, () => start()));
            await Promise.all(together.map((run) => run.endsWell()));
            assert.equal(new Set(together.map(({ said }) => said.at(-1))).size, 1);
            assert.deepEqual(linesOf(log()), ["looked at fake", "made fake"]);
        });
    }

    it("A run killed at any point does not harm the next one", async function () {
        const points = await pMap(
            Array.from({ length: 26 }, (_, index) => index + 1),
            async (point) => {
                const own = path.join(folder.path, String(point));
                mkdirSync(own);
                const [cache, log] = [path.join(own, "cache"), path.join(own, "log")];
                const run = await Run.start(cache, log, "kill", String(point));
                await run.ended;
                const said = await getEngine(cache, log);
                // Where the run was killed at its very end, there is nothing left to do.
                const ready = said.all.filter((text) => text.includes("is ready")).length;
                assert.ok(ready === 1 || said.all.length === 0, said.all.join("\n"));
                assert.equal((await getEngine(cache, log)).all.length, 0);
                if (run.process.signalCode === null) {
                    await run.endsWell();
                    return 0;
                }
                assert.equal(run.process.signalCode, "SIGKILL");
                return 1;
            },
            { concurrency: 3 },
        );
        // The last points lie behind the end of a run, so that no point is left out.
        assert.match(points.join(""), /^1{20,}0+$/);
    });

    it("A run succeeds although four concurrent ones are killed", async function () {
        for (const point of [3, 8, 13, 18]) {
            await start("kill", String(point));
        }
        const last = await start();
        await last.endsWell();
        await Promise.all(runs.map(({ ended }) => ended));
        assert.deepEqual((await getEngine(cache(), log())).all, []);
    });

    it("A failed write is reported and leaves nothing behind, and the next run succeeds", async function () {
        // No file may be longer than 200 blocks, at most 200 kB.
        const run = path.join(__dirname, "engineRun.ts");
        const limited = new Run(
            await startProcess("/bin/sh", [
                "-c",
                'ulimit -f 200 && exec "$@"',
                "sh",
                ...[process.execPath, ...compiling, run, cache(), log(), "large"],
            ]),
        );
        await limited.ended;
        assert.equal(limited.process.exitCode, 1);
        assert.match(limited.errors, /^There is no usable pulumi, and no way to get one:\n- the source fake: EFBIG/m);
        assert.deepEqual(readdirSync(cache()), ["turn"]);
        await getEngine(cache(), log());
    });
});
