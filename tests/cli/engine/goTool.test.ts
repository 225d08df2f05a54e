import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import path from "node:path";
import { ensureGoTool, type GoTool } from "../../../cli/engine/goTool";
import { program } from "../../../cli/engine/plugins";
import { emptyBut, linesOf, makeOlder, Sayings, temporaryFolder, withEnvironment, writeProgram } from "./support";

describe("Go tools", () => {
    const folder = temporaryFolder();
    const cache = () => path.join(folder.path, "cache");
    const log = () => path.join(folder.path, "log");
    withEnvironment(() => ({
        PATH: path.join(folder.path, "bin"),
        OPENMETADATA_AUTH0_CACHE: cache(),
    }));

    const tool = (name: string): GoTool => ({
        name,
        module: path.join(folder.path, name),
        package: ".",
        together: () => [tool("tool"), tool("other")],
    });
    const get = (name = "tool", progress = new Sayings()) => ensureGoTool(tool(name), progress);

    beforeEach(async () => {
        // Stands in for `go build … -o FILE PACKAGE`, and writes a line for each call.
        await writeProgram(
            path.join(folder.path, "bin", "go"),
            `PATH=/usr/bin:/bin
            echo "$1 $PWD $GOCACHE" >> '${log()}'
            [ -e fails ] && exit 1
            while [ $# -gt 2 ]; do [ "$1" = -o ] && printf 'program' > "$2" && chmod +x "$2"; shift; done`,
        );
        for (const name of ["tool", "other"]) {
            await writeProgram(path.join(tool(name).module, "go.mod"), name);
        }
    });

    const ways: Record<string, (file: string) => void> = {
        "only its manifest left": (file) => {
            rmSync(file);
        },
        "an empty folder": (file) => {
            emptyBut(path.dirname(file), "");
        },
        "a truncated program": (file) => {
            truncateSync(file, 3);
        },
        "a program that is not executable": (file) => {
            chmodSync(file, 0o644);
        },
        "a manifest of another version": (file) => {
            makeOlder(path.join(path.dirname(file), "tool.json"));
        },
    };
    const builds = () =>
        linesOf(log())
            .map((line) => line.split(" "))
            .filter(([command]) => command === "build")
            .map(([, module = "", cache]) => ({ name: path.basename(module), cache }));
    const buildsOf = (name: string) => builds().filter((build) => build.name === name).length;
    for (const [way, damage] of Object.entries(ways)) {
        it(`A Go tool with ${way} is rebuilt, with one message`, async () => {
            const file = await get();
            assert.equal(path.basename(file), program("tool"));
            assert.equal(await get(), file);
            assert.equal(buildsOf("tool"), 1);
            damage(file);
            const sayings = new Sayings();
            assert.equal(await get("tool", sayings), file);
            assert.equal(sayings.all.filter((text) => /^tool in \S+ is damaged: /.test(text)).length, 1);
            assert.equal(readFileSync(file, "utf8"), "program");
            assert.notEqual(statSync(file).mode & 0o111, 0);
            assert.equal(buildsOf("tool"), 2);
            assert.equal(buildsOf("other"), 1);
        });
    }

    it("Missing Go tools are built with one build cache, which is removed afterwards", async () => {
        await get("other");
        assert.deepEqual(
            builds().map(({ name }) => name),
            ["other", "tool"],
        );
        assert.equal(new Set(builds().map(({ cache }) => cache)).size, 1);
        assert.equal(readFileSync(await get("tool"), "utf8"), "program");
        assert.equal(builds().length, 2);
        assert.deepEqual(
            readdirSync(cache())
                .map((name) => name.replace(/-.*/, ""))
                .sort(),
            ["other", "tool", "turn"],
        );
    });

    it("A Go tool is available although another one built with it fails", async () => {
        await writeProgram(path.join(tool("other").module, "fails"), "");
        const sayings = new Sayings();
        assert.equal(readFileSync(await get("tool", sayings), "utf8"), "program");
        assert.ok(
            sayings.all.some((text) => /^other was not built: \S/.test(text)),
            sayings.all.join("\n"),
        );
        await assert.rejects(get("other"));
    });
});
