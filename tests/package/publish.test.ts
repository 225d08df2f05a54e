import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import manifest from "../../package.json";
import { outputOf, runProcess } from "../../processes/childProcess";
import { type EmptyRegistry, startEmptyRegistry } from "./emptyRegistry";

/** The package as npm would publish it. */
interface Published {
    readonly size: number;
    readonly unpackedSize: number;
    readonly files: readonly { readonly path: string }[];
}

describe("Published npm package", function () {
    let folder: string;
    let tarball: string;
    let unpacked: string;
    let registry: EmptyRegistry;
    let said: string;
    let published: Published;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-publish-"));
        registry = await startEmptyRegistry();
        const { stdout, stderr } = await runProcess("npm", ["publish", "--dry-run", "--json"], {
            cwd: projectFolder,
            env: registry.environment,
        });
        said = stderr;
        // Before it may stand what the build prints; before npm 11, the package stands there without its name.
        const report = JSON.parse(stdout.slice(stdout.search(/^\{$/m))) as Published | Record<string, Published>;
        published = (
            manifest.name in report ? (report as Record<string, Published>)[manifest.name] : report
        ) as Published;
        await outputOf("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: projectFolder });
        tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "");
        await outputOf("tar", ["-xzf", tarball], { cwd: folder });
        unpacked = join(folder, "package");
    });
    after(async () => {
        registry.close();
        await rm(folder, { recursive: true });
    });

    it("npm publish --dry-run prints no warning and publishes publicly", () => {
        ok(!("private" in manifest));
        match(said, /with tag latest and public access \(dry-run\)/);
        deepEqual(
            said.split("\n").filter((line) => /\b(warn|error)\b/i.test(line)),
            [],
        );
    });

    it("The package contains only compiled code, types, source maps and its documents", () => {
        const paths = published.files.map(({ path }) => path);
        const plugins = ["dist/provider", "dist/componentProvider"].map((folder) => `${folder}/index.js`);
        // Auth0 gets it as it stands.
        const action = "dist/components/postLoginAction.js";
        const compiled = paths
            .filter((path) => path.endsWith(".js") && ![...plugins, action].includes(path))
            .map((path) => path.slice(0, -".js".length));
        for (const name of compiled) {
            ok(existsSync(join(projectFolder, `${name.slice("dist/".length)}.ts`)), `${name} has no source`);
        }
        deepEqual([...new Set(compiled.map((name) => name.split("/")[1]))].sort(), [
            "components",
            "openmetadata",
            "plugins",
        ]);
        deepEqual(
            paths.toSorted(),
            [
                ...["CHANGELOG.md", "LICENSE", "README.md", "package.json"],
                ...[...plugins, ...plugins.map((path) => join(path, "../PulumiPlugin.yaml"))],
                ...["dist/componentProvider/package.json", "dist/plugins/components/schema.json", action],
                ...compiled.flatMap((name) => [`${name}.d.ts`, `${name}.js`, `${name}.js.map`]),
            ].sort(),
        );
        ok(compiled.includes("dist/components/index") && compiled.includes("dist/plugins/server/index"));
    });

    it("The package stays within its size limits", () => {
        ok(published.size < 310_000, `${published.size} bytes packed`);
        ok(published.unpackedSize < 1_300_000, `${published.unpackedSize} bytes unpacked`);
    });

    it("The provider for running servers reports the package's version", async () => {
        const script = "console.log(require(process.argv[1]).openMetadataProvider.version)";
        const stdout = await outputOf("node", ["--eval", script, join(unpacked, "dist/plugins/server/provider.js")], {
            // The packages that it depends on are those of this project.
            env: { NODE_PATH: join(projectFolder, "node_modules") },
        });
        equal(stdout, manifest.version);
    });

    it("The source maps contain the sources", async () => {
        const maps = published.files.map(({ path }) => path).filter((path) => path.endsWith(".map"));
        for (const map of maps) {
            const { sources, sourcesContent } = JSON.parse(await readFile(join(unpacked, map), "utf8")) as {
                sources: string[];
                sourcesContent?: string[];
            };
            const source = join(projectFolder, map.replace(/^dist\//, "").replace(/\.js\.map$/, ".ts"));
            equal(sources.length, 1);
            equal(sourcesContent?.[0], await readFile(source, "utf8"), map);
        }
    });

    it("The types resolve from CommonJS and ES modules", async () => {
        const { stdout } = await runProcess("npx", ["--no-install", "attw", tarball, "--format", "json"], {
            cwd: join(projectFolder, "tests"),
        });
        const { analysis, problems } = JSON.parse(stdout) as {
            analysis: {
                entrypoints: Record<string, { resolutions: Record<string, { resolution?: { fileName: string } }> }>;
            };
            problems: Record<string, unknown>;
        };
        deepEqual(problems, {});
        const { resolutions } = analysis.entrypoints["."] ?? { resolutions: {} };
        for (const kind of ["node10", "node16-cjs", "node16-esm", "bundler"]) {
            match(resolutions[kind]?.resolution?.fileName ?? "", /\/dist\/components\/index\.d\.ts$/, kind);
        }
    });

    it("publint finds no problem in the package", async () => {
        const { publint } = await import("publint");
        const { messages } = await publint({ pkgDir: unpacked, pack: false, strict: true });
        deepEqual(messages, []);
    });

    it("package.json names its repository and license and requests provenance", () => {
        const { repository, homepage, bugs, license, publishConfig } = manifest;
        const address = repository.url.replace(/^git\+|\.git$/g, "");
        deepEqual([homepage, bugs], [`${address}#readme`, `${address}/issues`]);
        equal(license, "Apache-2.0");
        deepEqual(publishConfig, { access: "public", provenance: true });
    });
});
