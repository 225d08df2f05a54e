import { deepEqual, equal } from "node:assert/strict";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { policyPack } from "../../cli/commands/policyPack";
import { outputOf } from "../../processes/childProcess";
import { compiling } from "../../tools/compiling";

/** Runs a program in a process that loads Pulumi's SDK as the project's do, and gives what it has at the end. */
async function resultOf(program: string): Promise<unknown> {
    const script = `
        const pulumi = require("@pulumi/pulumi");
        const dear = /[\\\\/]node_modules[\\\\/](typescript[\\\\/]lib|@npmcli[\\\\/]arborist|@opentelemetry[\\\\/](?!api)[^\\\\/]+|@pulumi[\\\\/]pulumi[\\\\/]automation|@pulumi[\\\\/]pulumi[\\\\/]runtime[\\\\/]closure[\\\\/]v8)/;
        const loaded = () => [...new Set(Object.keys(require.cache).map((file) => dear.exec(file)?.[1]).filter(Boolean))];
        (async () => { console.log(JSON.stringify(await (${program})())); process.exit(); })();`;
    return JSON.parse(await outputOf(process.execPath, [...compiling, "--eval", script], { cwd: projectFolder }));
}

describe("Pulumi SDK in the project's processes", () => {
    it("Loading the SDK loads no compiler, Automation API or OpenTelemetry", async () => {
        deepEqual(await resultOf(`() => (require("@pulumi/pulumi/cmd/run/tracing"), loaded())`), []);
    });

    for (const [what, runner, folder, source] of [
        ["policies", "run-policy-pack", policyPack, "policies.ts"],
        ["plugin of running servers", "run-plugin", join(projectFolder, "plugins/server/checkout"), "server/index.ts"],
    ] as const) {
        it(`No compiler is loaded for the ${what}`, async () => {
            const command = join(projectFolder, "node_modules/@pulumi/pulumi/cmd", runner);
            const program = `async () => {
                process.argv = [process.argv[0], ${JSON.stringify(join(command, "index.js"))}, "127.0.0.1:1", ${JSON.stringify(folder)}];
                require(${JSON.stringify(join(projectFolder, "tools", "start.cjs"))});
                const { run } = require(${JSON.stringify(join(command, "run.js"))});
                const write = process.stdout.write;
                // A plugin prints its port.
                process.stdout.write = () => true;
                await run({ argv: { _: [process.argv[3], "127.0.0.1:1"] }, typeScript: true, programStarted() {}, reportLoggedError() {} });
                process.stdout.write = write;
                return [Object.keys(require.cache).some((file) => file.endsWith(${JSON.stringify(source)})), ...loaded()];
            }`;
            // The first run may have to compile what has changed.
            await resultOf(program);
            deepEqual(await resultOf(program), [true]);
        });
    }

    it("Only child processes that run this checkout are prepared, even through symbolic links", async () => {
        const links = await mkdtemp(join(tmpdir(), "openmetadata-auth0-links-"));
        const link = join(links, "checkout");
        await symlink(projectFolder, link);
        const isReady = async (folder: string): Promise<string> =>
            outputOf(process.execPath, [
                ...["--require", join(projectFolder, "tools", "start.cjs")],
                ...["--eval", "console.log('.ts' in require.extensions)", "--"],
                ...[join(projectFolder, "node_modules/@pulumi/pulumi/cmd/run-plugin/index.js"), "127.0.0.1:1", folder],
            ]);
        const plugin = "plugins/server/checkout";
        deepEqual(
            await Promise.all(
                [join(projectFolder, plugin), join(link, plugin), links, join(links, plugin)].map(isReady),
            ),
            ["true", "true", "false", "false"],
        );
        await rm(links, { recursive: true });
    });

    it("The Automation API and OpenTelemetry load on first use", async () => {
        deepEqual(
            await resultOf(`() => [
                typeof pulumi.automation.LocalWorkspace,
                typeof require("@pulumi/pulumi/cmd/run/tracing").start,
                loaded().some((name) => name.endsWith("automation")),
            ]`),
            ["function", "function", true],
        );
    });

    it("serializeFunction loads the compiler and works as usual", async () => {
        const program = `async () => {
            const { text } = await pulumi.runtime.serializeFunction((first, second) => first + second);
            const module = { exports: {} };
            new Function("exports", "module", text)(module.exports, module);
            return { sum: module.exports.handler(1, 2), loaded: loaded() };
        }`;
        deepEqual(await resultOf(program), { sum: 3, loaded: ["@pulumi/pulumi/runtime/closure/v8", "typescript/lib"] });
    });

    it("computeCodePaths loads the package resolver and works as usual", async () => {
        const program = `async () => {
            const paths = await pulumi.runtime.computeCodePaths({ extraIncludePackages: ["jose"] });
            return [...paths.keys()].includes("node_modules/jose") && loaded().includes("@npmcli/arborist");
        }`;
        equal(await resultOf(program), true);
    });
});
