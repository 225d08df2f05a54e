import { deepEqual, equal, match } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { trustingAgent } from "../../sandbox/trustingAgent";
import { checks } from "../../cli/commands/doctor/checks";
import { collect } from "../../cli/commands/doctor/collect";
import { intendedBy } from "../../cli/commands/doctor/intended";
import { stackExport } from "../../cli/commands/export/stackExport";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { exportedSettings } from "../browser/settings";
import { WebClient } from "../browser/standIns/webClient";
import { Person } from "../sandbox/person";
import { Deployment, resourceOf } from "./deployment";

const server = "https://om.example.com";
const web = {
    applicationType: "web",
    openMetadataUrl: server,
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
    protect: false,
};

describe("Custom domain (real engine)", function () {
    let folder: string;
    let tenant: Tenant;
    let customDomain: string;
    let deployment: Deployment;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0, customDomain: "127.0.0.1" });
        customDomain = tenant.customDomain ?? "";
        deployment = await Deployment.create(tenant);
    });
    after(async () => {
        await deployment.remove();
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    /** Signs a user in as the server would, and gives the issuer of the ID token. */
    async function issuer(): Promise<string | undefined> {
        const settings = await exportedSettings(deployment, server);
        const client = await WebClient.discover(settings, tenant.certificateBundle);
        const person = new Person({ ...tenant, domain: new URL(settings["AUTHENTICATION_AUTHORITY"] ?? "").host });
        const begun = client.start();
        const { url } = await person.signIn(begun.url);
        await person.close();
        return decodeJwt((await client.redeem(url, begun)).id_token ?? "").iss;
    }

    /** What doctor finds of the tenant. */
    async function findings(): Promise<string[]> {
        const dispatcher = trustingAgent(readFileSync(tenant.certificateBundle));
        const intended = intendedBy(stackExport(await deployment.outputs<Record<string, unknown>>(), server));
        // The server of the stack is nowhere.
        const facts = await collect({ intended, dispatcher });
        await dispatcher.close();
        return checks
            .flatMap((check) => check(facts))
            .filter(({ id }) => id.startsWith("tenant."))
            .map(({ id, severity, found }) => `${severity} ${id} ${found}`);
    }

    it("Sign-in, export and doctor use the custom domain", async () => {
        await deployment.configure({ ...web, customDomain });
        await deployment.up();
        equal(await issuer(), `https://${customDomain}/`);
        deepEqual(await findings(), [
            `ok tenant.discovery https://${customDomain}/.well-known/openid-configuration`,
            `ok tenant.issuer https://${customDomain}/`,
            `ok tenant.keys 1 at https://${customDomain}/.well-known/jwks.json`,
            "ok tenant.secret Auth0 accepts client ID and client secret",
        ]);
    });

    it("Removing or adding a custom domain changes no Auth0 resource", async () => {
        await deployment.configure(web);
        deepEqual((await deployment.upSteps()).map(resourceOf), []);
        equal(await issuer(), `https://${tenant.domain}/`);
        await deployment.configure({ ...web, customDomain });
        deepEqual((await deployment.upSteps()).map(resourceOf), []);
        equal(await issuer(), `https://${customDomain}/`);
    });

    it("auth0:domain accepts a custom domain only if auth0:audience names the tenant's own domain", async () => {
        const config = { ...web, "auth0:domain": customDomain };
        await deployment.configure({ ...config, "auth0:audience": `https://${tenant.domain}/api/v2/` });
        await deployment.ok(["up", "--yes", "--skip-preview", "--refresh"]);
        equal(await issuer(), `https://${customDomain}/`);
        await deployment.configure(config);
        const { exitCode, stdout, stderr } = await deployment.run(["up", "--yes", "--skip-preview", "--refresh"]);
        equal(exitCode === 0, false);
        match(stdout + stderr, /Service not found: https:\/\/127\.0\.0\.1:\d+\/api\/v2\//);
    });

    it("Preview rejects a customDomain that is Auth0's own or equals auth0:domain", async () => {
        for (const [changes, message] of [
            [
                { customDomain: "example.eu.auth0.com" },
                /customDomain: "example\.eu\.auth0\.com" is one of Auth0's own domains/,
            ],
            [{ customDomain: tenant.domain }, /customDomain: "localhost:\d+" is already set in auth0:domain/],
        ] as const) {
            await deployment.configure({ ...web, ...changes });
            const { exitCode, stdout, stderr } = await deployment.run(["preview"]);
            equal(exitCode === 0, false);
            match(stdout + stderr, message);
        }
    });
});
