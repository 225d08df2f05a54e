import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningTenant } from "../../sandbox/tenant";
import { TenantChild } from "../tenant/tenantChild";

/** Makes a folder for one section, and removes it afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-bench-"));
    try {
        return await work(folder);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/** Makes a folder for one section, with a new Auth0 tenant that runs in a process of its own. */
export async function withTenant<T>(work: (tenant: RunningTenant, folder: string) => Promise<T>): Promise<T> {
    return inFolder(async (folder) => {
        const child = await TenantChild.load();
        try {
            return await work(await child.start({ state: join(folder, "tenant"), port: 0 }), folder);
        } finally {
            await child.stop();
        }
    });
}
