import { dirname } from "node:path";
import type { EngineEvent, PolicyEvent, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { outputOf } from "../../../processes/childProcess";
import type { Engine } from "../../engine/engine";
import { type Policies, policyPack } from "../policyPack";
import { quickStart } from "../quickStart";
import { type Environment, plainConfig, secretConfig } from "./environment";
import { PolicyViolation } from "./policyViolation";
import { reasonOf } from "./reason";

/** What a run has done, or would do, by operation: `{ create: 10 }`. */
export type Changes = Readonly<Record<string, number>>;

/** An environment's stack in the engine. */
export class EnvironmentStack {
    private constructor(
        private readonly environment: Environment,
        private readonly stack: Stack,
        private readonly pulumi: string,
        private readonly variables: Readonly<Record<string, string>>,
    ) {}

    /**
     * Opens a stack, and makes it where there is none.
     *
     * @param folder - the project's folder, in which each stack has its file
     */
    static async open(
        environment: Environment,
        folder: string,
        engine: Engine,
        pulumiCommand: PulumiCommand,
    ): Promise<EnvironmentStack> {
        // eslint-disable-next-line no-restricted-syntax -- it starts pulumi itself; `reasonOf` says why that failed.
        const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
        const { stack: stackName, tenant } = environment;
        const envVars = {
            ...engine.environment,
            ...quickStart(),
            PULUMI_STACK: stackName,
            AUTH0_DOMAIN: tenant.domain,
            AUTH0_CLIENT_ID: process.env[tenant.clientId] ?? "",
            AUTH0_CLIENT_SECRET: process.env[tenant.clientSecret] ?? "",
        };
        const stack = await LocalWorkspace.createOrSelectStack(
            { stackName, workDir: folder },
            { pulumiCommand, envVars },
        );
        return new EnvironmentStack(environment, stack, engine.pulumi, envVars);
    }

    /** Shows what `up` would change. */
    async preview(refresh: boolean, policies: Policies): Promise<Changes> {
        await this.configure();
        return heldTo(policies, async (options) => (await this.stack.preview({ ...options, refresh })).changeSummary);
    }

    /** Sets the environment up. */
    async up(refresh: boolean, policies: Policies): Promise<Changes> {
        await this.configure();
        return heldTo(
            policies,
            async (options) => (await this.stack.up({ ...options, refresh })).summary.resourceChanges ?? {},
        );
    }

    /** Writes the stack's file: the environment's configuration in place of what was there. */
    private async configure(): Promise<void> {
        const { workspace, name } = this.stack;
        const settings = await workspace.stackSettings(name);
        const config = plainConfig(this.environment) as Record<string, string>;
        await workspace.saveStackSettings(name, { ...settings, config });
        for (const [key, input] of Object.entries(secretConfig(this.environment))) {
            // The Automation API would put the value on a command line, for everyone on the machine to see.
            await outputOf(this.pulumi, ["config", "set", "--secret", "--stack", name, key], {
                cwd: workspace.workDir,
                env: this.variables,
                input,
            });
        }
    }
}

/** What a run of the engine is told, that it may be held to policies. */
interface PolicyOptions {
    readonly policyPacks: string[];
    readonly policyPackConfigs: string[];
    readonly onEvent: (event: EngineEvent) => void;
}

/**
 * Runs the engine with the project's own policies and others.
 *
 * @throws PolicyViolation where a policy has stopped the run
 */
async function heldTo(
    { packs, configs }: Policies,
    run: (options: PolicyOptions) => Promise<Changes>,
): Promise<Changes> {
    const violations: PolicyEvent[] = [];
    try {
        return await run({
            policyPacks: [policyPack, ...packs],
            policyPackConfigs: [...configs],
            onEvent({ policyEvent }) {
                if (policyEvent?.enforcementLevel === "mandatory") {
                    violations.push(policyEvent);
                }
            },
        });
    } catch (error) {
        throw violations.length > 0 ? new PolicyViolation(violations) : error;
    }
}

/** The engine as the Automation API's command line. */
export async function pulumiCommandOf({ pulumi }: Engine): Promise<PulumiCommand> {
    // eslint-disable-next-line no-restricted-syntax -- it starts pulumi itself; `reasonOf` says why that failed.
    const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
    return PulumiCommand.get({ root: dirname(dirname(pulumi)) }).catch((error: unknown) => {
        throw new Error(reasonOf(error, pulumi), { cause: error });
    });
}
