import { once } from "node:events";
import { join } from "node:path";
import { type Started, startProcess } from "../../processes/childProcess";
import type { RunningTenant, TenantOptions } from "../../sandbox/tenant";
import { compiling } from "../compiling";

/** A process that runs a tenant as soon as it is told to. */
export class TenantChild {
    private constructor(private readonly started: Started) {}

    /** Starts the process, which loads all that it needs. */
    static async load(): Promise<TenantChild> {
        const args = [...compiling, join(__dirname, "tenantProcess.ts")];
        const options = { ipc: true, stdout: "inherit", stderr: "inherit" } as const;
        return new TenantChild(await startProcess(process.execPath, args, options));
    }

    /** Starts the tenant. */
    async start(options: TenantOptions): Promise<RunningTenant> {
        const { subprocess, ended } = this.started;
        subprocess.send(options);
        const [tenant] = (await Promise.race([
            once(subprocess, "message"),
            ended.then(({ obstacle }) => {
                throw new Error(`The tenant's process ended before it answered. ${obstacle ?? ""}`);
            }),
        ])) as [RunningTenant];
        return tenant;
    }

    /** Suspends the process: it does nothing more until it is killed. */
    suspend(): void {
        this.started.subprocess.kill("SIGSTOP");
    }

    /** Kills the process as the kernel does when memory is short: without a chance to do anything more. */
    async kill(): Promise<void> {
        this.started.subprocess.kill("SIGKILL");
        await this.started.ended;
    }

    /** Ends the process, and the tenant with it. */
    async stop(): Promise<void> {
        this.started.subprocess.kill();
        await this.started.ended;
    }
}
