import { chmod, copyFile } from "node:fs/promises";
import path from "node:path";
import { type Go, prepareGo, withoutDebugData } from "./go";
import { PackageCount, packageFormat } from "./packageCount";
import { pluginProgram } from "./plugins";
import type { Progress } from "./progress";
import { auth0ReleasedUpstream, goFolder, plugins, pulumiVersion } from "./versions";

/** Google's storage client leaves out its gRPC API, which Pulumi does not use, and 135 packages with it. */
const tags = "-tags=disable_grpc_modules";

interface Build {
    /** The Go module, a subfolder of the folder `go`. */
    readonly module: string;
    /** The folder that the programs go to. */
    readonly output: string;
    readonly packages: readonly string[];
    /** The values of variables in the programs. */
    readonly values: Readonly<Record<string, string>>;
}

/**
 * Builds pulumi, its Node host and the plugins from Go modules.
 *
 * @param folder - gets the programs to keep: pulumi and what it looks for beside itself in `bin`, and in `libexec` what
 * the Node host looks for
 * @param work - gets the plugins, and all that is needed for the build only
 */
export async function buildPrograms(folder: string, work: string, progress: Progress): Promise<void> {
    progress.begin(
        "Building pulumi and its plugins from Go modules. It takes about 4 minutes on 2 cores, and 4 GB of disk until then",
    );
    const stop = new AbortController();
    const go = await prepareGo(work, stop.signal);
    const count = new PackageCount(progress);
    // The smallest is built first; meanwhile, the others get their modules. One build at a time keeps all cores busy.
    const waiting = builds(folder, work).map((build) => ({ ...build, modules: listModules(go, build, count.line) }));
    count.expect(waiting.map(({ modules }) => modules));
    const downloads = Promise.allSettled(waiting.map(({ modules }) => modules));
    try {
        for (const build of waiting) {
            await build.modules;
            await compile(go, build, count.line);
        }
        await copyDynamicProvider(go, folder);
    } finally {
        stop.abort();
        await downloads;
    }
}

function builds(folder: string, work: string): readonly Build[] {
    return [
        {
            module: "nodejs-host",
            output: path.join(folder, "libexec"),
            packages: ["github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"],
            values: {},
        },
        {
            module: "cli",
            output: path.join(folder, "bin"),
            packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "./pulumi-language-nodejs"],
            values: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": pulumiVersion },
        },
        {
            module: "plugins",
            output: work,
            packages: plugins.map((plugin) => `./${pluginProgram(plugin)}`),
            values: {
                "main.releasedUpstream": auth0ReleasedUpstream,
                ...Object.fromEntries(plugins.map(({ name, version }) => [`main.${name}Version`, version])),
            },
        },
    ];
}

/** Gets the modules of a build, and says which packages it needs. */
function listModules(go: Go, build: Build, onLine: (line: string) => void): Promise<string> {
    return go.run(
        ["list", "-deps", tags, "-f", packageFormat, ...build.packages],
        path.join(goFolder, build.module),
        onLine,
    );
}

async function compile(go: Go, build: Build, onLine: (line: string) => void): Promise<void> {
    const values = Object.entries(build.values).map(([name, value]) => `-X ${name}=${value}`);
    await go.run(
        [
            ...["build", "-v", "-trimpath", tags, ...withoutDebugData(values)],
            // The separator at the end says that it is a folder.
            ...["-o", `${build.output}${path.sep}`, ...build.packages],
        ],
        path.join(goFolder, build.module),
        onLine,
    );
}

/** The provider for dynamic resources is a script that comes with the engine's SDK. */
async function copyDynamicProvider(go: Go, folder: string): Promise<void> {
    const module = path.join(goFolder, "cli");
    const sdk = await go.run(["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"], module);
    const script = `pulumi-resource-pulumi-nodejs${process.platform === "win32" ? ".cmd" : ""}`;
    await copyFile(path.join(sdk, "nodejs", "dist", script), path.join(folder, "bin", script));
    await chmod(path.join(folder, "bin", script), 0o755);
}
