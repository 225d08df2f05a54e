import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import type { ServerSettings } from "../../openmetadata/serverSettings";
import { at } from "../../openmetadata/tree";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { changesOf, Deployment, resourceOf } from "./deployment";
import { type ManagementApi, managementApi } from "./managementApi";
import type { Step } from "./pulumiStack";
import { linesOf, nowhere } from "./secrets";

const web = {
    applicationType: "web",
    openMetadataUrl: "https://om.example.com",
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
    protect: false,
};
const spa = { ...web, applicationType: "spa" };

interface Outputs {
    readonly clientId: string;
    readonly clientSecret?: string;
    readonly callbacks: string[];
    readonly keyId: string;
    readonly publicKeyDer: string;
    readonly privateKeyDer: string;
    readonly settings: Record<string, ServerSettings>;
}

interface Application {
    readonly client_id: string;
    readonly client_secret: string;
    readonly name: string;
    readonly app_type: string;
    readonly token_endpoint_auth_method: string;
    readonly grant_types: string[];
}

let folder: string;
let tenant: Tenant;
let api: ManagementApi;

/** What others see of a tenant: its applications, and who may use which connection. */
async function tenantContent(): Promise<unknown> {
    const connections = await api.request<{ id: string }[]>("GET", "connections");
    return {
        applications: await api.request("GET", "clients"),
        enabled: await Promise.all(connections.map(({ id }) => api.request("GET", `connections/${id}/clients`))),
    };
}

