import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { differences, writeExport } from "../../../cli/commands/export/exportFolder";
import { type ExportedFile, header } from "../../../cli/commands/export/formats";
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
    "openmetadata.env": "600 old",
    "docker-compose.auth0.yml": "644 old",
    "jwtkeys/private_key.der": "600 old",
    "jwtkeys/public_key.der": "644 old",
};
/** What of it holds no secret, and is no part of what changes all at once. */
const open = "docker-compose.auth0.yml";
const newSet = Object.fromEntries(Object.entries(oldSet).map(([path, text]) => [path, text.replace("old", "new")]));

describe("Export folder", () => {
    let folder: string;
    beforeEach(async () => {
        folder = join(await mkdtemp(join(tmpdir(), "openmetadata-auth0-export-")), "deep", "export");
    });
    afterEach(async () => {
        await rm(join(folder, "..", ".."), { recursive: true });
    });

    it("Exported secrets are readable only by their owner, whatever the umask", async () => {
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

    it("git add takes only files without secrets, and a foreign .gitignore stays", async () => {
        await writeExport(folder, label, setOf("old"));
        const repository = join(folder, "..");
        const git = (...args: string[]): string => outputNow("git", args, repository);
        const staged = (): string => {
            git("add", ".");
            return git("ls-files");
        };
        git("init", "--quiet");
        equal(staged(), "export/docker-compose.auth0.yml\n");
        await writeFile(join(folder, "docker-compose.yml"), "theirs");
        equal(staged(), "export/docker-compose.auth0.yml\nexport/docker-compose.yml\n");
        await writeFile(join(folder, ".gitignore"), "");
        await rm(join(folder, ".openmetadata-auth0", ".gitignore"));
        deepEqual(await differences(folder, label, setOf("old")), [".openmetadata-auth0/.gitignore is missing"]);
        await writeExport(folder, label, setOf("new"));
        equal(await readFile(join(folder, ".gitignore"), "utf8"), "");
        ok(!staged().includes(".openmetadata-auth0"));
    });

    it("An export keeps its own .gitignore to the files with secrets", async () => {
        await mkdir(folder, { recursive: true });
        const ignored = ["/.gitignore", "/.openmetadata-auth0", "/openmetadata.env", `/${open}`, "/mine"];
        await writeFile(join(folder, ".gitignore"), `${ignored.join("\n")}\n`);
        await writeExport(folder, label, setOf("old"));
        equal(
            await readFile(join(folder, ".gitignore"), "utf8"),
            "/.gitignore\n/.openmetadata-auth0\n/openmetadata.env\n/mine\n/jwtkeys\n",
        );
    });

    it("A file without secrets is a plain file that works alone in a clone", async () => {
        const values = (text: string): ExportedFile[] => [
            { path: "values.yaml", content: Buffer.from(`${header}${text}\n`), secret: false, what: "a test" },
        ];
        const secrets = { path: "secrets.yaml", content: Buffer.from("secret"), secret: true, what: "a test" };
        const helm = { ...label, format: "helm" } as const;
        await writeExport(folder, helm, values("a"));
        deepEqual(await readdir(folder), ["values.yaml"]);
        ok((await lstat(join(folder, "values.yaml"))).isFile());
        deepEqual(await differences(folder, helm, values("a")), []);
        await chmod(join(folder, "values.yaml"), 0o600);
        deepEqual(await differences(folder, helm, values("a")), []);
        await writeExport(folder, helm, [...values("b"), secrets]);
        deepEqual((await readdir(folder)).sort(), [".gitignore", ".openmetadata-auth0", "secrets.yaml", "values.yaml"]);
        ok((await lstat(join(folder, "values.yaml"))).isFile());
        equal(await writeExport(folder, helm, values("b")), true);
        deepEqual((await readdir(folder)).sort(), [".gitignore", "values.yaml"]);
        await writeFile(join(folder, "values.yaml"), "theirs");
        await rejects(writeExport(folder, helm, values("c")), /values\.yaml: not written by an export/);
    });

    it("An export removes the references to a secret store that an earlier export wrote, and no file of the user's", async () => {
        const fileOf = (path: string): ExportedFile => ({
            path,
            content: Buffer.from(`${header}a\n`),
            secret: false,
            what: "a test",
        });
        const helm = { ...label, format: "helm" } as const;
        await writeExport(folder, helm, ["values.yaml", "external-secrets.yaml"].map(fileOf));
        const later = [fileOf("values.yaml")];
        deepEqual(await differences(folder, helm, later), ["external-secrets.yaml is not part of it"]);
        equal(await writeExport(folder, helm, later), true);
        deepEqual(await readdir(folder), ["values.yaml"]);
        await writeFile(join(folder, "external-secrets.yaml"), "theirs");
        deepEqual(await differences(folder, helm, later), []);
        equal(await writeExport(folder, helm, later), false);
        equal(await readFile(join(folder, "external-secrets.yaml"), "utf8"), "theirs");
    });

    it("An export replaces the symbolic links of an earlier version with files", async () => {
        await writeExport(folder, label, setOf("old"));
        await rm(join(folder, open));
        await symlink(`.openmetadata-auth0/current/${open}`, join(folder, open));
        deepEqual(await differences(folder, label, setOf("old")), [`${open} is a link`]);
        await writeExport(folder, label, setOf("old"));
        ok((await lstat(join(folder, open))).isFile());
    });

    it("An up-to-date export is not rewritten", async () => {
        equal(await writeExport(folder, label, setOf("old")), true);
        const { ino } = await stat(join(folder, "openmetadata.env"));
        equal(await writeExport(folder, label, setOf("old")), false);
        equal((await stat(join(folder, "openmetadata.env"))).ino, ino);
        deepEqual(await differences(folder, label, setOf("old")), []);
    });

    it("A new export replaces all files of the old one", async () => {
        await writeExport(folder, label, setOf("old"));
        await writeExport(folder, label, setOf("new"));
        deepEqual(await seen(folder), newSet);
        equal((await readdir(join(folder, ".openmetadata-auth0"))).length, 3);
        await writeExport(folder, label, setOf("new").slice(1));
        ok(!(await readdir(folder)).includes("openmetadata.env"));
    });

    it("Changed files and modes are reported and repaired", async () => {
        await writeExport(folder, label, setOf("old"));
        await writeFile(join(folder, "openmetadata.env"), "changed");
        await chmod(join(folder, "jwtkeys", "private_key.der"), 0o644);
        await rm(join(folder, "docker-compose.auth0.yml"));
        deepEqual(await differences(folder, label, setOf("old")), [
            "openmetadata.env has different content",
            "docker-compose.auth0.yml is missing",
            "jwtkeys/private_key.der has different permissions",
        ]);
        equal(await writeExport(folder, label, setOf("old")), true);
        deepEqual(await seen(folder), oldSet);
    });

    it("An export leaves files of others in place", async () => {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, "docker-compose.yml"), "theirs");
        await writeExport(folder, label, setOf("old"));
        await writeExport(folder, label, setOf("new"));
        equal(await readFile(join(folder, "docker-compose.yml"), "utf8"), "theirs");
    });

    it("An export changes nothing if files of others are in the way", async () => {
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

    it("An export refuses a folder that holds an export of another server or format", async () => {
        await writeExport(folder, label, setOf("old"));
        for (const other of [{ server: "https://other.example.com" }, { format: "env" }] as const) {
            await rejects(
                writeExport(folder, { ...label, ...other }, setOf("new")),
                /holds an export of the format compose for https:\/\/om\.example\.com/,
            );
        }
        deepEqual(await seen(folder), oldSet);
    });

    it("A killed export leaves the complete old or new files, and the next one cleans up", async function () {
        const found = { old: 0, new: 0 };
        await writeExport(folder, label, setOf("old"));
        for (let kill = 0; kill < 30; kill += 1) {
            const loop = [...compiling, join(__dirname, "exportLoop.ts"), folder];
            const { subprocess, ended } = await startProcess("node", loop, { cwd: projectFolder });
            // After either set in turn, however long one takes here; then at any moment.
            const written = kill % 2 === 0 ? "old" : "new";
            for await (const line of createInterface({ input: subprocess.stdout })) {
                if (line === written) {
                    break;
                }
            }
            await delay(kill * 7);
            subprocess.kill("SIGKILL");
            await ended;
            const after = await seen(folder);
            const set = (after["openmetadata.env"] ?? "").endsWith("old") ? "old" : "new";
            // What holds no secret is replaced by itself, as a whole.
            const { [open]: alone, ...together } = after;
            match(alone ?? "", /^644 (old|new)$/);
            const { [open]: _open, ...expected } = set === "old" ? oldSet : newSet;
            deepEqual(together, expected);
            found[set] += 1;
        }
        ok(found.old > 1 && found.new > 1, `the kills came at the wrong times: ${JSON.stringify(found)}`);
        await writeExport(folder, label, setOf("last"));
        equal((await readdir(join(folder, ".openmetadata-auth0"))).length, 3);
    });
});
