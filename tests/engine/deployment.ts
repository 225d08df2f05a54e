import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse, stringify } from "yaml";
import { projectFolder } from "../../cli/commands/project";
import { startProcess } from "../../processes/childProcess";
import type { Tenant } from "../../sandbox/tenant";
import { ensureEngine } from "../../cli/engine/engine";
import { programFiles } from "../../tools/programFiles";
import { sharedFolder } from "../sharedFolder";
import { managementApi } from "./managementApi";
import { PulumiStack, type Run, runOf, type Started, type Step } from "./pulumiStack";

/**
 * Makes a project of its own, with the program of this one: where the state and the stacks' files will be.
 *
 * @param own - the folder of another program, whose `Pulumi.yaml` and `index.ts` are taken in place of those of this one
 */
export async function programFolder(own: string = projectFolder): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-"));
    const from = (name: string) => join(["Pulumi.yaml", "index.ts"].includes(name) ? own : projectFolder, name);
    await Promise.all(programFiles.map((name) => symlink(from(name), join(folder, name))));
    return folder;
}

/** What a state has of a resource. */
interface Resource {
    readonly type: string;
    readonly id?: string;
}

/** A stack of its own, in a folder of its own, with the real engine and the real provider. */
export class Deployment extends PulumiStack {
    private readonly configFile: string;
    /** What pulumi has said of the outputs, and the state that it had. */
    private asked: { readonly state: string | undefined; readonly outputs: string } | undefined;

    private constructor(
        folder: string,
        readonly tenant: Tenant,
        stack: string,
        pulumi: string,
        environment: Record<string, string>,
    ) {
        super(folder, "openmetadata-auth0", stack, pulumi, environment);
        this.configFile = join(folder, `Pulumi.${stack}.yaml`);
    }

    /**
     * Makes a new, empty stack on a tenant.
     *
     * @param environment - variables for every run on it. Default: none, so that the state is in the folder
     * @param program - the folder of the program. Default: that of this project
     */
    static async create(
        tenant: Tenant,
        stack = "test",
        environment: Record<string, string> = {},
        program?: string,
    ): Promise<Deployment> {
        const engine = await ensureEngine();
        const folder = await programFolder(program);
        const deployment = new Deployment(folder, tenant, stack, engine.pulumi, {
            ...engine.environment,
            ...tenant.environment,
            PULUMI_STACK: stack,
            PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
            ...environment,
        });
        await (Object.keys(environment).length === 0 && program === undefined
            ? deployment.initialize()
            : deployment.ok(["stack", "init", stack, "--no-select"]));
        return deployment;
    }

    /** Makes the empty stack: a copy of one of its name that pulumi has made earlier in this run of the tests. */
    private async initialize(): Promise<void> {
        const parts = [".pulumi", `Pulumi.${this.stack}.yaml`];
        const made = join(await sharedFolder("stacks"), this.stack);
        if (existsSync(made)) {
            await Promise.all(parts.map((part) => cp(join(made, part), join(this.folder, part), { recursive: true })));
            return;
        }
        await this.ok(["stack", "init", this.stack, "--no-select"]);
        const copy = await mkdtemp(`${made}-`);
        await Promise.all(parts.map((part) => cp(join(this.folder, part), join(copy, part), { recursive: true })));
        // Another process may have been faster.
        await rename(copy, made).catch(() => undefined);
    }

    /** Sets the whole of the stack's configuration; keys of this project need no prefix. */
    async configure(config: Record<string, unknown>): Promise<void> {
        const prefixed = Object.entries(config).map(([key, value]) => [
            key.includes(":") ? key : `openmetadata-auth0:${key}`,
            value,
        ]);
        await writeFile(
            this.configFile,
            stringify({ config: Object.fromEntries(prefixed) as object, encryptionsalt: await this.salt() }),
        );
    }

    /** Runs a shell script that finds pulumi on its PATH; throws where one of its commands fails. */
    async script(text: string, environment: Record<string, string> = {}): Promise<Run> {
        const run = await this.execute("sh", ["-e", "-c", text], environment);
        if (run.exitCode !== 0) {
            throw new Error(`${text}\nended with ${run.exitCode}:\n${run.stdout}\n${run.stderr}`);
        }
        return run;
    }

    /** Starts pulumi on the stack, to be looked at or killed while it runs. */
    async start(args: readonly string[]): Promise<Started> {
        const { subprocess, ended } = await startProcess(this.pulumi, args, this.options());
        const { pid } = subprocess;
        if (pid === undefined) {
            throw new Error((await ended).obstacle);
        }
        return { pid, ended: ended.then(runOf) };
    }

    /** `pulumi up` without a preview of its own. */
    async up(): Promise<Run> {
        return this.ok(["up", "--yes", "--skip-preview"]);
    }

    /** As {@link PulumiStack.outputs}; asks pulumi once for each state. */
    override async outputs<T>(): Promise<T> {
        const state = await this.state().catch(() => undefined);
        if (state === undefined || state !== this.asked?.state) {
            this.asked = { state, outputs: JSON.stringify(await super.outputs()) };
        }
        return JSON.parse(this.asked.outputs) as T;
    }

    /** As {@link PulumiStack.remove}; deletes the applications without pulumi, which takes a second for it. */
    override async remove(): Promise<void> {
        const state = await this.state().catch(() => undefined);
        if (state === undefined) {
            return super.remove();
        }
        const { checkpoint } = JSON.parse(state) as { checkpoint: { latest?: { resources?: Resource[] } } };
        const applications = (checkpoint.latest?.resources ?? []).filter(
            ({ type }) => type === "auth0:index/client:Client",
        );
        if (applications.length > 0) {
            const api = await managementApi(this.tenant);
            await Promise.allSettled(applications.map(({ id = "" }) => api.request("DELETE", `clients/${id}`)));
        }
        await rm(this.folder, { recursive: true });
    }

    /** The salt that `pulumi stack init` made, which goes with the passphrase. */
    private async salt(): Promise<string> {
        const { encryptionsalt } = parse(await readFile(this.configFile, "utf8")) as { encryptionsalt: string };
        return encryptionsalt;
    }
}

/** A program's resource, as the URN names it: its type without the package, and its name. */
export function resourceOf({ urn }: Step): string {
    const [type = "", name = ""] = urn.split("::").slice(2);
    return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
}

/** What changes in a step, in a stable order: as the provider says, or by the inputs where it says nothing. */
export function changesOf({ detailedDiff, oldState, newState }: Step): string[] {
    return detailedDiff === null || detailedDiff === undefined
        ? differing(oldState?.inputs, newState?.inputs).sort()
        : Object.keys(detailedDiff).sort();
}

function differing(before: unknown, after: unknown, path = ""): string[] {
    if (isDeepStrictEqual(before, after)) {
        return [];
    }
    if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) {
        return [path];
    }
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
        differing(
            (before as Record<string, unknown>)[name],
            (after as Record<string, unknown>)[name],
            Array.isArray(after) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`,
        ),
    );
}
