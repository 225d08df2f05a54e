import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";
import { type Completed, outputOf, runProcess } from "../../../processes/childProcess";
import { onlyPassedOn } from "../../../processes/interruption";
import type { Engine } from "../../engine/engine";
import { type Policies, policyPack } from "../policyPack";
import { quickStart } from "../quickStart";
import { withEventLog } from "../review/eventLog";
import { readYaml } from "../userFile";
import { yamlText } from "../yamlText";
import { type Environment, plainConfig, secretConfig } from "./environment";
import { PolicyViolation } from "./policyViolation";
import { reasonOf } from "./reason";

/** What a run has done, or would do, by operation: `{ create: 10 }`. */
export type Changes = Readonly<Partial<Record<OpType, number>>>;

/** A run of the engine that has succeeded. */
export interface StackRun {
    readonly changes: Changes;
    /** What the engine has logged; secrets are masked. */
    readonly events: readonly EngineEvent[];
}

/** What is done with a stack. */
export interface StackAction {
    /** Whether what would change is done, or only shown. */
    readonly action: "up" | "preview";
    /** Whether the engine reads first what is in Auth0, so that it sees drift. */
    readonly refresh: boolean;
    /** What the stack is held to, besides the project's own policies. */
    readonly policies: Policies;
}

/** A value in a stack's file. */
type Configured = string | { readonly secure?: string };

/** A stack's file. */
interface StackFile {
    readonly config?: Readonly<Record<string, Configured>>;
}

/** An environment's stack in the engine. */
export class EnvironmentStack {
    private readonly variables: Readonly<Record<string, string>>;
    private readonly file: string;

    /** @param folder - the project's folder, in which each stack has its file */
    constructor(
        private readonly environment: Environment,
        private readonly folder: string,
        private readonly engine: Engine,
    ) {
        const { stack, tenant } = environment;
        this.file = join(folder, `Pulumi.${stack}.yaml`);
        this.variables = {
            ...engine.environment,
            ...quickStart(),
            PULUMI_STACK: stack,
            AUTH0_DOMAIN: tenant.domain,
            AUTH0_CLIENT_ID: process.env[tenant.clientId] ?? "",
            AUTH0_CLIENT_SECRET: process.env[tenant.clientSecret] ?? "",
        };
    }

    /** Makes the stack, empty, where there is none. */
    async initialize(): Promise<void> {
        const { stack } = this.environment;
        const ended = await this.pulumi(["stack", "init", stack, "--no-select"]);
        // Of another organization, or made since the stacks were listed.
        if (ended.exitCode !== 0 && !ended.stderr.includes(`stack '${stack}' already exists`)) {
            throw new Error(reasonOf(ended, this.engine.pulumi));
        }
    }

    /**
     * Sets the environment up, or shows what that would change.
     *
     * @throws PolicyViolation where a policy has stopped the run
     * @throws Error with the reason where it failed
     */
    async run({ action, refresh, policies: { packs, configs } }: StackAction): Promise<StackRun> {
        await this.configure();
        const args = [
            ...(action === "up" ? ["up", "--yes", "--skip-preview"] : ["preview"]),
            ...(refresh ? ["--refresh"] : []),
            ...[policyPack, ...packs].flatMap((pack) => ["--policy-pack", pack]),
            ...configs.flatMap((config) => ["--policy-pack-config", config]),
        ];
        let ended: Completed | undefined;
        const { status, events = [] } = await withEventLog(args, async (logged, environment) => {
            ended = await this.pulumi([...logged, "--stack", this.environment.stack], environment);
            return ended.exitCode;
        });
        if (status !== 0 && ended !== undefined) {
            const violations = events.flatMap(({ policyEvent }) =>
                policyEvent?.enforcementLevel === "mandatory" ? [policyEvent] : [],
            );
            throw violations.length > 0
                ? new PolicyViolation(violations)
                : new Error(reasonOf(ended, this.engine.pulumi));
        }
        const { summaryEvent } = events.findLast(({ summaryEvent: summary }) => summary !== undefined) ?? {};
        return { changes: summaryEvent?.resourceChanges ?? {}, events };
    }

    /** Writes the stack's file: the environment's configuration in place of what was there. */
    private async configure(): Promise<void> {
        const { stack } = this.environment;
        const kept = this.read();
        const secrets = Object.entries(secretConfig(this.environment));
        const same = await this.encrypted(kept.config ?? {}, secrets);
        const config = { ...plainConfig(this.environment), ...same };
        writeFileSync(this.file, yamlText({ ...kept, config }));
        for (const [key, input] of secrets.filter(([name]) => same[name] === undefined)) {
            // On a command line, everyone on the machine would see the value.
            await outputOf(this.engine.pulumi, ["config", "set", "--secret", "--stack", stack, key], {
                ...onlyPassedOn(),
                cwd: this.folder,
                env: this.variables,
                input,
            });
        }
    }

    /** The secrets that the stack's file has already: encrypted again, they would change the file in each run. */
    private async encrypted(
        config: Readonly<Record<string, Configured>>,
        secrets: readonly (readonly [string, string])[],
    ): Promise<Record<string, Configured>> {
        const found = secrets.filter(([key]) => typeof config[key] === "object");
        if (found.length === 0) {
            return {};
        }
        const args = ["config", "--json", "--show-secrets", "--stack", this.environment.stack];
        const ended = await this.pulumi(args);
        if (ended.exitCode !== 0) {
            throw new Error(reasonOf(ended, this.engine.pulumi));
        }
        const values = JSON.parse(ended.stdout) as Record<string, { readonly value?: string }>;
        return Object.fromEntries(
            found.flatMap(([key, value]) => {
                const written = config[key];
                return written !== undefined && values[key]?.value === value ? [[key, written]] : [];
            }),
        );
    }

    private read(): StackFile {
        return existsSync(this.file) ? ((readYaml(this.file) as StackFile | null) ?? {}) : {};
    }

    private async pulumi(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Completed> {
        return runProcess(this.engine.pulumi, [...args, "--non-interactive"], {
            ...onlyPassedOn(),
            cwd: this.folder,
            env: { ...this.variables, ...more },
        });
    }
}

/**
 * The names of the stacks that there are.
 *
 * @throws Error with the reason where the backend cannot be asked
 */
export async function existingStacks(folder: string, { pulumi, environment }: Engine): Promise<Set<string>> {
    const ended = await runProcess(pulumi, ["stack", "ls", "--json"], {
        cwd: folder,
        env: environment,
        ...onlyPassedOn(),
    });
    if (ended.exitCode !== 0) {
        throw new Error(reasonOf(ended, pulumi));
    }
    return new Set((JSON.parse(ended.stdout) as { name: string }[]).map(({ name }) => name));
}
