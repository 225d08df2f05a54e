import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { startProcess } from "../../../processes/childProcess";
import { ensureEngine } from "../../../cli/engine/engine";
import { compiling } from "../../../tools/compiling";
import { FakeSource, linesOf, Sayings, temporaryFolder } from "./support";

describe("Engine installation", () => {
    const folder = temporaryFolder();
    const cache = () => path.join(folder.path, "cache");
    const log = () => path.join(folder.path, "log");
    const progress = new Sayings();
    const run = [path.join(__dirname, "engineRun.ts")];

    it("The first source without an obstacle is used, and later sources are not tried", async () => {
        const sources = [
            new FakeSource("first", log(), { obstacle: "it is closed" }),
            new FakeSource("second", log()),
            new FakeSource("third", log()),
        ];
        const engine = await ensureEngine({ cache: cache(), sources, progress });
        assert.deepEqual(linesOf(log()), ["looked at first", "looked at second", "made second"]);
        assert.equal(engine.auth0Plugin, "released");
        assert.ok(existsSync(engine.pulumi));
    });

    it("A second call returns the same engine without trying any source", async () => {
        const sources = [new FakeSource("first", log(), { obstacle: "it is closed" }), new FakeSource("second", log())];
        const engine = await ensureEngine({ cache: cache(), sources, progress });
        const said = linesOf(log());
        const began = process.cpuUsage();
        assert.deepEqual(await ensureEngine({ cache: cache(), sources, progress }), engine);
        // What it computes, as a busy machine may let it wait.
        assert.ok(process.cpuUsage(began).user < 100_000);
        assert.deepEqual(linesOf(log()), said);
    });

    it("A source with a changed identity makes a new engine", async () => {
        await ensureEngine({ cache: cache(), sources: [new FakeSource("s", log(), { identity: ["1"] })], progress });
        await ensureEngine({ cache: cache(), sources: [new FakeSource("s", log(), { identity: ["2"] })], progress });
        assert.equal(linesOf(log()).filter((line) => line === "made s").length, 2);
    });

    it("A better source is used as soon as it becomes available", async () => {
        const second = new FakeSource("second", log());
        await ensureEngine({
            cache: cache(),
            sources: [new FakeSource("first", log(), { identity: undefined }), second],
            progress,
        });
        await ensureEngine({ cache: cache(), sources: [new FakeSource("first", log()), second], progress });
        assert.equal(linesOf(log()).at(-1), "made first");
    });

    it("A failing source is reported, and the next one is used", async () => {
        const sayings = new Sayings();
        const sources = [new FakeSource("first", log(), { error: "no space" }), new FakeSource("second", log())];
        const engine = await ensureEngine({ cache: cache(), sources, progress: sayings });
        assert.match(engine.pulumi, /second-/);
        assert.ok(sayings.all.some((text) => text.includes("the source first failed: no space")));
        assert.deepEqual(
            readdirSync(cache()).filter((name) => name.startsWith("unfinished-") || name.startsWith("first-")),
            [],
        );
    });

    it("Without a usable source, the error names each obstacle and what to install", async () => {
        const sources = [
            new FakeSource("first", log(), { identity: undefined, obstacle: "there is none" }),
            new FakeSource("second", log(), { error: "no space" }),
        ];
        await assert.rejects(ensureEngine({ cache: cache(), sources, progress }), (error: Error) => {
            assert.match(error.message, /the source first: there is none\n- the source second: no space\n/);
            assert.match(error.message, /install the Pulumi CLI 3\.227\.0 or later/);
            assert.match(error.message, /install Go 1\.\d+\.\d+ or later/);
            return true;
        });
    });

    it("The progress names a built auth0 plugin, its upstream version and the disk used", async () => {
        const sayings = new Sayings();
        const sources = [new FakeSource("built", log(), { upstream: "v1.0.0" })];
        const engine = await ensureEngine({ cache: cache(), sources, progress: sayings });
        assert.equal(engine.auth0Plugin, "built");
        assert.equal(engine.auth0Upstream, "v1.0.0");
        assert.equal(engine.environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"], "true");
        assert.match(sayings.all.at(-1) ?? "", /built from terraform-provider-auth0 v1\.0\.0.* \d+ MB\.$/);
    });

    it("A built engine is replaced as soon as a released one is available", async () => {
        const behaviour: { obstacle?: string | undefined } = { obstacle: "it is closed" };
        const sources = [
            new FakeSource("released", log(), behaviour),
            new FakeSource("built", log(), { upstream: "v1.0.0" }),
        ];
        const options = { cache: cache(), sources, progress };
        const built = await ensureEngine(options);
        assert.deepEqual(await ensureEngine({ ...options, reconsider: true }), built);
        assert.equal(linesOf(log()).filter((line) => line === "made built").length, 1);
        behaviour.obstacle = undefined;
        assert.equal((await ensureEngine(options)).auth0Plugin, "built");
        assert.equal((await ensureEngine({ ...options, reconsider: true })).auth0Plugin, "released");
        assert.equal((await ensureEngine(options)).auth0Plugin, "released");
    });

    it("Two concurrent calls in one process make the engine once", async () => {
        const sources = [new FakeSource("fake", log())];
        const options = { cache: cache(), sources, progress };
        const [one, two] = await Promise.all([ensureEngine(options), ensureEngine(options)]);
        assert.deepEqual(one, two);
        assert.deepEqual(linesOf(log()), ["looked at fake", "made fake"]);
    });

    it("The leftovers of a killed run are removed and never used", async function () {
        const forever = [...compiling, ...run, cache(), log(), "forever"];
        const { subprocess, ended } = await startProcess(process.execPath, forever);
        while (!linesOf(log()).includes("made fake")) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        subprocess.kill("SIGKILL");
        await ended;
        assert.equal(readdirSync(cache()).filter((name) => name.startsWith("unfinished-")).length, 1);

        const engine = await ensureEngine({ cache: cache(), sources: [new FakeSource("fake", log())], progress });
        assert.equal(linesOf(log()).filter((line) => line === "made fake").length, 2);
        assert.ok(existsSync(engine.pulumi));
        assert.deepEqual(
            readdirSync(cache()).filter((name) => name.startsWith("unfinished-")),
            [],
        );
    });

    it("An unfinished engine does not have its final folder name", async () => {
        let finish: (value?: unknown) => void = () => undefined;
        const source = new FakeSource("fake", log(), { wait: new Promise((resolve) => (finish = resolve)) });
        const engine = ensureEngine({ cache: cache(), sources: [source], progress });
        const working = await source.began;
        assert.match(path.basename(working), /^unfinished-/);
        assert.deepEqual(
            readdirSync(cache()).filter((name) => name.startsWith("fake-")),
            [],
        );
        finish();
        assert.ok(existsSync((await engine).pulumi));
        assert.ok(!existsSync(working));
    });
});
