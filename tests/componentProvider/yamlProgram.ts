import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { projectFolder } from "../../commands/project";
import type { Tenant } from "../../sandbox/tenant";
import { ensureEngine } from "../../toolchain/engine";
import type { Run, Step } from "../engine/deployment";
import { ensureGoTool } from "../../toolchain/goTool";
import { pulumiLanguageYaml } from "../tools/goTools";

/** What is said in Pulumi.yaml, as far as the tests change it. */
export interface Program {
    runtime: string;
    main?: string;
    packages?: Record<string, string>;
    plugins?: object;
    config?: object;
    resources?: Record<string, { type: string; name?: string; properties: Record<string, unknown> }>;
    outputs?: Record<string, string>;
}

/** The example in YAML, in a folder of its own in which the package is installed from its tarball, with a stack of its own. */
export class YamlProgram {
    private constructor(
        /** The folder of the program, with its state. */
        readonly folder: string,
        private readonly pulumi: string,
        private readonly environment: Record<string, string>,
    ) {}

    /** Installs the package beside the example, and makes an empty stack on a tenant. */
    static async create(tenant: Tenant): Promise<YamlProgram> {
        const { execa } = await import("execa");
        const [engine, yamlHost] = [await ensureEngine(), await ensureGoTool(pulumiLanguageYaml)];
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-yaml-"));
        await cp(join(projectFolder, "examples", "yaml"), folder, { recursive: true });
        await execa("npm", ["pack", "--pack-destination", folder], { cwd: projectFolder });
        const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "";
        await execa("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], { cwd: folder });
        const program = new YamlProgram(folder, engine.pulumi, {
            ...engine.environment,
            ...tenant.environment,
            PATH: [dirname(yamlHost), engine.environment["PATH"] ?? process.env["PATH"]].join(delimiter),
            PULUMI_BACKEND_URL: `file://${folder}`,
            PULUMI_STACK: "test",
            PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
        });
        await program.ok(["stack", "init", "test", "--no-select"]);
        await program.ok(["config", "set", "auth0:domain", tenant.domain]);
        return program;
    }

    /** What Pulumi.yaml says. */
    async read(): Promise<Program> {
        return parse(await readFile(join(this.folder, "Pulumi.yaml"), "utf8")) as Program;
    }

    /** Makes Pulumi.yaml say something else. */
    async write(program: Program): Promise<void> {
        await writeFile(join(this.folder, "Pulumi.yaml"), stringify(program, { aliasDuplicateObjects: false }));
    }

    /** Changes what Pulumi.yaml says. */
    async change(change: (program: Program) => void): Promise<void> {
        const program = await this.read();
        change(program);
        await this.write(program);
    }

    /** Runs pulumi on the stack. */
    async run(args: readonly string[], environment: Record<string, string> = {}): Promise<Run> {
        const { execa } = await import("execa");
        const { exitCode = -1, ...output } = await execa(this.pulumi, args, {
            cwd: this.folder,
            env: { ...this.environment, ...environment },
            reject: false,
        });
        return { exitCode, ...output };
    }

    /** Runs pulumi on the stack; throws, with all that it printed, where it fails. */
    async ok(args: readonly string[], environment: Record<string, string> = {}): Promise<Run> {
        const run = await this.run(args, environment);
        if (run.exitCode !== 0) {
            throw new Error(`pulumi ${args.join(" ")} ended with ${run.exitCode}:\n${run.stdout}\n${run.stderr}`);
        }
        return run;
    }

    /** The steps of a preview that change something. */
    async preview(): Promise<Step[]> {
        const { stdout } = await this.ok(["preview", "--json"]);
        const { steps } = JSON.parse(stdout) as { steps: Step[] };
        return steps.filter(({ op }) => op !== "same");
    }

    /** All outputs, secrets in plain text. */
    async outputs<T>(): Promise<T> {
        const { stdout } = await this.ok(["stack", "output", "--json", "--show-secrets"]);
        return JSON.parse(stdout) as T;
    }

    /** The state, as it is kept. */
    async state(): Promise<string> {
        return readFile(join(this.folder, ".pulumi", "stacks", "openmetadata", "test.json"), "utf8");
    }

    /** Deletes what was deployed, and the folder. */
    async remove(): Promise<void> {
        await this.run(["state", "unprotect", "--all", "--yes"]);
        await this.run(["destroy", "--yes", "--skip-preview"]);
        await rm(this.folder, { recursive: true });
    }
}
