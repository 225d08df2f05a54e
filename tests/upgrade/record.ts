import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endBecauseOf } from "../../cli/commands/ending";
import manifest from "../../package.json";
import { startTenant } from "../../sandbox/tenant";
import { Deployment } from "../engine/deployment";
import { type ManagementApi, managementApi } from "../engine/managementApi";
import { type UpgradeCase, upgradeCases } from "./cases";
import { files, recordedFolder, type RecordedTenant, stack } from "./recording";

type Client = Record<string, unknown> & { readonly client_id: string };

async function clientsOf(api: ManagementApi): Promise<Client[]> {
    return api.request("GET", "clients");
}

async function tenantOf(api: ManagementApi, domain: string): Promise<RecordedTenant> {
    const found = await api.request<{ id: string; name: string }[]>("GET", "connections");
    const connections = await Promise.all(
        found.map(async ({ id, name }) => {
            const { clients } = await api.request<{ clients: Client[] }>("GET", `connections/${id}/clients`);
            return [name, { id, clients: clients.map(({ client_id }) => client_id) }] as const;
        }),
    );
    return { domain, connections: Object.fromEntries(connections) };
}

/** An exported state without where in the sources, on the machine that records, each resource was declared. */
function keptState(exported: string): string {
    return json(
        JSON.parse(exported, (key, value: unknown) =>
            ["sourcePosition", "stackTrace"].includes(key) ? undefined : value,
        ),
    );
}

function json(value: unknown): string {
    return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Deploys a case with the real engine into a tenant of its own, and writes what there is then into a folder. */
async function record({ config, secrets, byHand, program }: UpgradeCase, folder: string): Promise<void> {
    const tenantState = await mkdtemp(join(tmpdir(), "openmetadata-auth0-record-"));
    const tenant = await startTenant({ state: tenantState, port: 0 });
    const api = await managementApi(tenant);
    const others = new Set((await clientsOf(api)).map(({ client_id }) => client_id));
    const more = await byHand?.(api);
    const deployment = await Deployment.create(tenant, stack, {}, program);
    await deployment.configure({ ...config, ...more });
    for (const [key, value] of Object.entries(secrets?.() ?? {})) {
        await deployment.ok(["config", "set", "--secret", key, "--", value]);
    }
    await deployment.up();

    const clients = (await clientsOf(api)).filter(({ client_id }) => !others.has(client_id));
    await mkdir(folder, { recursive: true });
    const written = {
        [files.state]: keptState((await deployment.ok(["stack", "export"])).stdout),
        [files.config]: await readFile(join(deployment.folder, files.config), "utf8"),
        [files.clients]: json(clients.map(({ client_secret: _secret, signing_keys: _keys, ...client }) => client)),
        [files.tenant]: json(await tenantOf(api, tenant.domain)),
    };
    for (const [name, content] of Object.entries(written)) {
        await writeFile(join(folder, name), content);
    }
    if (program !== undefined) {
        const source = await readFile(join(program, "index.ts"), "utf8");
        await writeFile(join(folder, "index.ts"), source.replace('"../../../', '"../../../../../'));
        await copyFile(join(program, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    }
    await deployment.remove();
    await tenant.close();
    await rm(tenantState, { recursive: true });
}

/** Records all cases with the sources as they are, as those of the version in `package.json`. */
async function recordAll(): Promise<void> {
    const folder = join(recordedFolder, manifest.version);
    if (existsSync(folder)) {
        throw new Error(`${folder} is there. What a released version made stays; of one that is not, delete it first.`);
    }
    for (const upgradeCase of upgradeCases) {
        await record(upgradeCase, join(folder, upgradeCase.name));
        console.log(`${manifest.version} ${upgradeCase.name}`);
    }
}

recordAll().catch(endBecauseOf);