describe("Single sign-on (real engine)", function () {
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        api = await managementApi(tenant);
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    describe("Web application", () => {
        let found: unknown;
        let deployment: Deployment;
        let outputs: Outputs;
        before(async () => {
            found = await tenantContent();
            deployment = await Deployment.create(tenant);
            await deployment.configure(web);
            await deployment.up();
            outputs = await deployment.outputs();
        });
        after(async () => {
            await deployment.remove();
        });

        it("Up creates a confidential application in the tenant", async () => {
            const application = await api.request<Application>("GET", `clients/${outputs.clientId}`);
            equal(application.app_type, "regular_web");
            equal(application.token_endpoint_auth_method, "client_secret_post");
            equal(application.client_secret, outputs.clientSecret);
            deepEqual(application.grant_types, ["authorization_code", "refresh_token"]);
            deepEqual(outputs.callbacks, ["https://om.example.com/callback"]);
        });

        it("The server settings name the application, the tenant and the signing key", () => {
            const settings = outputs.settings["https://om.example.com"] ?? {};
            equal(at(settings, "authenticationConfiguration.oidcConfiguration.id"), outputs.clientId);
            equal(at(settings, "authenticationConfiguration.authority"), `https://${tenant.domain}`);
            equal(at(settings, "jwtTokenConfiguration.keyId"), outputs.keyId);
        });

        it("Up enables the connection for the application", async () => {
            const [connection] = await api.request<{ id: string }[]>(
                "GET",
                "connections?name=Username-Password-Authentication",
            );
            const { clients } = await api.request<{ clients: { client_id: string }[] }>(
                "GET",
                `connections/${connection?.id ?? ""}/clients`,
            );
            ok(clients.some(({ client_id }) => client_id === outputs.clientId));
        });

        it("A second up finds no drift, changes nothing and keeps the outputs", async () => {
            const again = ["up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes"];
            match((await deployment.ok(again)).stdout, /unchanged/);
            deepEqual(await deployment.outputs(), outputs);
        });

        it("A changed openMetadataUrl is one update, and --expect-no-changes exits with 7", async () => {
            await deployment.configure({ ...web, openMetadataUrl: "https://new.example.com" });
            const { exitCode, stdout } = await deployment.run(["preview", "--json", "--expect-no-changes"]);
            equal(exitCode, 7);
            const { steps } = JSON.parse(stdout) as { steps: Step[] };
            const changing = steps.filter(({ op }) => op !== "same");
            deepEqual(
                changing.map((step) => [step.op, resourceOf(step), changesOf(step)]),
                [
                    [
                        "update",
                        "Client openmetadata",
                        ["allowedLogoutUrls[0]", "allowedLogoutUrls[1]", "allowedLogoutUrls[2]", "callbacks[0]"],
                    ],
                ],
            );
            await deployment.configure(web);
        });

        it("A new keySize or issuer keeps the key until the next rotation", async () => {
            await deployment.configure({ ...web, keySize: 3072, issuer: "catalog.example.com" });
            match((await deployment.up()).stdout, /takes effect at the next rotation/);
            equal((await deployment.outputs<Outputs>()).privateKeyDer, outputs.privateKeyDer);
        });

        // tests/engine/runningServer.test.ts searches more: logs, event logs, and what a run prints that fails.
        it("No client secret or private key appears in the state or in what up and preview print", async () => {
            nowhere(
                {
                    "the client secret": [outputs.clientSecret ?? ""],
                    "the secret of Pulumi's own application": [tenant.managementClientSecret],
                    "the private key": linesOf(outputs.privateKeyDer),
                },
                [...deployment.printed, ["the state", await deployment.state()]],
            );
        });

        it("Destroy leaves the tenant as it was before up", async () => {
            await deployment.ok(["destroy", "--yes", "--skip-preview"]);
            deepEqual(await tenantContent(), found);
        });
    });

    describe("Single Page Application", () => {
        let deployment: Deployment;
        let outputs: Outputs;
        before(async () => {
            deployment = await Deployment.create(tenant);
            await deployment.configure(spa);
            await deployment.up();
            outputs = await deployment.outputs();
        });
        after(async () => {
            await deployment.remove();
        });

        it("A SPA is a public application with no secret in outputs or state", async () => {
            const application = await api.request<Application>("GET", `clients/${outputs.clientId}`);
            equal(application.app_type, "spa");
            equal(application.token_endpoint_auth_method, "none");
            equal(outputs.clientSecret, undefined);
            const settings = outputs.settings["https://om.example.com"] ?? {};
            equal(at(settings, "authenticationConfiguration.clientType"), "public");
            equal(at(settings, "authenticationConfiguration.oidcConfiguration"), undefined);
            const state = JSON.stringify(
                JSON.parse((await deployment.ok(["stack", "export", "--show-secrets"])).stdout),
            );
            ok(!state.includes(application.client_secret));
        });

        it("Switching a SPA to Web and back keeps the client ID", async () => {
            await deployment.configure(web);
            deepEqual((await deployment.upSteps()).map((step) => `${step.op} ${resourceOf(step)}`).sort(), [
                "create ClientCredentials openmetadata",
                "update Client openmetadata",
            ]);
            const asWeb = await deployment.outputs<Outputs>();
            equal(asWeb.clientId, outputs.clientId);
            ok(asWeb.clientSecret);
            equal(
                (await api.request<Application>("GET", `clients/${outputs.clientId}`)).token_endpoint_auth_method,
                "client_secret_post",
            );

            await deployment.configure(spa);
            await deployment.up();
            const asSpa = await deployment.outputs<Outputs>();
            equal(asSpa.clientId, outputs.clientId);
            equal(asSpa.clientSecret, undefined);
            equal(
                (await api.request<Application>("GET", `clients/${outputs.clientId}`)).token_endpoint_auth_method,
                "none",
            );
            ok(!(await deployment.state()).includes("ClientCredentials"));
            await deployment.ok(["preview", "--expect-no-changes"]);
        });
    });

    it("The scopes in docs/getting-started.md suffice for up, refresh and destroy", async () => {
        const page = await readFile(join(projectFolder, "docs", "getting-started.md"), "utf8");
        const step = /the scopes (?<scopes>[^]*?)\.\n/.exec(page)?.groups?.["scopes"] ?? "";
        const scope = [...step.matchAll(/`(?<scope>\w+:\w+)`/g)].map((match) => match.groups?.["scope"]);
        ok(scope.length > 4);
        const pulumi = await api.request<Application>("POST", "clients", {
            name: "Pulumi",
            app_type: "non_interactive",
            grant_types: ["client_credentials"],
            token_endpoint_auth_method: "client_secret_post",
        });
        await api.request("POST", "client-grants", {
            client_id: pulumi.client_id,
            audience: `https://${tenant.domain}/api/v2/`,
            scope,
        });
        const deployment = await Deployment.create({
            ...tenant,
            environment: {
                ...tenant.environment,
                AUTH0_CLIENT_ID: pulumi.client_id,
                AUTH0_CLIENT_SECRET: pulumi.client_secret,
            },
        });
        try {
            await deployment.configure(web);
            await deployment.up();
            await deployment.configure(spa);
            await deployment.up();
            await deployment.ok(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
            await deployment.ok(["destroy", "--yes", "--skip-preview"]);
        } finally {
            await deployment.remove();
            await api.request("DELETE", `clients/${pulumi.client_id}`);
        }
    });

    describe("Invalid configuration", () => {
        let deployment: Deployment;
        let found: unknown;
        before(async () => {
            found = await tenantContent();
            deployment = await Deployment.create(tenant);
        });
        after(async () => {
            deepEqual(await tenantContent(), found);
            await deployment.remove();
        });

        it("Up rejects invalid values, reports all of them at once and creates nothing", async () => {
            await deployment.configure({
                ...web,
                adminss: ["x@example.com"],
                openMetadataUrl: ["http://om.example.com", "https://*.example.com"],
                admins: ["admin@example.com", "jane.doe@example.com"],
                principalDomain: "example.org",
                keySize: 1024,
            });
            const { exitCode, stdout, stderr } = await deployment.run(["up", "--yes", "--skip-preview"]);
            notEqual(exitCode, 0);
            for (const message of [
                /adminss: there is no such key/,
                /is http on a host that is not loopback/,
                /has a wildcard/,
                /is OpenMetadata's default admin/,
                /is outside the principal domain/,
                /1024 bits are too few/,
            ]) {
                match(stdout + stderr, message);
            }
            ok(!/^\s+at /m.test(stdout + stderr), "there is a stack trace");
        });

        it("Up rejects a client secret for a SPA without showing it", async () => {
            await deployment.configure({ ...spa, clientSecret: "0123456789abcdef0123456789" });
            const { exitCode, stdout, stderr } = await deployment.run(["up", "--yes", "--skip-preview"]);
            notEqual(exitCode, 0);
            match(stdout + stderr, /a Single Page Application is a public client/);
            ok(!/^\s+at /m.test(stdout + stderr), "there is a stack trace");
            ok(!(stdout + stderr).includes("0123456789abcdef"));
        });

        it("Preview fails if no Auth0 tenant is configured", async () => {
            await deployment.configure(web);
            const { exitCode, stdout } = await deployment.run(["preview"], { AUTH0_DOMAIN: undefined });
            notEqual(exitCode, 0);
            match(stdout, /auth0:domain: is missing: no Auth0 tenant is named/);
        });

        it("Preview reports all configuration mistakes at once", async () => {
            await deployment.configure({ applicationType: "native", openMetadataUrl: 5, keySize: "big", typo: true });
            const { exitCode, stdout } = await deployment.run(["preview"]);
            notEqual(exitCode, 0);
            match(stdout, /5 mistakes[^]*applicationType[^]*openMetadataUrl[^]*admins/);
            match(stdout, /keySize: "big" is not a whole number/);
            ok(!/^\s+at /m.test(stdout), "there is a stack trace");
        });
    });
});
