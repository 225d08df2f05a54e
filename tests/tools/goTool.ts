import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, keyOf, makeFolder } from "../../toolchain/cache";
import { prepareGo } from "../../toolchain/go";
import { withLock } from "../../toolchain/lock";
import { createProgress } from "../../toolchain/progress";
import { program } from "../../toolchain/programs";

/** A program that is built from a Go module here, with its version and all checksums. */
export interface GoTool {
    /** Its name, and that of the folder beside this file with the module that pins it. */
    readonly name: string;
    /** The package of the program. */
    readonly package: string;
}

/** Helm 3. */
export const helm: GoTool = { name: "helm", package: "helm.sh/helm/v3/cmd/helm" };
/** Docker Compose's own reader of Compose files: it merges, fills in variables, and checks. */
export const compose: GoTool = { name: "compose", package: "." };

/** Pulumi's language host for YAML programs. */
export const pulumiLanguageYaml: GoTool = {
    name: "pulumi-language-yaml",
    package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
};

/** A linter for GitHub's workflows. */
export const actionlint: GoTool = { name: "actionlint", package: "github.com/rhysd/actionlint/cmd/actionlint" };

/**
 * Makes sure that a program is there, and gives its path: it is built into the cache folder, once. One on PATH is not
 * used, so that every machine tests with the same version.
 */
export async function ensureGoTool(tool: GoTool): Promise<string> {
    const cache = cacheFolder();
    const module = join(__dirname, tool.name);
    const sources = readdirSync(module).map((source) => readFileSync(join(module, source), "utf8"));
    const name = `${tool.name}-${keyOf([process.platform, process.arch, ...sources])}`;
    const file = join(cache, name, program(tool.name));
    if (existsSync(file)) {
        return file;
    }
    const progress = createProgress();
    await mkdir(cache, { recursive: true });
    try {
        await withLock(cache, progress, async () => {
            if (!existsSync(file)) {
                progress.begin(`Building ${tool.name} from Go modules`);
                await makeFolder(cache, name, async (folder) => {
                    const work = join(folder, "work");
                    await mkdir(work);
                    const go = await prepareGo(work, new AbortController().signal);
                    const output = join(folder, program(tool.name));
                    await go.run(["build", "-trimpath", "-ldflags", "-s -w", "-o", output, tool.package], module);
                    await rm(work, { recursive: true });
                });
            }
        });
        progress.end(file);
    } finally {
        progress.stop();
    }
    return file;
}
