import getPort from "get-port";
import { AccessTokens } from "./accessTokens";
import { type ListenAddress, type ListenOptions, listenAddress } from "./address";
import { bundlePath, makeServerCertificate, serves, writeBundle } from "./certificate";
import type { FastifyInstance } from "fastify";
import { Faults } from "./faults";
import { importClients, readClients } from "./importClients";
import { createTenant, customDomainOf, domainOf, managementAudience } from "./newTenant";
import { managementScopes } from "./managementScopes";
import type { TenantRecord } from "./records";
import { claim, runningPort } from "./runningTenant";
import { SandboxError } from "./sandboxError";
import { createServer } from "./server";
import { StateFolder } from "./stateFolder";
import { type Changes, Store } from "./store";

/** A tenant that answers. */
export interface RunningTenant {
    /** Its domain, such as `localhost:4443`. */
    readonly domain: string;
    /** Its custom domain, such as `127.0.0.1:4443`; `undefined` where there is none. */
    readonly customDomain: string | undefined;
    /** Client ID of an application that may use the whole Management API. */
    readonly managementClientId: string;
    /** Client secret of that application. */
    readonly managementClientSecret: string;
    /** Path of the certificates to trust: the tenant's, and what was trusted before. */
    readonly certificateBundle: string;
    /** The variables that point Auth0 tools at it. */
    readonly environment: Readonly<Record<string, string>>;
}

/** A tenant that this process runs. */
export interface Tenant extends RunningTenant {
    /** What is to go wrong with its Management API. */
    readonly faults: Faults;
    /** Stops it; its state stays. */
    close(): Promise<void>;
}

/** How to start a tenant. */
export interface TenantOptions extends ListenOptions {
    /** The folder that it is kept in. */
    readonly state: string;
    /** The port to listen on; 0 for any free one. Default: the last one; at first 4443, or any free one. */
    readonly port?: number | undefined;
    /** A file with applications of another tenant to import; {@link readClients} says in which form. */
    readonly clients?: string | undefined;
}

const firstPort = 4443;

class PortTaken extends SandboxError {}

/**
 * Starts the tenant that is kept in a folder, or a new one.
 *
 * @throws SandboxError where the tenant runs already, its port is taken, its host is not valid, or other computers would reach it
 * unasked.
 */
export async function startTenant(options: TenantOptions): Promise<Tenant> {
    const { state, port, clients, exposeToNetwork = false } = options;
    const { listen: address, ...hosts } = listenAddress(options);
    const imported = clients === undefined ? [] : readClients(clients);
    const folder = new StateFolder(state);
    folder.prepare();
    const claimed = await claim(folder);
    try {
        const store = await Store.open(folder);
        try {
            const anyPort = port === 0 || (port === undefined && store.tenant === undefined);
            const chosen = await prepare(folder, store, hosts, port);
            importClients(store, imported);
            const faults = new Faults();
            const serve = async (record: TenantRecord) => {
                const tokens = await AccessTokens.create(domainOf(record), record.signingKey);
                const app = createServer(store, tokens, record, faults, exposeToNetwork, folder);
                await listen(app, address, record.port);
                return { app, record };
            };
            const { app, record } = await serve(chosen).catch(async (error: unknown) => {
                // A port that was free when it was chosen may be another program's by now.
                if (!anyPort || !(error instanceof PortTaken)) throw error;
                return serve(await prepare(folder, store, hosts, 0));
            });
            claimed.announce(record.port);
            return {
                ...describe(folder, store, record),
                faults,
                async close() {
                    await app.close();
                    await store.close();
                    claimed.release();
                },
            };
        } catch (error) {
            await store.close();
            throw error;
        }
    } catch (error) {
        claimed.release();
        throw error;
    }
}

/**
 * The tenant that runs on a folder, in this process or another.
 *
 * @returns `undefined` where none does.
 */
export async function findRunningTenant(state: string): Promise<RunningTenant | undefined> {
    const folder = new StateFolder(state);
    if (runningPort(folder) === undefined) {
        return undefined;
    }
    const store = Store.openToRead(folder);
    try {
        return store?.tenant && describe(folder, store, store.tenant);
    } finally {
        await store?.close();
    }
}

/** What is kept of the tenant, with the hosts and port that it is to have from now on. */
async function prepare(
    folder: StateFolder,
    store: Store,
    hosts: Omit<ListenAddress, "listen">,
    port: number | undefined,
): Promise<TenantRecord> {
    const tenant = store.tenant ?? (await createTenant(store, port ?? (await getPort({ port: firstPort }))));
    const wanted = port === 0 ? await getPort() : (port ?? tenant.port);
    const names = [hosts.host, hosts.customHost].filter((host) => host !== undefined);
    const renewed = names.every((host) => serves(tenant.tlsCertificate, host))
        ? undefined
        : await makeServerCertificate(...names);
    const record = {
        ...tenant,
        ...hosts,
        port: wanted,
        ...(renewed && { tlsKey: renewed.key, tlsCertificate: renewed.certificate }),
    };
    store.write((changes) => {
        changes.setTenant(record);
        moveManagementApi(store, changes, managementAudience(tenant), record);
    });
    writeBundle(folder, record.tlsCertificate, [tenant.tlsCertificate]);
    return record;
}

/**
 * The Management API is named after the domain. Scopes that an older version of the sandbox did not know are added to it,
 * and to what the management application may do.
 */
function moveManagementApi(store: Store, changes: Changes, from: string, tenant: TenantRecord): void {
    const to = managementAudience(tenant);
    const api = store.list("resourceServers").find(({ identifier }) => identifier === from);
    const known = api?.scopes ?? [];
    const added = managementScopes.filter((scope) => !known.some(({ value }) => value === scope));
    if (api !== undefined) {
        const scopes = [...known, ...added.map((value) => ({ value }))];
        changes.put("resourceServers", api.id, { ...api, identifier: to, scopes });
    }
    for (const grant of store.list("clientGrants").filter(({ audience }) => audience === from)) {
        const isOwn = grant.client_id === tenant.managementClientId;
        const scope = isOwn ? [...new Set([...grant.scope, ...added])] : grant.scope;
        changes.put("clientGrants", grant.id, { ...grant, audience: to, scope });
    }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
    try {
        await app.listen({ host, port });
    } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
            throw new PortTaken(
                `Port ${port} is taken by another program. Stop that, or choose another port with --port.`,
            );
        }
        if (
            error instanceof Error &&
            "code" in error &&
            /^(EADDRNOTAVAIL|EAI_AGAIN|ENOTFOUND)$/.test(String(error.code))
        ) {
            throw new SandboxError(`The sandbox cannot listen on ${host}, which is not an address of this computer.`);
        }
        throw error;
    }
}

function describe(folder: StateFolder, store: Store, record: TenantRecord): RunningTenant {
    const domain = domainOf(record);
    const certificateBundle = bundlePath(folder);
    const managementClientSecret = store.get("clients", record.managementClientId)?.client_secret;
    if (managementClientSecret === undefined) {
        throw new SandboxError(
            "The sandbox's own management application was deleted. Remove the state folder to start with a new tenant.",
        );
    }
    return {
        domain,
        customDomain: customDomainOf(record),
        managementClientId: record.managementClientId,
        managementClientSecret,
        certificateBundle,
        environment: {
            AUTH0_DOMAIN: domain,
            AUTH0_CLIENT_ID: record.managementClientId,
            AUTH0_CLIENT_SECRET: managementClientSecret,
            SSL_CERT_FILE: certificateBundle,
            NODE_EXTRA_CA_CERTS: certificateBundle,
        },
    };
}
