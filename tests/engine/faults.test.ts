import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../sandbox/faults";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment } from "./deployment";
import { type ManagementApi, managementApi } from "./managementApi";

const displayName = "OpenMetadata under faults";

describe("pulumi up, where Auth0's Management API fails,", function () {
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
        ["waits while Auth0 counts too many requests", { kind: "rateLimit", times: 3, ...create }],
        ["asks again after an internal error", { kind: "internalError", times: 1, ...create }],
        ["asks again while the service is unavailable", { kind: "unavailable", times: 2, ...enable }],
        ["asks again after a cut connection", { kind: "cut", times: 1, ...create }],
        ["waits for a slow answer", { kind: "slow", times: 2, ...create }],
        ["enables the connection once, though the answer to that is lost", { kind: "lost", times: 1, ...enable }],
    ];
    for (const [what, fault] of passing) {
        it(what, async () => {
            tenant.faults.set([fault]);
            await deployment.up();
            await finished();
        });
    }

    const lasting: [string, Fault, RegExp][] = [
        ["with an internal error", { kind: "internalError", times: 50, ...create }, /500 Internal Server Error/],
        ["because it is unavailable", { kind: "unavailable", times: 50, ...create }, /503 Service Unavailable/],
        [
            "by cutting connections",
            { kind: "cut", times: 50, ...create },
            /failed to send the request: Post "https:\/\/localhost:\d+\/api\/v2\/clients": EOF/,
        ],
        ["half-way, at the connection", { kind: "internalError", times: 50, ...enable }, /500 Internal Server Error/],
        ["half-way, before the new application is read", { kind: "unavailable", times: 50, ...read }, /503 Service/],
    ];
    for (const [how, fault, message] of lasting) {
        it(`stops with a clear message if it keeps failing ${how}, and the next run completes the work`, async () => {
            tenant.faults.set([fault]);
            const { exitCode, stdout } = await deployment.run(["up", "--yes", "--skip-preview"]);
            notEqual(exitCode, 0);
            match(stdout, message);
            await finish();
        });
    }

    // Auth0's provider cannot know that its request was carried out, and asks again: no rule of OAuth's or Auth0's makes
    // creating an application repeatable. The stack is right all the same, and knows the application that it uses.
    it("leaves an application that no stack knows where the answer to its creation is lost", async () => {
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
