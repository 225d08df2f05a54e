import { commandOf, outputOf, runProcess } from "../../processes/childProcess";
import { onlyPassedOn } from "../../processes/interruption";
import { ensureEngine } from "../engine/engine";
import { checkHasProject, sandboxPassphrase, sandboxStack, tenantState } from "./project";
import { quickStart } from "./quickStart";

/** How one run of pulumi differs from the others. */
export interface RunOptions {
    /** Where its standard output goes. Default: standard output. */
    readonly stdout?: "stdout" | "stderr";
    /** Variables that it gets besides. */
    readonly environment?: Readonly<Record<string, string>>;
    /** Gets what it writes to standard error, which is shown all the same. */
    readonly onError?: (text: string) => void;
}

/** A stack that pulumi is ready to work on. */
export interface Stack {
    /** Domain of the local tenant that the stack works on; `undefined` where it works on another. */
    readonly tenantDomain?: string | undefined;
    /**
     * Runs pulumi on the stack, with the terminal as its own; gives its exit code, and says so where it is not 0.
     *
     * @throws ChildProcessError where it could not be started, or was killed.
     */
    run(args: readonly string[], options?: RunOptions): Promise<number>;
    /**
     * Runs pulumi on the stack and gives what it prints on standard output.
     *
     * @throws ChildProcessError where it could not be started, or was killed; with what it printed, where it fails.
     */
    read(args: readonly string[]): Promise<string>;
    /** Runs pulumi on the stack and gives the JSON that it prints; throws as `read` does, and where it prints none. */
    readJson(args: readonly string[]): Promise<unknown>;
    /** Stops what was started for the stack. */
    close(): Promise<void>;
}

/**
 * What only reads a stack needs the engine, and no Auth0 tenant. Where there is no such stack, a line on standard error names
 * the one that is selected.
 */
export async function openKeptStack(name: string): Promise<Omit<Stack, "close">> {
    checkHasProject();
    process.umask(0o077);
    const engine = await ensureEngine();
    return runner(
        engine.pulumi,
        { ...engine.environment, PULUMI_STACK: name, ...(name === sandboxStack && sandboxSecrets) },
        (said) => hintAtSelected(name, said),
    );
}

/** Says which stack is selected, where pulumi has found none of a name. */
async function hintAtSelected(name: string, said: string): Promise<void> {
    const selected = said.includes("no stack named") ? await selectedStack() : undefined;
    if (selected !== undefined && selected !== name) {
        console.error(`The selected stack is ${selected}: add --stack ${selected} to work on it.`);
    }
}

/** The stack that is selected in Pulumi's workspace; `undefined` where none is. */
export async function selectedStack(): Promise<string | undefined> {
    checkHasProject();
    const engine = await ensureEngine();
    const pulumi = runner(engine.pulumi, { ...engine.environment, PULUMI_STACK: undefined });
    const stacks = (await pulumi.readJson(["stack", "ls", "--json"])) as { name: string; current: boolean }[];
    return stacks.find(({ current }) => current)?.name;
}

/**
 * Makes everything ready that pulumi needs for a stack: the engine, and for the sandbox stack the Auth0 tenant and the
 * stack itself. A tenant that runs already is used; one that is started here stops with `close`.
 */
export async function openStack(name: string): Promise<Stack> {
    checkHasProject();
    // What is written from here on, the state among it, is for nobody else to read.
    process.umask(0o077);
    const engine = await ensureEngine();
    const environment = { ...engine.environment, ...quickStart(), PULUMI_STACK: name };
    if (name !== sandboxStack) {
        return { ...runner(engine.pulumi, environment), close: () => Promise.resolve() };
    }
    // Only this stack needs the sandbox, which takes long to load.
    const { findRunningTenant, startTenant } = await import("../../sandbox/tenant.js");
    const running = await findRunningTenant(tenantState);
    const started = running === undefined ? await startTenant({ state: tenantState }) : undefined;
    const pulumi = runner(engine.pulumi, {
        ...environment,
        ...(running ?? started)?.environment,
        ...sandboxSecrets,
    });
    const stacks = (await pulumi.readJson(["stack", "ls", "--json"])) as { name: string }[];
    if (!stacks.some((stack) => stack.name === name)) {
        await pulumi.read(["stack", "init", name, "--no-select"]);
    }
    return {
        ...pulumi,
        tenantDomain: (running ?? started)?.domain,
        close: () => started?.close() ?? Promise.resolve(),
    };
}

/** What opens the secrets of the sandbox stack. */
const sandboxSecrets = {
    PULUMI_CONFIG_PASSPHRASE: sandboxPassphrase,
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
};

/** @param onFailure - Gets what pulumi says where it fails. */
function runner(
    pulumi: string,
    env: Record<string, string | undefined>,
    onFailure?: (said: string) => Promise<void>,
): Omit<Stack, "close"> {
    const read = async (args: readonly string[]): Promise<string> => {
        try {
            return await outputOf(pulumi, args, { env, ...onlyPassedOn() });
        } catch (error) {
            await onFailure?.(String(error));
            throw error;
        }
    };
    return {
        async run(args, { stdout = "stdout", environment = {}, onError } = {}) {
            const { exitCode, stderr } = await runProcess(pulumi, args, {
                ...onlyPassedOn(),
                env: { ...env, ...environment },
                stdio: [
                    "inherit",
                    process[stdout],
                    (onError ?? onFailure) === undefined ? "inherit" : ["inherit", "pipe"],
                ],
            });
            onError?.(stderr);
            if (exitCode !== 0) {
                const why = exitCode === 7 ? ": there are changes where none were expected" : "; see its messages";
                await onFailure?.(stderr);
                console.error(`${commandOf("pulumi", args)} ended with exit code ${exitCode}${why}.`);
            }
            return exitCode;
        },
        read,
        async readJson(args) {
            const text = await read(args);
            try {
                return JSON.parse(text) as unknown;
            } catch {
                throw new Error(
                    `${commandOf(pulumi, args)} did not print JSON. Reinstall it, and run the command again.`,
                );
            }
        },
    };
}
