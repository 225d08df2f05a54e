import { findRunningTenant, startTenant } from "../sandbox/tenant";
import { ensureEngine } from "../toolchain/engine";
import { projectFolder, sandboxPassphrase, sandboxStack, tenantState } from "./project";

/** A stack that pulumi is ready to work on. */
export interface Stack {
    /** Runs pulumi on the stack, with the terminal as its own; gives its exit code. */
    run(args: readonly string[]): Promise<number>;
    /** Runs pulumi on the stack and gives what it prints on standard output; `undefined` where it fails. */
    read(args: readonly string[]): Promise<string | undefined>;
    /** Stops what was started for the stack. */
    close(): Promise<void>;
}

/**
 * Makes everything ready that pulumi needs for a stack: the engine, and for the sandbox stack the Auth0 tenant and the
 * stack itself. A tenant that runs already is used; one that is started here stops with `close`.
 */
export async function openStack(name: string): Promise<Stack> {
    // What is written from here on, the state among it, is for nobody else to read.
    process.umask(0o077);
    const engine = await ensureEngine();
    const environment = { ...engine.environment, PULUMI_STACK: name };
    if (name !== sandboxStack) {
        return { ...(await runner(engine.pulumi, environment)), close: () => Promise.resolve() };
    }
    const running = await findRunningTenant(tenantState);
    const started = running === undefined ? await startTenant({ state: tenantState }) : undefined;
    const pulumi = await runner(engine.pulumi, {
        ...environment,
        ...(running ?? started)?.environment,
        PULUMI_CONFIG_PASSPHRASE: sandboxPassphrase,
        PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    });
    if ((await pulumi.read(["stack", "output", "--json"])) === undefined) {
        await pulumi.run(["stack", "init", name, "--no-select"]);
    }
    return { ...pulumi, close: () => started?.close() ?? Promise.resolve() };
}

async function runner(pulumi: string, env: Record<string, string | undefined>): Promise<Omit<Stack, "close">> {
    const { execa } = await import("execa");
    const options = { cwd: projectFolder, env, reject: false } as const;
    return {
        async run(args) {
            const { exitCode } = await execa(pulumi, args, { ...options, stdio: "inherit" });
            return exitCode ?? 1;
        },
        async read(args) {
            const { exitCode, stdout } = await execa(pulumi, args, options);
            return exitCode === 0 ? stdout : undefined;
        },
    };
}
