import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunningTenant } from "../../sandbox/tenant";
import { ensureGoTool, type GoTool } from "../../cli/engine/goTool";
import { type Cost, measure, run } from "./measure";

/** Terraform, in the newest version that its makers still publish under an open licence. */
export const terraform = tool("terraform", "github.com/hashicorp/terraform");
/** Its provider for Auth0, in the version that this project's built auth0 plugin is made of. */
const provider = tool("terraform-provider-auth0", "github.com/auth0/terraform-provider-auth0");

function tool(name: string, program: string): GoTool {
    return { name, module: join(__dirname, "tools", name), package: program, together: () => [terraform, provider] };
}

/** Terraform's own configuration, by which it takes the provider that is built here and downloads nothing for it. */
export async function terraformConfiguration(): Promise<string> {
    const plugins = dirname(await ensureGoTool(provider));
    return `provider_installation {\n  dev_overrides {\n    "auth0/auth0" = ${JSON.stringify(plugins)}\n  }\n  direct {}\n}\n`;
}

/** A Terraform project whose state is a local file, with the provider that is built here. */
export class TerraformProject {
    private constructor(
        private readonly program: string,
        private readonly folder: string,
        private readonly environment: Readonly<Record<string, string>>,
    ) {}

    /** Makes the project from one file, in a folder that is made. */
    static async create(folder: string, file: string, tenant: RunningTenant): Promise<TerraformProject> {
        const program = await ensureGoTool(terraform);
        await mkdir(folder);
        await copyFile(file, join(folder, basename(file)));
        const configuration = join(folder, "terraform.rc");
        await writeFile(configuration, await terraformConfiguration());
        return new TerraformProject(program, folder, {
            ...tenant.environment,
            TF_CLI_CONFIG_FILE: configuration,
            CHECKPOINT_DISABLE: "1",
            TF_IN_AUTOMATION: "1",
        });
    }

    /** Runs terraform and says what that took. */
    measure(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Cost> {
        return measure({
            program: this.program,
            args: [...args, "-input=false", "-no-color"],
            folder: this.folder,
            environment: { ...this.environment, ...environment },
        });
    }

    /** What runs when terraform does. */
    async ran(): Promise<string[]> {
        const version = await run({ program: this.program, args: ["version", "-json"], folder: this.folder });
        const { terraform_version } = JSON.parse(version) as { terraform_version: string };
        return [`Terraform ${terraform_version}`, "its terraform-provider-auth0 v1.0.0"];
    }
}
