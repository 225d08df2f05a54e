import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant, type Tenant, type TenantOptions } from "../../sandbox/tenant";
import { TenantClient } from "../../tools/tenant/tenantClient";
import { lastingPort } from "../ports";

/** Makes a folder for one test, and removes it afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    try {
        return await work(folder);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/** Runs a tenant for the length of some work. */
export async function withTenant<T>(
    options: TenantOptions,
    work: (client: TenantClient, tenant: Tenant) => Promise<T>,
): Promise<T> {
    const tenant = await startTenant({ port: await lastingPort(), ...options });
    try {
        const client = await TenantClient.signIn(tenant);
        try {
            return await work(client, tenant);
        } finally {
            await client.close();
        }
    } finally {
        await tenant.close();
    }
}

/** A new tenant for the tests of a suite; the function that is given back has a client of it. */
export function newTenant(): () => TenantClient {
    let client: TenantClient | undefined;
    let finish: (() => void) | undefined;
    let running: Promise<void> | undefined;

    before(async function () {
        await new Promise<void>((resolve, reject) => {
            running = inFolder((state) =>
                withTenant({ state }, async (started) => {
                    client = started;
                    const finished = new Promise<void>((end) => (finish = end));
                    resolve();
                    await finished;
                }),
            );
            running.catch(reject);
        });
    });
    after(async () => {
        finish?.();
        await running;
    });
    return () => {
        if (client === undefined) {
            throw new Error("The tenant has not started.");
        }
        return client;
    };
}

/**
 * Makes the sandbox of a project's folder with a port of its own, as tests beside each other would all begin with the same.
 *
 * @param folder - The project's folder.
 */
export async function makeSandbox(folder: string): Promise<void> {
    const tenant = await startTenant({ state: join(folder, ".sandbox"), port: await lastingPort() });
    await tenant.close();
}
