import { deepEqual, equal, match } from "node:assert/strict";
import { decodeJwt } from "jose";
import { WebClient } from "../browser/standIns/webClient";
import { bindActions, giveRole } from "./boundActions";
import { enable, webApplication } from "./declaredApplication";
import { Person } from "./person";
import { newTenant } from "./newTenant";
import type { Fields } from "../../tools/tenant/tenantClient";

const jane = "jane.doe@example.com";

describe("Organization sign-in in the sandbox", function () {
    const api = newTenant();
    let person: Person;
    let userId: string;
    beforeEach(async () => {
        person = new Person(api().tenant);
        const { body } = await api().call<Fields[]>("GET", `/users-by-email?email=${jane}`);
        userId = String(body[0]?.["user_id"]);
    });
    afterEach(async () => {
        await person.close();
    });

    /** A new organization with the tenant's database as its connection. */
    async function organization(name: string, connection: Fields = {}): Promise<{ id: string; path: string }> {
        const { body } = await api().call("POST", "/organizations", { name });
        const path = `/organizations/${String(body["id"])}`;
        const { body: connections } = await api().call<Fields[]>("GET", "/connections");
        const added = { connection_id: connections[0]?.["id"], ...connection };
        equal((await api().call("POST", `${path}/connections`, added)).status, 201);
        return { id: String(body["id"]), path };
    }
    async function client(usage: string | undefined) {
        const { settings, application } = await webApplication(api(), usage ? { organization_usage: usage } : {});
        return { application, client: await WebClient.discover(settings, api().tenant.certificateBundle) };
    }
    /** What the application is told. */
    async function answer(usage: string | undefined, parameters: Record<string, string>): Promise<unknown[]> {
        const { url } = await person.signIn((await client(usage)).client.start(parameters).url);
        return [url.searchParams.get("error"), url.searchParams.get("error_description")];
    }
    async function claims(usage: string, value: string): Promise<Fields> {
        const { client: web } = await client(usage);
        const begun = web.start({ organization: value });
        return decodeJwt((await web.redeem((await person.signIn(begun.url)).url, begun)).id_token ?? "");
    }

    it("The application's organization_usage allows, requires or denies an organization", async () => {
        const { id, path } = await organization("usage");
        await api().call("POST", `${path}/members`, { members: [userId] });
        const refused = ["invalid_request", "parameter organization is not allowed for this client"];
        deepEqual(await answer(undefined, { organization: id }), refused);
        deepEqual(await answer("deny", { organization: id }), refused);
        deepEqual(await answer("require", {}), [
            "invalid_request",
            "parameter organization is required for this client",
        ]);
        deepEqual(await answer("allow", {}), [null, null]);
        const { org_id, org_name } = await claims("allow", id);
        deepEqual([org_id, org_name], [id, undefined]);
        equal((await claims("require", id))["org_id"], id);
    });

    it("An organization is requested by ID, and by name only if the tenant allows it", async () => {
        const { id, path } = await organization("by-name");
        await api().call("POST", `${path}/members`, { members: [userId] });
        const refused = ["invalid_request", "authorization request parameter organization must be an organization id"];
        deepEqual(await answer("allow", { organization: "by-name" }), refused);
        deepEqual(await answer("allow", { organization: "org_none" }), refused);
        const settings = (allowed: boolean) =>
            api().call("PATCH", "/tenants/settings", { allow_organization_name_in_authentication_api: allowed });
        equal((await settings(true)).status, 200);
        const { org_id, org_name } = await claims("allow", "by-name");
        deepEqual([org_id, org_name], [id, "by-name"]);
        await settings(false);
    });

    it("Only members sign in to an organization, unless its connection assigns membership on login", async () => {
        const { id } = await organization("strangers");
        deepEqual(await answer("allow", { organization: id }), [
            "access_denied",
            `user ${userId} is not part of the ${id} organization`,
        ]);
        const open = await organization("open", { assign_membership_on_login: true });
        equal((await claims("allow", open.id))["org_id"], open.id);
        const { body } = await api().call<Fields[]>("GET", `${open.path}/members`);
        deepEqual(
            body.map(({ email }) => email),
            [jane],
        );
    });

    it("Organization sign-in uses the organization's connections, not the application's", async () => {
        const { id, path } = await organization("connections", { assign_membership_on_login: true });
        const { application, client: web } = await client("require");
        await enable(api(), application, false);
        const begun = web.start({ organization: id });
        equal((await person.signIn(begun.url)).url.searchParams.get("error"), null);
        const { body } = await api().call<Fields[]>("GET", `${path}/connections`);
        await api().call("DELETE", `${path}/connections/${String(body[0]?.["connection_id"])}`);
        const { url } = await person.visit(web.start({ organization: id }).url);
        match(url.searchParams.get("error_description") ?? "", /no connections enabled/);
    });

    it("An Action reads the member's roles in the organization, not the user's tenant roles", async () => {
        const { id, path } = await organization("roles");
        await api().call("POST", `${path}/members`, { members: [userId] });
        await giveRole(api(), jane, "everywhere");
        const { body: role } = await api().call("POST", "/roles", { name: "here" });
        const roles = `${path}/members/${encodeURIComponent(userId)}/roles`;
        equal((await api().call("POST", roles, { roles: [role["id"]] })).status, 204);
        await bindActions(api(), {
            name: "Teller",
            handler: `api.idToken.setCustomClaim("https://example.com/told", [event.authorization.roles, event.organization?.name]);`,
        });
        deepEqual((await claims("allow", id))["https://example.com/told"], [["here"], "roles"]);
        await bindActions(api());
        deepEqual((await api().call<Fields[]>("GET", roles)).body[0]?.["name"], "here");
        equal((await api().call("DELETE", roles, { roles: [role["id"]] })).status, 204);
        deepEqual((await api().call("GET", roles)).body, []);
    });

    it("A refresh token keeps the organization of the sign-in", async () => {
        const { id } = await organization("refresh", { assign_membership_on_login: true });
        const { client: web } = await client("allow");
        const begun = web.start({ organization: id });
        const { refresh_token } = await web.redeem((await person.signIn(begun.url)).url, begun);
        const tokens = await web.refresh(refresh_token ?? "");
        equal(decodeJwt(tokens.id_token ?? "")["org_id"], id);
    });
});
