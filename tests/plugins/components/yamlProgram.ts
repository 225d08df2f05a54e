import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { projectFolder } from "../../../cli/commands/project";
import { outputOf } from "../../../processes/childProcess";
import type { Tenant } from "../../../sandbox/tenant";
import { ensureEngine } from "../../../cli/engine/engine";
import { PulumiStack } from "../../engine/pulumiStack";
import { packed } from "../../package/ownProgram";
import { ensureGoTool } from "../../../cli/engine/goTool";
import { pulumiLanguageYaml } from "../../goTools/goTools";

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
export class YamlProgram extends PulumiStack {
    /** Installs the package beside the example, and makes an empty stack on a tenant. */
    static async create(tenant: Tenant): Promise<YamlProgram> {
        const [engine, yamlHost] = [await ensureEngine(), await ensureGoTool(pulumiLanguageYaml)];
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-yaml-"));
        await cp(join(projectFolder, "examples", "yaml"), folder, { recursive: true });
        const tarball = await packed(".", join(folder, "package"));
        await outputOf("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], { cwd: folder });
        const program = new YamlProgram(folder, "openmetadata", "test", engine.pulumi, {
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
}
