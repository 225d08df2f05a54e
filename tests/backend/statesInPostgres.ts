import { deepEqual, ok } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment } from "../engine/deployment";
import { type ManagementApi, managementApi } from "../engine/managementApi";
import { documentedSteps } from "./documentedSteps";
import { postgresObstacle, type PostgresServer, startPostgres } from "./postgresServer";

/** The section of docs/recovery.md. */
export const killed = "An `up` was killed";

/** How the stacks are configured. */
export const config = {
    applicationType: "web",
    openMetadataUrl: "https://om.example.com",
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
    protect: false,
};

/** What is looked at of a stack's outputs. */
export interface Outputs {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly keyId: string;
    readonly privateKeyDer: string;
    readonly retiredKeys: Record<string, unknown>;
}

interface Application {
    readonly client_id: string;
    readonly client_secret: string;
    readonly name: string;
}

/** A PostgreSQL server for the states of stacks, and a tenant for them. */
export class StatesInPostgres {
    private tables = 0;

    private constructor(
        readonly postgres: PostgresServer,
        private readonly tenant: Tenant,
        private readonly api: ManagementApi,
        private readonly tenantFolder: string,
    ) {}

    /** Starts both; undefined, with a line that says why, where there can be no PostgreSQL server. */
    static async start(): Promise<StatesInPostgres | undefined> {
        const obstacle = await postgresObstacle();
        if (obstacle !== undefined) {
            console.log(`    left out: ${obstacle}`);
            return undefined;
        }
        const postgres = await startPostgres();
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        const tenant = await startTenant({ state: folder, port: 0 });
        return new StatesInPostgres(postgres, tenant, await managementApi(tenant), folder);
    }

    /** Stops both. */
    async close(): Promise<void> {
        await this.tenant.close();
        await rm(this.tenantFolder, { recursive: true });
        await this.postgres.close();
    }

    /** The applications of the stack `prod` in the tenant. */
    async applications(): Promise<Application[]> {
        const all = await this.api.request<Application[]>("GET", "clients");
        return all.filter(({ name }) => name === "OpenMetadata (prod)");
    }

    /** Runs a test on a stack `prod`, in a state table of its own. */
    async withProd(test: (prod: Deployment) => Promise<void>): Promise<void> {
        this.tables += 1;
        const prod = await Deployment.create(this.tenant, "prod", {
            PULUMI_BACKEND_URL: `${this.postgres.url}&table=state_${this.tables}`,
            PGPASSWORD: this.postgres.password,
        });
        try {
            await prod.configure(config);
            await test(prod);
        } finally {
            // What pulumi would take a second for: no other test has this table, and the tenant is asked by name.
            await Promise.all(
                (await this.applications()).map(({ client_id }) => this.api.request("DELETE", `clients/${client_id}`)),
            );
            await rm(prod.folder, { recursive: true });
        }
    }

    /**
     * Recovers from a killed `up` by the documented steps, as a person does who looks into the tenant.
     *
     * @param previews - Whether to look at previews on the way, which change nothing. Default: as documented
     */
    async recover(prod: Deployment, previews = true): Promise<void> {
        const [cancel = "", show = "", takeOver = "", finish = ""] = documentedSteps(killed);
        const goOn = previews ? finish : withoutPreviews(finish);
        await prod.script(cancel);
        const { stdout } = await prod.script(show);
        const [made] = await this.applications();
        if (stdout === "none" && made !== undefined) {
            await prod.script(takeOver, { CLIENT_ID: made.client_id });
        }
        await prod.script(goOn);
    }

    /** Tells where there is not exactly one application, or the state has another one. */
    async nothingLostOrDoubled(prod: Deployment): Promise<void> {
        const { clientId, clientSecret } = await prod.outputs<Outputs>();
        const found = await this.applications();
        deepEqual(
            found.map(({ client_id, client_secret }) => ({ client_id, client_secret })),
            [{ client_id: clientId, client_secret: clientSecret }],
        );
        const [connection] = await this.api.request<{ id: string }[]>(
            "GET",
            "connections?name=Username-Password-Authentication",
        );
        const { clients } = await this.api.request<{ clients: { client_id: string }[] }>(
            "GET",
            `connections/${connection?.id ?? ""}/clients`,
        );
        ok(clients.some(({ client_id }) => client_id === clientId));
        const { stdout } = await prod.ok(["stack", "export"]);
        const { deployment } = JSON.parse(stdout) as { deployment: { pending_operations?: unknown[] } };
        deepEqual(deployment.pending_operations ?? [], []);
    }
}

/** Steps without the previews that only a person reads; the last one, which tells whether anything is left to do, stays. */
function withoutPreviews(steps: string): string {
    const preview = "pulumi preview --stack prod\n";
    const up = "pulumi up --stack prod --yes\n";
    ok(steps.includes(preview) && steps.includes(up));
    return steps.replace(preview, "").replace(up, "pulumi up --stack prod --yes --skip-preview\n");
}
