import { connect } from "node:tls";
import getPort from "get-port";
import { AccessTokens } from "./accessTokens";
import { endsSoon, makeServerCertificate, writeBundle } from "./certificate";
import type { FastifyInstance } from "fastify";
import { importClients } from "./importClients";
import { createTenant, managementAudience } from "./newTenant";
import type { TenantRecord } from "./records";
import { SandboxError } from "./sandboxError";
import { createServer } from "./server";
import { StateFolder } from "./stateFolder";
import { type Changes, Store } from "./store";

/** A tenant that answers. */
export interface RunningTenant {
    /** Its domain, such as `localhost:4443`. */
    readonly domain: string;
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
    /** Stops it; its state stays. */
    close(): Promise<void>;
}

/** How to start a tenant. */
export interface TenantOptions {
    /** The folder that it is kept in. */
    readonly state: string;
    /** The port to listen on; 0 for any free one. Default: the last one; at first 4443, or any free one. */
    readonly port?: number | undefined;
    /** A file with applications of another tenant to take over; {@link importClients} says in which form. */
    readonly clients?: string | undefined;
}

const runningFile = "running.json";
const firstPort = 4443;

/**
 * Starts the tenant that is kept in a folder, or a new one.
 *
 * @throws SandboxError where the tenant runs already, or its port is taken.
 */
export async function startTenant({ state, port, clients }: TenantOptions): Promise<Tenant> {
    const folder = new StateFolder(state);
    folder.prepare();
    const running = await findRunningTenant(state);
    if (running !== undefined) {
        throw new SandboxError(
            `The sandbox of ${folder.path} runs already, on ${running.domain}. Use that one, stop it, or name another folder with --state.`,
        );
    }
    const store = Store.open(folder);
    try {
        const record = await prepare(store, port);
        if (clients !== undefined) {
            importClients(store, clients);
        }
        const domain = `localhost:${record.port}`;
        const tokens = await AccessTokens.create(domain, record.signingKey);
        const tls = { key: record.tlsKey, certificate: record.tlsCertificate };
        const app = createServer(store, tokens, tls, record.signingCertificate);
        const bundle = writeBundle(folder, record.tlsCertificate);
        await listen(app, record.port);
        folder.write(runningFile, JSON.stringify({ pid: process.pid, port: record.port }));
        return {
            ...describe(store, record, bundle),
            async close() {
                folder.remove(runningFile);
                await app.close();
                await store.close();
            },
        };
    } catch (error) {
        await store.close();
        throw error;
    }
}

/**
 * The tenant that runs on a folder, in this process or another.
 *
 * @returns `undefined` where none does, or none that answers with the folder's own certificate.
 */
export async function findRunningTenant(state: string): Promise<RunningTenant | undefined> {
    const folder = new StateFolder(state);
    const running = folder.read(runningFile);
    const store = running === undefined ? undefined : Store.openToRead(folder);
    try {
        const record = store?.tenant;
        if (store === undefined || record === undefined || !(await answers(record))) {
            return undefined;
        }
        return describe(store, record, writeBundle(folder, record.tlsCertificate));
    } finally {
        await store?.close();
    }
}

/** What is kept of the tenant, on the port that it is to have from now on. */
async function prepare(store: Store, port: number | undefined): Promise<TenantRecord> {
    const tenant = store.tenant;
    if (tenant === undefined) {
        return createTenant(
            store,
            port === undefined || port === 0 ? await getPort(port === 0 ? {} : { port: firstPort }) : port,
        );
    }
    const wanted = port === 0 ? await getPort() : (port ?? tenant.port);
    const renewed = endsSoon(tenant.tlsCertificate) ? await makeServerCertificate() : undefined;
    const record = {
        ...tenant,
        port: wanted,
        ...(renewed && { tlsKey: renewed.key, tlsCertificate: renewed.certificate }),
    };
    store.write((changes) => {
        changes.setTenant(record);
        if (wanted !== tenant.port) {
            moveManagementApi(store, changes, managementAudience(tenant.port), managementAudience(wanted));
        }
    });
    return record;
}

/** The Management API is named after the domain, and the domain after the port. */
function moveManagementApi(store: Store, changes: Changes, from: string, to: string): void {
    for (const api of store.list("resourceServers").filter(({ identifier }) => identifier === from)) {
        changes.put("resourceServers", api.id, { ...api, identifier: to });
    }
    for (const grant of store.list("clientGrants").filter(({ audience }) => audience === from)) {
        changes.put("clientGrants", grant.id, { ...grant, audience: to });
    }
}

async function listen(app: FastifyInstance, port: number): Promise<void> {
    try {
        // All addresses of localhost, and no other.
        await app.listen({ host: "localhost", port });
    } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
            throw new SandboxError(
                `Port ${port} is taken by another program. Stop that, or choose another port with --port.`,
            );
        }
        throw error;
    }
}

/** Whether somebody answers on the tenant's port with the tenant's certificate. */
async function answers({ port, tlsCertificate }: TenantRecord): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect({ host: "localhost", port, servername: "localhost", ca: tlsCertificate, timeout: 2000 });
        const end = (answer: boolean): void => {
            socket.destroy();
            resolve(answer);
        };
        socket.once("secureConnect", () => {
            end(true);
        });
        socket.once("error", () => {
            end(false);
        });
        socket.once("timeout", () => {
            end(false);
        });
    });
}

function describe(store: Store, record: TenantRecord, certificateBundle: string): RunningTenant {
    const domain = `localhost:${record.port}`;
    const managementClientSecret = store.get("clients", record.managementClientId)?.client_secret;
    if (managementClientSecret === undefined) {
        throw new SandboxError(
            "The sandbox's own management application was deleted. Remove the state folder to start with a new tenant.",
        );
    }
    return {
        domain,
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
