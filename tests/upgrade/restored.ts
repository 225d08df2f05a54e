import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant } from "../../sandbox/tenant";
import { Deployment } from "../engine/deployment";
import { type ManagementApi, managementApi } from "../engine/managementApi";
import { files, recordedFile, type RecordedTenant, type Recording, stack } from "./recording";

/** A recorded deployment in a tenant that has what the recorded tenant had, ready to be upgraded. */
export interface Restored {
    readonly deployment: Deployment;
    readonly api: ManagementApi;
    /** Deletes both. */
    remove(): Promise<void>;
}

/** Gives the connections of a tenant, by name, the applications that they had; creates those that are missing. */
async function restoreConnections(api: ManagementApi, { connections }: RecordedTenant): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for (const [name, { id: recorded, clients }] of Object.entries(connections)) {
        const [found] = await api.request<{ id: string }[]>("GET", `connections?name=${name}`);
        const { id } = found ?? (await api.request<{ id: string }>("POST", "connections", { name, strategy: "auth0" }));
        const enabled = clients.map((client_id) => ({ client_id, status: true }));
        await api.request("PATCH", `connections/${id}/clients`, enabled);
        ids.set(recorded, id);
    }
    return ids;
}

/**
 * Imports a recorded state into a new stack, with the configuration that it was made with.
 *
 * @param change - what is changed in the state before. Default: nothing
 */
export async function restore(
    recording: Recording,
    change: (state: string) => string = (state) => state,
): Promise<Restored> {
    const tenantState = await mkdtemp(join(tmpdir(), "openmetadata-auth0-upgrade-"));
    const tenant = await startTenant({
        state: tenantState,
        port: 0,
        clients: join(recording.folder, files.clients),
    });
    const api = await managementApi(tenant);
    const recorded = JSON.parse(recordedFile(recording, "tenant")) as RecordedTenant;
    // Domain and ids of connections are those of the tenant at hand; what the state says of them is not looked at.
    const renamed = new Map([...(await restoreConnections(api, recorded)), [recorded.domain, tenant.domain]]);
    const here = (text: string) =>
        [...renamed].reduce((sofar, [recordedName, name]) => sofar.replaceAll(recordedName, name), text);

    const program = existsSync(join(recording.folder, "index.ts")) ? recording.folder : undefined;
    const deployment = await Deployment.create(tenant, stack, {}, program);
    await writeFile(join(deployment.folder, files.config), here(recordedFile(recording, "config")));
    await writeFile(join(deployment.folder, files.state), change(here(recordedFile(recording, "state"))));
    await deployment.ok(["stack", "import", "--file", files.state]);

    // The recordings hold no secret but in the state, encrypted.
    const { clientId, clientSecret } = await deployment.outputs<{ clientId: string; clientSecret?: string }>();
    if (clientSecret !== undefined) {
        await api.request("PATCH", `clients/${clientId}`, { client_secret: clientSecret });
    }
    return {
        deployment,
        api,
        async remove() {
            await deployment.remove();
            await tenant.close();
            await rm(tenantState, { recursive: true });
        },
    };
}
