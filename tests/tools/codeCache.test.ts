import { equal, ok } from "node:assert/strict";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import Module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { outputOf } from "../../processes/childProcess";

/** From Node 22.1 on, Node keeps the code by itself, in files of its own. */
const own = !("enableCompileCache" in Module);

describe("tools/codeCache.cjs", () => {
    let folder: string;
    let kept: string;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-code-"));
        kept = join(folder, "kept");
        await writeFile(
            join(folder, "main.js"),
            `require(${JSON.stringify(join(projectFolder, "tools", "codeCache.cjs"))})(${JSON.stringify(kept)}, [__dirname]);
            require("./answer.js").then((answer) => console.log(answer));`,
        );
        await writeFile(join(folder, "library.mjs"), "export const from = (name) => `of ${name}`;");
        await writeFile(
            join(folder, "importing.js"),
            'module.exports = import("./library.mjs").then(({ from }) => from("import"));',
        );
        await answer("first");
    });
    afterEach(async () => rm(folder, { recursive: true }));

    /** Writes what a process loads; the text is as long each time. */
    async function answer(name: string): Promise<void> {
        await writeFile(
            join(folder, "answer.js"),
            `#!/usr/bin/env node
            const { basename } = require("node:path");
            const { from } = require("./library.mjs");
            const main = require.resolve("./main.js");
            module.exports = require("./importing.js").then((imported) =>
                [from("${name}"), imported, basename(__filename), basename(main), require.main.filename === main].join());`,
        );
    }

    const run = async (): Promise<string> => outputOf(process.execPath, [join(folder, "main.js")]);
    const result = (name: string): string => `of ${name},of import,answer.js,main.js,true`;

    it("A module runs with the code cache as without it", async () => {
        equal(await run(), result("first"));
        equal(await run(), result("first"));
    });

    it("The code cache is private to its user and rewritten only for new code", async function () {
        if (!own) {
            this.skip();
        }
        await run();
        const [name = ""] = await readdir(kept);
        const before = await stat(join(kept, name));
        equal(before.mode & 0o077, 0);
        equal((await stat(kept)).mode & 0o077, 0);
        await run();
        equal((await stat(join(kept, name))).ino, before.ino);
        await answer("other");
        await run();
        ok((await stat(join(kept, name))).ino !== before.ino);
    });

    it("A changed file of the same length does not run from the cache", async () => {
        await run();
        await answer("other");
        equal(await run(), result("other"));
    });

    it("A damaged code cache does not stop a run", async () => {
        await run();
        for (const name of await readdir(kept)) {
            await rm(join(kept, name), { recursive: true });
            await writeFile(join(kept, name), "[[");
        }
        equal(await run(), result("first"));
    });
});
