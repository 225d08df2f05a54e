import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startProcess } from "../../../processes/childProcess";
import { ensureEngine } from "../../../cli/engine/engine";
import { compiling } from "../../../tools/compiling";
import { FakeSource, linesOf, Sayings, temporaryFolder } from "./support";

describe("getting an engine", () => {
    const folder = temporaryFolder();
    const cache = () => path.join(folder.path, "cache");
    const log = () => path.join(folder.path, "log");
    const progress = new Sayings();
    const run = [path.join(__dirname, "engineRun.ts")];

    it("takes the first source that has no obstacle, and looks at no later one", async () => {
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

    it("gives the same engine at once the second time, without looking at any source", async () => {
        const sources = [new FakeSource("first", log(), { obstacle: "it is closed" }), new FakeSource("second", log())];
        const engine = await ensureEngine({ cache: cache(), sources, progress });
        const said = linesOf(log());
        const began = process.cpuUsage();
        assert.deepEqual(await ensureEngine({ cache: cache(), sources, progress }), engine);
        // What it computes, as a busy machine may let it wait.
        assert.ok(process.cpuUsage(began).user < 100_000);
        assert.deepEqual(linesOf(log()), said);
    });

    it("makes another one when what determines it has changed", async () => {
        await ensureEngine({ cache: cache(), sources: [new FakeSource("s", log(), { identity: ["1"] })], progress });
        await ensureEngine({ cache: cache(), sources: [new FakeSource("s", log(), { identity: ["2"] })], progress });
        assert.equal(linesOf(log()).filter((line) => line === "made s").length, 2);
    });

    it("prefers a better source as soon as there is something for it to work with", async () => {
        const second = new FakeSource("second", log());
        await ensureEngine({
            cache: cache(),
            sources: [new FakeSource("first", log(), { identity: undefined }), second],
            progress,
        });
        await ensureEngine({ cache: cache(), sources: [new FakeSource("first", log()), second], progress });
        assert.equal(linesOf(log()).at(-1), "made first");
    });

    it("goes on with the next source when one fails, and says why", async () => {
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

    it("says of each source why it does not help, and what to do", async () => {
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

    it("says that the auth0 plugin was built, and over which upstream, and what disk the engine takes", async () => {
        const sayings = new Sayings();
        const sources = [new FakeSource("built", log(), { upstream: "v1.0.0" })];
        const engine = await ensureEngine({ cache: cache(), sources, progress: sayings });
        assert.equal(engine.auth0Plugin, "built");
        assert.equal(engine.auth0Upstream, "v1.0.0");
        assert.equal(engine.environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"], "true");
        assert.match(sayings.all.at(-1) ?? "", /built from terraform-provider-auth0 v1\.0\.0.* \d+ MB\.$/);
    });

    it("looks again for a released engine where it is asked to and the one at hand is a built one", async () => {
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

    it("makes it once when two calls of one process meet", async () => {
        const sources = [new FakeSource("fake", log())];
        const options = { cache: cache(), sources, progress };
        const [one, two] = await Promise.all([ensureEngine(options), ensureEngine(options)]);
        assert.deepEqual(one, two);
        assert.deepEqual(linesOf(log()), ["looked at fake", "made fake"]);
    });

    it("takes nothing that a killed run has left for finished, and removes it", async function () {
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

    it("does not have its name before it is finished", async () => {
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

    it("makes it anew where the manifest is of another folder", async () => {
        const options = { cache: cache(), sources: [new FakeSource("fake", log())], progress };
        const engine = await ensureEngine(options);
        const manifest = path.join(path.dirname(engine.home), "engine.json");
        writeFileSync(manifest, JSON.stringify({ folder: "fake-other", pulumi: "bin/pulumi", version: "1.0.0" }));
        assert.deepEqual(await ensureEngine(options), engine);
        assert.equal(linesOf(log()).filter((line) => line === "made fake").length, 2);
    });
});
