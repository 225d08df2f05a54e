import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { parse } from "yaml";
import { projectFolder } from "../../cli/commands/project";
import { runProcess } from "../../processes/childProcess";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { startBrowser } from "../browser/browser";
import { type Block, blocksOf, pages } from "./pages";

/** The blocks of all pages in a language, each with where it stands. */
async function allBlocks(language: string): Promise<(Block & { at: string })[]> {
    const blocks = await Promise.all(
        pages().map(async (page) =>
            (await blocksOf(page)).map((block) => ({ ...block, at: `${page}, line ${block.line}` })),
        ),
    );
    return blocks.flat().filter((block) => block.language === language);
}

/** What a page uses of a package that would take a cluster to try, as the package declares it. */
const kubernetes = `
import * as pulumi from "@pulumi/pulumi";
export namespace core.v1 {
    class Secret extends pulumi.CustomResource {
        constructor(name: string, args: { metadata: { name: string }; data: pulumi.Input<Record<string, string>> });
    }
}
export namespace helm.v4 {
    class Chart extends pulumi.ComponentResource {
        constructor(
            name: string,
            args: { chart: string; repositoryOpts: { repo: string }; values: pulumi.Input<Record<string, unknown>> },
        );
    }
}
`;

/** Blocks in TypeScript that are no whole program, and where they stand. */
const fragments: Readonly<Record<string, string>> = {
    "new auth0.Client(`${name}-client`, { … }, { parent: this, aliases: [{ name }] });": "docs/versions.md",
};

describe("Code blocks in the documentation", () => {
    it("Every code block names a language that is checked", async () => {
        // Any text is Markdown.
        const checked = ["sh", "ts", "json", "yaml", "mermaid", "markdown"];
        const others = await Promise.all(
            pages().map(async (page) =>
                (await blocksOf(page))
                    .filter(({ language }) => !checked.includes(language))
                    .map(({ line, language }) => `${page}, line ${line}: ${language}`),
            ),
        );
        deepEqual(others.flat(), []);
    });

    it("TypeScript blocks compile", async function () {
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-blocks-"));
        const modules = join(folder, "node_modules");
        await mkdir(join(modules, "@pulumi"), { recursive: true });
        await mkdir(join(modules, "@pulumi/kubernetes"));
        await writeFile(join(modules, "@pulumi/kubernetes/index.d.ts"), kubernetes);
        for (const name of ["pulumi", "auth0"]) {
            await symlink(join(projectFolder, "node_modules/@pulumi", name), join(modules, "@pulumi", name));
        }
        await symlink(join(projectFolder, "node_modules/@types"), join(modules, "@types"));
        const all = await allBlocks("ts");
        const blocks = all.filter(({ text }) => !(text in fragments));
        equal(all.length - blocks.length, Object.keys(fragments).length);
        const files = await Promise.all(
            blocks.map(async ({ text, at }) => {
                const name = `${at.replaceAll(/\W+/g, "-")}.ts`;
                await writeFile(join(folder, name), text);
                return name;
            }),
        );
        await writeFile(
            join(folder, "tsconfig.json"),
            JSON.stringify({
                extends: join(projectFolder, "tsconfig.json"),
                compilerOptions: {
                    noEmit: true,
                    types: ["node"],
                    noUnusedLocals: false,
                    paths: { "openmetadata-auth0": [join(projectFolder, "components/index.ts")] },
                },
                include: [],
                files,
            }),
        );
        const tsc = join(projectFolder, "node_modules/.bin/tsc");
        const { exitCode, stdout } = await runProcess(tsc, ["-p", folder], { cwd: folder });
        equal(exitCode, 0, stdout);
        await rm(folder, { recursive: true });
    });

    it("JSON and YAML blocks parse", async () => {
        const blocks = [...(await allBlocks("json")), ...(await allBlocks("yaml"))];
        ok(blocks.length > 0);
        for (const { language, text, at } of blocks) {
            try {
                ok(language === "json" ? JSON.parse(text) : parse(text));
            } catch (error) {
                throw new Error(`${at}: ${(error as Error).message}`, { cause: error });
            }
        }
    });

    describe("Diagrams", function () {
        let folder: string;
        let tenant: Tenant;
        let browser: Browser;

        before(async () => {
            folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-diagrams-"));
            tenant = await startTenant({ state: folder, port: 0 });
            browser = await startBrowser(tenant);
        });
        after(async () => {
            await browser.close();
            await tenant.close();
            await rm(folder, { recursive: true });
        });

        it("Mermaid renders every diagram", async () => {
            const page = await browser.newPage();
            await page.setContent("<!doctype html>");
            const library = require.resolve("mermaid/dist/mermaid.min.js");
            await page.addScriptTag({ content: await readFile(library, "utf8") });
            const blocks = await allBlocks("mermaid");
            ok(blocks.length > 0);
            for (const [index, { text, at }] of blocks.entries()) {
                const drawn: string = await page.evaluate(
                    `mermaid.render("diagram${index}", ${JSON.stringify(text)}).then(({ svg }) => svg, (error) => String(error))`,
                );
                ok(drawn.startsWith("<svg"), `${at}: ${drawn.slice(0, 400)}`);
            }
        });
    });
});
