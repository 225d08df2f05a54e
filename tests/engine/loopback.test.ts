import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { changesOf, Deployment, resourceOf } from "./deployment";
import { type ManagementApi, managementApi } from "./managementApi";

const field = "skip_non_verifiable_callback_uri_confirmation_prompt";

describe("Server on localhost", function () {
    let folder: string;
    let tenant: Tenant;
    let api: ManagementApi;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        api = await managementApi(tenant);
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    it("Sign-in to a localhost server skips Auth0's callback confirmation prompt", async () => {
        const config = {
            applicationType: "spa",
            openMetadataUrl: "http://localhost:8585",
            admins: ["jane.doe@example.com"],
            protect: false,
        };
        const deployment = await Deployment.create(tenant);
        try {
            await deployment.configure(config);
            await deployment.up();
            const { clientId } = await deployment.outputs<{ clientId: string }>();
            const skips = async () => (await api.request<Record<string, unknown>>("GET", `clients/${clientId}`))[field];
            equal(await skips(), true);

            await deployment.configure({ ...config, openMetadataUrl: "https://om.example.com" });
            const [step, ...others] = await deployment.upSteps(["--refresh"]);
            ok(step);
            deepEqual([`${step.op} ${resourceOf(step)}`, others], ["update Client openmetadata", []]);
            deepEqual(changesOf(step), [
                "allowedLogoutUrls[0]",
                "allowedLogoutUrls[1]",
                "allowedLogoutUrls[2]",
                "callbacks[0]",
                "skipNonVerifiableCallbackUriConfirmationPrompt",
                "webOrigins[0]",
            ]);
            equal(await skips(), undefined);
            await deployment.ok(["preview", "--expect-no-changes"]);
        } finally {
            await deployment.remove();
        }
    });
});
