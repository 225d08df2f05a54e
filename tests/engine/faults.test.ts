import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../sandbox/faults";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment } from "./deployment";
import { type ManagementApi, managementApi } from "./managementApi";

const displayName = "OpenMetadata under faults";
const database = "Username-Password-Authentication";

describe("pulumi up with Management API faults", function () {
    let folder: string;
    let tenant: Tenant;
    let api: ManagementApi;
    let deployment: Deployment;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        api = await managementApi(tenant);
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
        deployment = await Deployment.create(tenant);
        await deployment.configure({
            applicationType: "web",
            openMetadataUrl: "https://om.example.com",
            admins: ["jane.doe@example.com"],
            connections: [database],
            displayName,
        });
    });
    afterEach(async () => {
        tenant.faults.set([]);
        await deployment.remove();
    });

    const applications = async (): Promise<string[]> =>
        (await api.request<{ name: string; client_id: string }[]>("GET", "clients?per_page=100"))
            .filter(({ name }) => name === displayName)
            .map(({ client_id }) => client_id);

    /** The ID of the application in the stack's outputs. */
    async function clientId(): Promise<string> {
        return (await deployment.outputs<{ clientId: string }>()).clientId;
    }

    /** How often the application may use the connection. */
    async function enabled(id: string): Promise<number> {
        const [connection] = await api.request<{ id: string }[]>("GET", `connections?name=${database}`);
        const path = `connections/${connection?.id ?? ""}/clients`;
        const { clients } = await api.request<{ clients: { client_id: string }[] }>("GET", path);
        return clients.filter(({ client_id }) => client_id === id).length;
    }

    /** Tells where there is not one application, which the stack knows and which has the connection, or something is left to do. */
    async function finished(): Promise<void> {
        deepEqual(tenant.faults.pending, []);
        const id = await clientId();
        deepEqual(await applications(), [id]);
        equal(await enabled(id), 1);
        await deployment.ok(["preview", "--expect-no-changes"]);
    }

    const create = { method: "POST", path: "/api/v2/clients" };
    const enable = { method: "PATCH", path: "/api/v2/connections" };
    const read = { method: "GET", path: "/api/v2/clients" };

    const passing: [string, Fault[]][] = [
        [
            "Up waits out Auth0's rate limit, and retries while enabling the connection is answered with 503",
            [
                { kind: "rateLimit", times: 3, ...create },
                { kind: "unavailable", times: 2, ...enable },
            ],
        ],
        [
            "Up retries after a 500 from the Management API, and completes although a response is lost",
            [
                { kind: "internalError", times: 1, ...create },
                { kind: "lost", times: 1, ...enable },
            ],
        ],
        [
            "Up retries after a dropped connection, and waits for a slow response",
            [
                { kind: "cut", times: 1, ...create },
                { kind: "slow", times: 1, ...create },
            ],
        ],
    ];
    for (const [what, faults] of passing) {
        it(what, async () => {
            tenant.faults.set(faults);
            await deployment.up();
            await finished();
        });
    }

    /** Runs an `up` that a fault ends. */
    async function fails(fault: Fault, message: RegExp): Promise<void> {
        tenant.faults.set([fault]);
        const { exitCode, stdout } = await deployment.run(["up", "--yes", "--skip-preview"]);
        tenant.faults.set([]);
        notEqual(exitCode, 0);
        match(stdout, message);
    }

    it("Up reports lasting faults, and each next up goes on until the deployment is complete", async () => {
        await fails({ kind: "internalError", times: 50, ...create }, /500 Internal Server Error/);
        await fails({ kind: "unavailable", times: 50, ...create }, /503 Service Unavailable/);
        await fails(
            { kind: "cut", times: 50, ...create },
            /failed to send the request: Post "https:\/\/localhost:\d+\/api\/v2\/clients": EOF/,
        );
        deepEqual(await applications(), []);
        await fails({ kind: "internalError", times: 50, ...enable }, /500 Internal Server Error/);
        equal((await applications()).length, 1);
        await deployment.up();
        await finished();
    });

    it("Up reports a lasting 503 on reading the new application, and the next up completes the deployment", async () => {
        await fails({ kind: "unavailable", times: 50, ...read }, /503 Service/);
        await deployment.up();
        await finished();
    });

    // Auth0's provider cannot know that its request was carried out, and asks again: no rule of OAuth's or Auth0's makes
    // creating an application repeatable. The stack is right all the same, and knows the application that it uses.
    it("A lost response to creating the application leaves one orphaned application", async () => {
        tenant.faults.set([{ kind: "lost", times: 1, ...create }]);
        await deployment.up();
        const own = await clientId();
        const found = await applications();
        equal(found.length, 2);
        equal(found.filter((id) => id === own).length, 1);
        equal(await enabled(own), 1);
        await deployment.ok(["preview", "--expect-no-changes"]);
        await Promise.all(found.filter((id) => id !== own).map((id) => api.request("DELETE", `clients/${id}`)));
    });
});
