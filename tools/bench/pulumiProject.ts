import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { projectFolder, sandboxStack } from "../../cli/commands/project";
import type { RunningTenant } from "../../sandbox/tenant";
import type { Engine } from "../../cli/engine/engine";
import { type Command, type Cost, measure, run } from "./measure";

/** What a project of a benchmark is made of. */
export interface ProjectOptions {
    /** Its folder, which is made. */
    readonly folder: string;
    /** What is linked into it from this project's folder: names of files and folders. */
    readonly links: readonly string[];
    /** What is written into it, by name. Default: nothing. */
    readonly files?: Readonly<Record<string, string>>;
    readonly engine: Engine;
    readonly tenant: RunningTenant;
}

/** A Pulumi project with a stack of its own, named as the one that the policies let be deleted; its state is a local file. */
export class PulumiProject {
    private constructor(
        readonly folder: string,
        private readonly pulumi: string,
        private readonly environment: Readonly<Record<string, string>>,
    ) {}

    /** Makes the project and its stack. */
    static async create({ folder, links, files = {}, engine, tenant }: ProjectOptions): Promise<PulumiProject> {
        await mkdir(folder);
        for (const name of links) {
            await symlink(join(projectFolder, name), join(folder, name));
        }
        for (const [name, content] of Object.entries(files)) {
            await writeFile(join(folder, name), content);
        }
        const project = new PulumiProject(folder, engine.pulumi, {
            ...engine.environment,
            ...tenant.environment,
            PULUMI_STACK: sandboxStack,
            PULUMI_CONFIG_PASSPHRASE: "passphrase of the benchmarks",
        });
        await run(project.command(["stack", "init", sandboxStack, "--no-select"]));
        return project;
    }

    /** Sets the whole configuration of the stack. */
    async configure(config: object): Promise<void> {
        const file = join(this.folder, `Pulumi.${sandboxStack}.yaml`);
        const { encryptionsalt } = parse(await readFile(file, "utf8")) as { encryptionsalt: string };
        await writeFile(file, stringify({ config, encryptionsalt }));
    }

    /** Runs pulumi and says what that took. */
    measure(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Cost> {
        return measure(this.command(args, environment));
    }

    /** Runs pulumi without measuring it. */
    async run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<void> {
        await run(this.command(args, environment));
    }

    private command(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Command {
        return {
            program: this.pulumi,
            args: [...args, "--non-interactive"],
            folder: this.folder,
            environment: { ...this.environment, ...environment },
        };
    }
}

/** A `Pulumi.yaml` with the runtime and the plugins of this project's own, for another program. */
export async function projectFile(name: string): Promise<string> {
    const { main, runtime, backend, plugins } = parse(
        await readFile(join(projectFolder, "Pulumi.yaml"), "utf8"),
    ) as Readonly<Record<"main" | "runtime" | "backend" | "plugins", unknown>>;
    return stringify({ name, main, runtime, backend, plugins });
}

/** A project file of the same kind without what makes this project's program load less of Pulumi's SDK. */
export async function plainProjectFile(name: string): Promise<string> {
    const file = parse(await projectFile(name)) as { runtime: { options: { nodeargs?: string } } };
    delete file.runtime.options.nodeargs;
    return stringify(file);
}

/** What runs when pulumi does. */
export function ranWith({ version, auth0Plugin, auth0Upstream }: Engine): string[] {
    return [
        `Pulumi ${version}`,
        auth0Plugin === "built"
            ? `its auth0 plugin built over terraform-provider-auth0 ${auth0Upstream ?? ""}`
            : "its auth0 plugin as released",
    ];
}
