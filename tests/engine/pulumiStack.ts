import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Ended, runProcess } from "../../processes/childProcess";

/** What a run of pulumi printed, and how it ended. */
export interface Run {
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** A run of pulumi that has not ended yet. */
export interface Started {
    readonly pid: number;
    readonly ended: Promise<Run>;
}

/** A step of a preview, as `pulumi preview --json` has it. */
export interface Step {
    readonly op: string;
    readonly urn: string;
    readonly detailedDiff?: Record<string, { kind: string }> | null;
    readonly oldState?: { readonly inputs?: unknown };
    readonly newState?: { readonly inputs?: unknown };
}

/** A step of an `up`, as the engine's events have it. */
interface StepEvent extends Omit<Step, "oldState" | "newState"> {
    readonly old?: Step["oldState"];
    readonly new?: Step["newState"];
}

/** An event of the engine, as far as it says what changes and what is told. */
interface Event {
    readonly resourcePreEvent?: { readonly metadata: StepEvent };
    readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
}

/** What changes, and what is told besides: one message in a line. */
export interface Changes {
    readonly steps: Step[];
    readonly messages: string;
}

/** A stack of a program, with its state in the program's folder. */
export class PulumiStack {
    /** What each run has printed, by its command; without those that were told to show secrets. */
    readonly printed: (readonly [command: string, text: string])[] = [];

    protected constructor(
        /** The folder of the program: where the state and the stack's configuration are. */
        readonly folder: string,
        /** The name of the program's project. */
        private readonly project: string,
        readonly stack: string,
        protected readonly pulumi: string,
        private readonly environment: Record<string, string>,
    ) {}

    /** Runs pulumi on the stack. */
    async run(args: readonly string[], environment: Record<string, string | undefined> = {}): Promise<Run> {
        const run = await this.execute(this.pulumi, args, environment);
        if (!args.includes("--show-secrets")) {
            this.printed.push([`pulumi ${args.join(" ")}`, run.stdout + run.stderr]);
        }
        return run;
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
        return (await this.previewed()).steps;
    }

    /** As `preview`, with what the preview says besides. */
    async previewed(): Promise<Changes> {
        const { stdout } = await this.ok(["preview", "--json"]);
        const { steps, diagnostics = [] } = JSON.parse(stdout) as {
            steps: Step[];
            diagnostics?: { readonly message: string }[];
        };
        return {
            steps: steps.filter(({ op }) => op !== "same"),
            messages: diagnostics.map(({ message }) => message).join("\n"),
        };
    }

    /** `pulumi up` without a preview of its own; gives the steps that changed something, as the engine says them. */
    async upSteps(args: readonly string[] = []): Promise<Step[]> {
        return (await this.upped(args)).steps;
    }

    /** As `upSteps`, with what the run says besides. */
    async upped(args: readonly string[] = []): Promise<Changes> {
        const { stdout } = await this.ok(["up", "--yes", "--skip-preview", "--json", ...args]);
        const events = stdout
            .split("\n")
            .filter((line) => line.startsWith("{"))
            .map((line) => JSON.parse(line) as Event);
        return {
            steps: events
                .flatMap(({ resourcePreEvent }) => resourcePreEvent ?? [])
                .map(({ metadata: { op, urn, detailedDiff, old, new: made } }) => ({
                    op,
                    urn,
                    detailedDiff,
                    oldState: old,
                    newState: made,
                }))
                .filter(({ op }) => !["same", "refresh"].includes(op)),
            messages: events
                .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
                .filter(({ severity }) => severity !== "debug")
                .map(({ message }) => message)
                .join("\n"),
        };
    }

    /** All outputs, secrets in plain text. */
    async outputs<T>(): Promise<T> {
        const { stdout } = await this.ok(["stack", "output", "--json", "--show-secrets"]);
        return JSON.parse(stdout) as T;
    }

    /** The state, as it is kept. */
    async state(): Promise<string> {
        return readFile(join(this.folder, ".pulumi", "stacks", this.project, `${this.stack}.json`), "utf8");
    }

    /** Deletes what was deployed, and the folder. */
    async remove(): Promise<void> {
        const state = await this.state().catch(() => undefined);
        // What is known not to be there needs no run of pulumi; a state elsewhere than in the folder is not known.
        if (state === undefined || /"protect":\s*true/.test(state)) {
            await this.run(["state", "unprotect", "--all", "--yes"]);
        }
        if (state?.includes('"urn":') ?? true) {
            await this.run(["destroy", "--yes", "--skip-preview"]);
        }
        await rm(this.folder, { recursive: true });
    }

    protected async execute(
        program: string,
        args: readonly string[],
        environment: Record<string, string | undefined>,
    ): Promise<Run> {
        return runProcess(program, args, this.options(environment));
    }

    protected options(environment: Record<string, string | undefined> = {}) {
        return { cwd: this.folder, env: { ...this.environment, ...environment } };
    }
}

/** A process that was killed has no exit code. */
export function runOf({ exitCode = -1, stdout, stderr }: Ended): Run {
    return { exitCode, stdout, stderr };
}
