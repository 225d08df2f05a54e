import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../sandbox/faults";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment } from "./deployment";
import { type ManagementApi, managementApi } from "./managementApi";

const displayName = "OpenMetadata under faults";

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
            connections: ["Username-Password-Authentication"],
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

    /** Completes what the faults have interrupted. */
    async function finish(): Promise<void> {
        tenant.faults.set([]);
        await deployment.up();
        await finished();
    }

    /** Tells where there is not one application, which the stack knows, or something is left to do. */
    async function finished(): Promise<void> {
        tenant.faults.set([]);
        const { clientId } = await deployment.outputs<{ clientId: string }>();
        deepEqual(await applications(), [clientId]);
        await deployment.ok(["preview", "--expect-no-changes"]);
    }

    const create = { method: "POST", path: "/api/v2/clients" };
    const enable = { method: "PATCH", path: "/api/v2/connections" };
    const read = { method: "GET", path: "/api/v2/clients" };

    const passing: [string, Fault][] = [
        ["Up waits out Auth0's rate limit", { kind: "rateLimit", times: 3, ...create }],
        ["Up retries after a 500 from the Management API", { kind: "internalError", times: 1, ...create }],
        ["Up retries while the Management API answers 503", { kind: "unavailable", times: 2, ...enable }],
        ["Up retries after a dropped connection", { kind: "cut", times: 1, ...create }],
        ["Up waits for a slow response", { kind: "slow", times: 2, ...create }],
        [
            "Up completes although the response to enabling the connection is lost",
            { kind: "lost", times: 1, ...enable },
        ],
    ];
    for (const [what, fault] of passing) {
        it(what, async () => {
            tenant.faults.set([fault]);
            await deployment.up();
            await finished();
        });
    }

    const lasting: [string, Fault, RegExp][] = [
        [
            "a lasting 500 on creating the application",
            { kind: "internalError", times: 50, ...create },
            /500 Internal Server Error/,
        ],
        [
            "a lasting 503 on creating the application",
            { kind: "unavailable", times: 50, ...create },
            /503 Service Unavailable/,
        ],
        [
            "connections that keep dropping",
            { kind: "cut", times: 50, ...create },
            /failed to send the request: Post "https:\/\/localhost:\d+\/api\/v2\/clients": EOF/,
        ],
        [
            "a lasting 500 on enabling the connection",
            { kind: "internalError", times: 50, ...enable },
            /500 Internal Server Error/,
        ],
        ["a lasting 503 on reading the new application", { kind: "unavailable", times: 50, ...read }, /503 Service/],
    ];
    for (const [what, fault, message] of lasting) {
        it(`Up reports ${what}, and the next up completes the deployment`, async () => {
            tenant.faults.set([fault]);
            const { exitCode, stdout } = await deployment.run(["up", "--yes", "--skip-preview"]);
            notEqual(exitCode, 0);
            match(stdout, message);
            await finish();
        });
    }

    // Auth0's provider cannot know that its request was carried out, and asks again: no rule of OAuth's or Auth0's makes
    // creating an application repeatable. The stack is right all the same, and knows the application that it uses.
    it("A lost response to creating the application leaves one orphaned application", async () => {
        tenant.faults.set([{ kind: "lost", times: 1, ...create }]);
        await deployment.up();
        const { clientId } = await deployment.outputs<{ clientId: string }>();
        const found = await applications();
        equal(found.length, 2);
        equal(found.filter((id) => id === clientId).length, 1);
        await deployment.ok(["preview", "--expect-no-changes"]);
        await Promise.all(found.filter((id) => id !== clientId).map((id) => api.request("DELETE", `clients/${id}`)));
    });
});
