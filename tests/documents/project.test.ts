import { deepEqual, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../../cli/commands/project";
import { projectFiles } from "../checkout";

describe("Files for contributors", () => {
    it("The files that GitHub looks for exist", () => {
        for (const file of [
            "CONTRIBUTING.md",
            "SECURITY.md",
            "LICENSE",
            ".github/CODEOWNERS",
            ".github/dependabot.yml",
        ]) {
            ok(existsSync(join(projectFolder, file)), file);
        }
    });

    it("CONTRIBUTING.md names only existing scripts and files", async () => {
        const text = await readFile(join(projectFolder, "CONTRIBUTING.md"), "utf8");
        const { scripts } = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")) as {
            scripts: Record<string, string>;
        };
        for (const [, script = ""] of text.matchAll(/`npm run ([\w:]+)/g)) {
            ok(script in scripts, script);
        }
        for (const [file] of text.matchAll(/(?:tests|plugins)\/[\w/.]+\.(?:cjs|json|ts)/g)) {
            ok(existsSync(join(projectFolder, file)), file);
        }
    });

    it("Dependabot covers every package-lock.json", async () => {
        const { updates } = parse(await readFile(join(projectFolder, ".github/dependabot.yml"), "utf8")) as {
            updates: { "package-ecosystem": string; directories?: string[] }[];
        };
        const locks = projectFiles().filter((file) => /(?:^|\/)package-lock\.json$/.test(file));
        deepEqual(
            updates.find(({ "package-ecosystem": ecosystem }) => ecosystem === "npm")?.directories?.toSorted(),
            locks.map((file) => `/${file.replace(/\/?package-lock\.json$/, "")}`).toSorted(),
        );
    });
});
