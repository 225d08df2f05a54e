import { deepEqual, equal, match } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { exportedSettings } from "../browser/settings";
import { WebClient } from "../browser/standIns/webClient";
import { Person } from "../sandbox/person";
import { changesOf, Deployment, resourceOf } from "./deployment";
import { managementApi } from "./managementApi";

const server = "https://om.example.com";
const database = "Username-Password-Authentication";
const web = {
    applicationType: "web",
    openMetadataUrl: server,
    admins: ["jane.doe@example.com"],
    enforcePrincipalDomain: false,
    connections: [database],
    protect: false,
};

/** An entity of the Management API with an ID. */
interface Entity {
    readonly id: string;
}

describe("Organization (real engine)", function () {
    let folder: string;
    let tenant: Tenant;
    let api: Awaited<ReturnType<typeof managementApi>>;
    let deployment: Deployment;
    /** The IDs of organizations, by their names. */
    const ids: Record<string, string> = {};

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        api = await managementApi(tenant);
        deployment = await Deployment.create(tenant);
        // Jane is a member of both, John of one, Alex of none.
        for (const [name, members] of [
            ["acme", ["jane.doe@example.com"]],
            ["umbrella", ["jane.doe@example.com", "john.roe@example.com"]],
        ] as const) {
            const { id } = await api.request<Entity>("POST", "organizations", { name });
            ids[name] = id;
            const users = await Promise.all(
                members.map((email) =>
                    api.request<readonly { readonly user_id: string }[]>("GET", `users-by-email?email=${email}`),
                ),
            );
            const userIds = users.flat().map(({ user_id }) => user_id);
            await api.request("POST", `organizations/${id}/members`, { members: userIds });
        }
        // A connection that somebody else has enabled.
        const { id } = await api.request<Entity>("POST", "connections", { name: "theirs", strategy: "auth0" });
        await api.request("POST", `organizations/${ids["acme"]}/enabled_connections`, { connection_id: id });
    });
    after(async () => {
        await deployment.remove();
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    /** Signs a user in as the server would: the organization that the token names, or why there is none. */
    async function signIn(name: string, parameters: Record<string, string> = {}): Promise<unknown> {
        const client = await WebClient.discover(await exportedSettings(deployment, server), tenant.certificateBundle);
        const person = new Person(tenant, `${name}@example.${name === "alex.poe" ? "org" : "com"}`);
        const begun = client.start(parameters);
        const { url } = await person.signIn(begun.url);
        await person.close();
        const error = url.searchParams.get("error_description");
        if (error !== null) {
            return error;
        }
        const { id_token: first = "", refresh_token: refreshToken = "" } = await client.redeem(url, begun);
        // The server renews its session with the refresh token, for which the Action runs again.
        const { id_token: renewed = "" } = await client.refresh(refreshToken);
        equal(decodeJwt(renewed)["org_id"], decodeJwt(first)["org_id"]);
        return decodeJwt(first)["org_id"] ?? "none";
    }

    /** The names of the connections that an organization has. */
    async function connectionsOf(name: string): Promise<string[]> {
        const path = `organizations/${ids[name]}/enabled_connections`;
        const found = await api.request<readonly { readonly connection: { readonly name: string } }[]>("GET", path);
        return found.map(({ connection }) => connection.name).sort();
    }

    const refusal = "You may not sign in to OpenMetadata: your account is not a member of its organization.";

    it("Only members of the organization can sign in, even if another organization is requested", async () => {
        await deployment.configure({ ...web, organization: "acme" });
        await deployment.up();
        equal(await signIn("jane.doe"), ids["acme"]);
        match(String(await signIn("john.roe")), /is not part of the org_\w+ organization/);
        // Whoever changes the address of the sign-in to another organization of theirs.
        const [connection] = await api.request<readonly Entity[]>("GET", `connections?name=${database}`);
        const others = `organizations/${ids["umbrella"]}/enabled_connections`;
        await api.request("POST", others, { connection_id: connection?.id });
        equal(await signIn("jane.doe", { organization: ids["umbrella"] ?? "" }), refusal);
        await api.request("DELETE", `${others}/${connection?.id}`);
        deepEqual(await connectionsOf("acme"), [database, "theirs"]);
    });

    it("Changing the organization updates the Action in place and moves the connection", async () => {
        await deployment.configure({ ...web, organization: ids["umbrella"] });
        const steps = await deployment.upSteps(["--refresh"]);
        deepEqual(steps.map((step) => `${step.op} ${resourceOf(step)}`).sort(), [
            `create-replacement OrganizationConnection openmetadata-${database}`,
            `delete-replaced OrganizationConnection openmetadata-${database}`,
            `replace OrganizationConnection openmetadata-${database}`,
            "update Action openmetadata",
        ]);
        deepEqual([await signIn("jane.doe"), await signIn("john.roe")], [ids["umbrella"], ids["umbrella"]]);
        deepEqual([await connectionsOf("acme"), await connectionsOf("umbrella")], [["theirs"], [database]]);
    });

    it("Removing the organization lets everyone sign in and keeps connections enabled by others", async () => {
        await deployment.configure(web);
        const steps = await deployment.upSteps();
        deepEqual(steps.map((step) => `${step.op} ${resourceOf(step)} ${changesOf(step).join()}`.trim()).sort(), [
            "delete Action openmetadata",
            `delete OrganizationConnection openmetadata-${database}`,
            "delete SignInRules openmetadata",
            "delete TriggerAction openmetadata",
        ]);
        equal(await signIn("alex.poe"), "none");
        deepEqual([await connectionsOf("acme"), await connectionsOf("umbrella")], [["theirs"], []]);
        await deployment.ok(["preview", "--expect-no-changes", "--refresh"]);
    });

    it("Preview rejects an organization that the tenant does not have", async () => {
        await deployment.configure({ ...web, organization: "initech" });
        const { exitCode, stdout, stderr } = await deployment.run(["preview"]);
        equal(exitCode === 0, false);
        match(stdout + stderr, /organization: no organization initech was found\. Write the name or the ID/);
    });

    it("Destroy keeps the organization and the connections that others enabled", async () => {
        await deployment.configure({ ...web, organization: "acme" });
        await deployment.up();
        await deployment.ok(["destroy", "--yes", "--skip-preview"]);
        deepEqual(await connectionsOf("acme"), ["theirs"]);
        const { id } = await api.request<Entity>("GET", `organizations/${ids["acme"]}`);
        equal(id, ids["acme"]);
    });
});
