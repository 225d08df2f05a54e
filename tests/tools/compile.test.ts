import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { outputOf } from "../../processes/childProcess";

describe("tools/compile.cjs", () => {
    let checkout: string;
    let stored: string;

    beforeEach(async () => {
        checkout = await mkdtemp(join(tmpdir(), "openmetadata-auth0-compile-"));
        stored = join(checkout, "node_modules", ".cache", "openmetadata-auth0");
        for (const path of ["tools/compile.cjs", "tools/codeCache.cjs", "components/pulumiInternals/lazySdk.cjs"]) {
            await mkdir(join(checkout, dirname(path)), { recursive: true });
            await cp(join(projectFolder, path), join(checkout, path));
        }
        await mkdir(join(checkout, "node_modules"));
        await symlink(join(projectFolder, "node_modules", "esbuild"), join(checkout, "node_modules", "esbuild"));
        await write("main.cjs", 'require("./tools/compile.cjs"); require("./commands/main.ts");');
        await write("commands/main.ts", 'import { name } from "../config/name"; console.log(name satisfies string);');
        await write("config/name.ts", 'export const name: string = "first";');
        await write("policies/other.ts", "export const other: number = 1;");
    });
    afterEach(async () => rm(checkout, { recursive: true }));

    async function write(path: string, content: string): Promise<void> {
        await mkdir(join(checkout, dirname(path)), { recursive: true });
        await writeFile(join(checkout, path), content);
    }

    const run = async (): Promise<string> => (await outputOf(process.execPath, [join(checkout, "main.cjs")])).trim();

    /** The names of the sources whose compiled form is stored. */
    async function compiled(): Promise<string[]> {
        return (await readdir(stored)).filter((name) => name.endsWith(".js")).map((name) => name.split("-")[0] ?? "");
    }

    it("The first run compiles the sources of all folders, for this user alone", async () => {
        equal(await run(), "first");
        deepEqual((await compiled()).sort(), ["main.ts", "name.ts", "other.ts"]);
        equal((await stat(stored)).mode & 0o077, 0);
    });

    it("A changed source is compiled again, and no other", async () => {
        await run();
        const inodes = async (): Promise<Map<string, number>> =>
            new Map(
                await Promise.all(
                    (await readdir(stored))
                        .filter((name) => name.endsWith(".js"))
                        .map(async (name) => [name, (await stat(join(stored, name))).ino] as const),
                ),
            );
        const before = await inodes();
        await write("config/name.ts", 'export const name: string = "other";');
        equal(await run(), "other");
        const changed = [...(await inodes())].filter(([name, inode]) => before.get(name) !== inode);
        deepEqual(
            changed.map(([name]) => name.split("-")[0]),
            ["name.ts"],
        );
    });

    it("A source that does not parse ends only the runs that load it, with file and line", async () => {
        await write("policies/other.ts", "export const other: = 1;");
        equal(await run(), "first");
        await write("config/name.ts", "\nexport const name: = 1;");
        await rejects(run(), /config\/name\.ts:2:19: ERROR/);
    });

    it("A run whose compiled sources cannot be stored compiles them for itself", async () => {
        await writeFile(join(checkout, "node_modules", ".cache"), "");
        equal(await run(), "first");
        equal(await readFile(join(checkout, "node_modules", ".cache"), "utf8"), "");
    });

    it("A stack trace has the lines of the sources, if Node is asked for them", async () => {
        await write("commands/main.ts", 'interface Nothing { a: string }\n\nthrow new Error("failed");');
        const { stderr } = await outputOf(process.execPath, ["--enable-source-maps", join(checkout, "main.cjs")]).then(
            () => ({ stderr: "" }),
            (error: unknown) => ({ stderr: String(error) }),
        );
        match(stderr, /commands\/main\.ts:3:7/);
    });
});
