import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { differences, writeExport } from "../../../cli/commands/export/exportFolder";
import { projectFolder } from "../../../cli/commands/project";
import { outputNow, startProcess } from "../../../processes/childProcess";
import { compiling } from "../../../tools/compiling";
import { label, setOf } from "./exportLoop";

/** What somebody sees in a folder: each file with its content and mode. */
async function seen(folder: string): Promise<Record<string, string>> {
    const files = setOf("").map(({ path }) => path);
    const present = files.filter((path) => existsSync(join(folder, path)));
    return Object.fromEntries(
        await Promise.all(
            present.map(async (path): Promise<[string, string]> => {
                const file = join(folder, path);
                const mode = ((await stat(file)).mode & 0o777).toString(8);
                return [path, `${mode} ${await readFile(file, "utf8")}`];
            }),
        ),
    );
}

const oldSet = {
    "openmetadata.env": "644 old",
    "docker-compose.auth0.yml": "644 old",
    "jwtkeys/private_key.der": "600 old",
    "jwtkeys/public_key.der": "644 old",
};
const newSet = Object.fromEntries(Object.entries(oldSet).map(([path, text]) => [path, text.replace("old", "new")]));

describe("the folder of an export", () => {
    let folder: string;
    beforeEach(async () => {
        folder = join(await mkdtemp(join(tmpdir(), "openmetadata-auth0-export-")), "deep", "export");
    });
    afterEach(async () => {
        await rm(join(folder, "..", ".."), { recursive: true });
    });

    it("gets the files, with secrets for the owner alone, whatever the umask", async () => {
        for (const umask of [0o000, 0o022, 0o077]) {
            const before = process.umask(umask);
            try {
                await writeExport(folder, label, setOf("old"));
            } finally {
                process.umask(before);
            }
            deepEqual(await seen(folder), oldSet);
            await rm(folder, { recursive: true });
        }
    });

    it("is left out by git add, and an ignore file of somebody else's stays", async () => {
        await writeExport(folder, label, setOf("old"));
        const repository = join(folder, "..");
        const git = (...args: string[]): string => outputNow("git", args, repository);
        const staged = (): string => {
            git("add", ".");
            return git("ls-files");
        };
        git("init", "--quiet");
        equal(staged(), "");
        await writeFile(join(folder, "docker-compose.yml"), "theirs");
        equal(staged(), "export/docker-compose.yml\n");
        await writeFile(join(folder, ".gitignore"), "");
        await rm(join(folder, ".openmetadata-auth0", ".gitignore"));
        deepEqual(await differences(folder, label, setOf("old")), [".openmetadata-auth0/.gitignore is missing"]);
        await writeExport(folder, label, setOf("new"));
        equal(await readFile(join(folder, ".gitignore"), "utf8"), "");
        ok(!staged().includes(".openmetadata-auth0"));
    });

    it("stays as it is where it is up to date, to the inode", async () => {
        equal(await writeExport(folder, label, setOf("old")), true);
        const { ino } = await stat(join(folder, "openmetadata.env"));
        equal(await writeExport(folder, label, setOf("old")), false);
        equal((await stat(join(folder, "openmetadata.env"))).ino, ino);
        deepEqual(await differences(folder, label, setOf("old")), []);
    });

    it("gets a new set in place of the old one, and keeps nothing of that", async () => {
        await writeExport(folder, label, setOf("old"));
        await writeExport(folder, label, setOf("new"));
        deepEqual(await seen(folder), newSet);
        equal((await readdir(join(folder, ".openmetadata-auth0"))).length, 3);
        await writeExport(folder, label, setOf("new").slice(1));
        ok(!(await readdir(folder)).includes("openmetadata.env"));
    });

    it("is mended where somebody has changed a file or its mode, and says so when asked", async () => {
        await writeExport(folder, label, setOf("old"));
        await writeFile(join(folder, "openmetadata.env"), "changed");
        await chmod(join(folder, "jwtkeys", "private_key.der"), 0o644);
        await rm(join(folder, "docker-compose.auth0.yml"));
        deepEqual(await differences(folder, label, setOf("old")), [
            "docker-compose.auth0.yml does not lead to the export",
            "openmetadata.env has another content",
            "jwtkeys/private_key.der has another mode",
        ]);
        equal(await writeExport(folder, label, setOf("old")), true);
        deepEqual(await seen(folder), oldSet);
    });

    it("keeps what others have put there", async () => {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, "docker-compose.yml"), "theirs");
        await writeExport(folder, label, setOf("old"));
        await writeExport(folder, label, setOf("new"));
        equal(await readFile(join(folder, "docker-compose.yml"), "utf8"), "theirs");
    });

    it("is not touched where a file is in the way that no export has written", async () => {
        await mkdir(join(folder, "jwtkeys"), { recursive: true });
        await writeFile(join(folder, "jwtkeys", "private_key.der"), "theirs");
        await writeFile(join(folder, "openmetadata.env"), "theirs");
        await rejects(
            writeExport(folder, label, setOf("new")),
            /openmetadata\.env, .*jwtkeys: not written by an export.* Nothing was changed/,
        );
        deepEqual((await readdir(folder)).sort(), ["jwtkeys", "openmetadata.env"]);
        equal(await readFile(join(folder, "openmetadata.env"), "utf8"), "theirs");
    });

    it("is not touched where it holds the export of another server or format", async () => {
        await writeExport(folder, label, setOf("old"));
        await rejects(
            writeExport(folder, { ...label, server: "https://other.example.com" }, setOf("new")),
            /holds an export of the format compose for https:\/\/om\.example\.com/,
        );
        deepEqual(await seen(folder), oldSet);
    });

    it("has the old set or the new one after a kill at any time, and the next export cleans up", async function () {
        const found = { old: 0, new: 0 };
        await writeExport(folder, label, setOf("old"));
        for (let kill = 0; kill < 30; kill += 1) {
            const loop = [...compiling, join(__dirname, "exportLoop.ts"), folder];
            const { subprocess, ended } = await startProcess("node", loop, { cwd: projectFolder });
            // From its first change on, however long it took to load.
            await once(subprocess.stdout, "data");
            await delay(kill * 7);
            subprocess.kill("SIGKILL");
            await ended;
            const after = await seen(folder);
            const set = (after["openmetadata.env"] ?? "").endsWith("old") ? "old" : "new";
            deepEqual(after, set === "old" ? oldSet : newSet);
            found[set] += 1;
        }
        ok(found.old > 1 && found.new > 1, `the kills came at the wrong times: ${JSON.stringify(found)}`);
        await writeExport(folder, label, setOf("last"));
        equal((await readdir(join(folder, ".openmetadata-auth0"))).length, 3);
    });
});
