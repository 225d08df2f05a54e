import assert from "node:assert/strict";
import {
    chmodSync,
    existsSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    truncateSync,
    writeFileSync,
} from "node:fs";
import path from "node:path";
import { type Engine, ensureEngine } from "../../../cli/engine/engine";
import { pluginFolder, pluginProgram } from "../../../cli/engine/plugins";
import { plugins } from "../../../cli/engine/versions";
import { emptyBut, FakeSource, linesOf, makeOlder, Sayings, temporaryFolder, writeProgram } from "./support";

describe("Damaged engine", () => {
    const folder = temporaryFolder();
    const cache = () => path.join(folder.path, "cache");
    const log = () => path.join(folder.path, "log");

    async function get(): Promise<{ engine: Engine; said: readonly string[] }> {
        const progress = new Sayings();
        const engine = await ensureEngine({ cache: cache(), sources: [new FakeSource("fake", log())], progress });
        return { engine, said: progress.all };
    }

    const plugin = (home: string, index: number) => {
        const found = plugins[index];
        assert.ok(found);
        return path.join(pluginFolder(home, found), pluginProgram(found));
    };

    const ways: Record<string, { damage: (engine: Engine, folder: string) => void; said: RegExp }> = {
        "only its manifest left": {
            damage: (_, folder) => {
                emptyBut(folder, "engine.json");
            },
            said: /bin.pulumi is missing/,
        },
        "an empty folder": {
            damage: (_, folder) => {
                emptyBut(folder, "");
            },
            said: /engine\.json is missing/,
        },
        "a missing pulumi": {
            damage: ({ pulumi }) => {
                rmSync(pulumi);
            },
            said: /bin.pulumi is missing/,
        },
        "a truncated pulumi": {
            damage: ({ pulumi }) => {
                truncateSync(pulumi, 3);
            },
            said: /bin.pulumi has 3 bytes instead of \d+/,
        },
        "a pulumi that is not executable": {
            damage: ({ pulumi }) => {
                chmodSync(pulumi, 0o644);
            },
            said: /bin.pulumi is not executable/,
        },
        "a deleted plugin": {
            damage: ({ home }) => {
                rmSync(path.dirname(plugin(home, 1)), { recursive: true });
            },
            said: /pulumi-resource-random is missing/,
        },
        "a truncated plugin": {
            damage: ({ home }) => {
                truncateSync(plugin(home, 0));
            },
            said: /pulumi-resource-auth0 has 0 bytes instead of \d+/,
        },
        "an unreadable manifest": {
            damage: (_, folder) => {
                truncateSync(path.join(folder, "engine.json"), 20);
            },
            said: /engine\.json is missing or not readable/,
        },
        "a manifest of another version": {
            damage: (_, folder) => {
                makeOlder(path.join(folder, "engine.json"));
            },
            said: /engine\.json is of another version/,
        },
        "the manifest of another folder": {
            damage: (_, folder) => {
                const manifest = path.join(folder, "engine.json");
                writeFileSync(manifest, readFileSync(manifest, "utf8").replace(path.basename(folder), "fake-other"));
            },
            said: /engine\.json is that of fake-other/,
        },
    };
    for (const [way, { damage, said }] of Object.entries(ways)) {
        it(`An engine with ${way} is replaced, with one message`, async () => {
            const before = (await get()).engine;
            damage(before, path.dirname(before.home));
            const after = await get();
            assert.deepEqual(after.engine, before);
            assert.equal(after.said.filter((text) => said.test(text)).length, 1, after.said.join("\n"));
            assert.match(after.said[0] ?? "", /^The engine in \S+ is damaged: [^\n]+ It is removed and got again\.$/);
            assert.ok(statSync(after.engine.pulumi).size > 3);
            assert.ok(plugins.every((_, index) => existsSync(plugin(after.engine.home, index))));
            assert.equal(linesOf(log()).filter((line) => line === "made fake").length, 2);
            assert.deepEqual((await get()).said, []);
        });
    }

    it("Files that pulumi writes to its home do not count as damage", async () => {
        const { engine } = await get();
        writeFileSync(path.join(engine.home, "plugins", "resource-auth0.lastused"), "");
        await writeProgram(path.join(engine.home, "logs", "log"), "");
        assert.deepEqual((await get()).said, []);
    });

    it("An engine without a plugin is never completed", async () => {
        const source = new FakeSource("fake", log(), { plugins: plugins.slice(1) });
        await assert.rejects(
            ensureEngine({ cache: cache(), sources: [source], progress: new Sayings() }),
            /the source fake: \S+pulumi-resource-auth0\S* was not made, or cannot be run/,
        );
        assert.deepEqual(readdirSync(cache()), ["turn"]);
    });

    it("An engine whose folder is removed during installation is never completed", async () => {
        const source = new FakeSource("fake", log());
        void source.began.then((folder) => {
            rmSync(folder, { recursive: true });
        });
        await assert.rejects(ensureEngine({ cache: cache(), sources: [source], progress: new Sayings() }));
        assert.deepEqual(readdirSync(cache()), ["turn"]);
    });
});
