import { deepEqual, equal, match } from "node:assert/strict";
import { newTenant } from "./newTenant";
import { refusedWith } from "./refusal";
import type { Answer, Fields } from "../../tools/tenant/tenantClient";

describe("Auth0 Organizations in the sandbox", function () {
    const api = newTenant();
    const organization = async (name: string, fields: Fields = {}): Promise<string> => {
        const { status, body } = await api().call("POST", "/organizations", { name, ...fields });
        equal(status, 201);
        return `/organizations/${String(body["id"])}`;
    };
    const connection = async (): Promise<string> =>
        String((await api().call<Fields[]>("GET", "/connections")).body[0]?.["id"]);
    const list = ({ body }: Answer<Fields>, name: string): Fields[] => body[name] as Fields[];

    it("A new organization has Auth0's defaults, and is found by ID and by name", async () => {
        const { status, body } = await api().call("POST", "/organizations", { name: "defaults", display_name: "Acme" });
        equal(status, 201);
        match(String(body["id"]), /^org_[0-9A-Za-z]{16}$/);
        const expected = {
            id: body["id"],
            name: "defaults",
            display_name: "Acme",
            third_party_client_access: "block",
            is_app_entitlement_active: false,
        };
        deepEqual(body, expected);
        deepEqual((await api().call("GET", `/organizations/${String(body["id"])}`)).body, expected);
        deepEqual((await api().call("GET", "/organizations/name/defaults")).body, expected);
        const { body: nameless } = await api().call("POST", "/organizations", { name: "nameless" });
        equal(Object.hasOwn(nameless, "display_name"), false);
        const missing = await api().call("GET", "/organizations/org_none");
        deepEqual([missing.status, missing.body["message"]], [404, "No organization found by that id or name"]);
        refusedWith(await api().call("POST", "/organizations", { name: "defaults" }), 409, "organization_conflict");
    });

    it("PATCH replaces an organization's metadata and keeps the fields that it does not name", async () => {
        const path = await organization("metadata", { branding: { logo_url: "https://example.com/logo.svg" } });
        await api().call("PATCH", path, { metadata: { one: "1", two: "2" } });
        const changed = await api().call("PATCH", path, { metadata: { one: "1" } });
        deepEqual(changed.body["metadata"], { one: "1" });
        const emptied = await api().call("PATCH", path, { metadata: {} });
        deepEqual(Object.keys(emptied.body).includes("metadata"), false);
        deepEqual(emptied.body["branding"], { logo_url: "https://example.com/logo.svg" });
    });

    it("An organization's connections are managed at the current path and at the deprecated one", async () => {
        const path = await organization("connections");
        const id = await connection();
        const added = await api().call("POST", `${path}/connections`, { connection_id: id, is_enabled: true });
        const expected = {
            connection_id: id,
            is_signup_enabled: false,
            assign_membership_on_login: false,
            show_as_button: true,
            is_enabled: true,
            organization_access_level: "none",
            connection: { name: "Username-Password-Authentication", strategy: "auth0" },
        };
        equal(added.status, 201);
        deepEqual(added.body, expected);
        deepEqual((await api().call("GET", `${path}/connections?include_totals=true&is_enabled=true`)).body, {
            connections: [expected],
            start: 0,
            limit: 50,
            total: 1,
        });
        const patched = await api().call("PATCH", `${path}/enabled_connections/${id}`, {
            assign_membership_on_login: true,
        });
        deepEqual(patched.body, {
            connection_id: id,
            assign_membership_on_login: true,
            is_signup_enabled: false,
            show_as_button: true,
            connection: expected.connection,
        });
        refusedWith(await api().call("POST", `${path}/connections`, { connection_id: id }), 409, "duplicate_entry");
        refusedWith(
            await api().call("POST", `${path}/connections`, { connection_id: "con_none" }),
            400,
            "inexistent_connection",
        );
        equal((await api().call("DELETE", `${path}/connections/${id}`)).status, 204);
        equal((await api().call("GET", `${path}/connections/${id}`)).status, 404);
    });

    it("An organization lists its members with their basic profile, in checkpoint pages", async () => {
        const path = await organization("members");
        const { body: users } = await api().call<Fields[]>("GET", "/users");
        const members = users.slice(0, 2).map(({ user_id }) => String(user_id));
        equal((await api().call("POST", `${path}/members`, { members })).status, 204);
        const { body } = await api().call("GET", `${path}/members?fields=user_id&include_fields=true&take=1`);
        deepEqual(body["members"], [{ user_id: members[0] }]);
        const next = await api().call("GET", `${path}/members?take=1&from=${String(body["next"])}`);
        deepEqual(Object.keys(list(next, "members")[0] ?? {}).sort(), ["email", "name", "picture", "user_id"]);
        const joined = await api().call<Fields[]>(
            "GET",
            `/users/${encodeURIComponent(members[0] ?? "")}/organizations`,
        );
        deepEqual(
            joined.body.map(({ name }) => name),
            ["members"],
        );
        equal((await api().call("DELETE", `${path}/members`, { members: members.slice(0, 1) })).status, 204);
        equal((await api().call<Fields[]>("GET", `${path}/members`)).body.length, 1);
        equal((await api().call("POST", `${path}/members`, { members: ["auth0|none"] })).status, 404);
    });

    it("An organization lists its applications, the newest first, and its client grants", async () => {
        const path = await organization("applications");
        const [one, two] = [await api().application({ name: "One" }), await api().application({ name: "Two" })];
        for (const { client_id } of [one, two]) {
            const { status } = await api().call("POST", `${path}/clients`, {
                clients: [{ client_id, use_for_member_access: true }],
            });
            equal(status, 201);
        }
        const patched = await api().call("PATCH", `${path}/clients/${one.client_id}`, { use_for_member_access: false });
        deepEqual([patched.body["use_for_member_access"], (patched.body["client"] as Fields)["name"]], [false, "One"]);
        const listed = await api().call("GET", `${path}/clients?take=50`);
        deepEqual(
            list(listed, "clients").map(({ client_id }) => client_id),
            [two.client_id, one.client_id],
        );
        equal((await api().call("DELETE", `${path}/clients`, { clients: [two.client_id] })).status, 204);
        await api().call("DELETE", `/clients/${one.client_id}`);
        deepEqual((await api().call("GET", `${path}/clients?take=50`)).body, { clients: [] });

        const machine = await api().machine(["read:clients"]);
        const grants = await api().call<Fields[]>("GET", `/client-grants?client_id=${machine.client_id}`);
        const grantId = String(grants.body[0]?.["id"]);
        const associated = await api().call("POST", `${path}/client-grants`, { grant_id: grantId });
        deepEqual([associated.status, associated.body["grant_id"]], [201, grantId]);
        const { body } = await api().call("GET", `${path}/client-grants?include_totals=true`);
        deepEqual([body["total"], (body["client_grants"] as Fields[])[0]?.["id"]], [1, grantId]);
        equal((await api().call("DELETE", `${path}/client-grants/${grantId}`)).status, 204);
    });

    it("A deleted organization answers 404 for its members", async () => {
        const path = await organization("gone");
        equal((await api().call("DELETE", path)).status, 204);
        equal((await api().call("GET", `${path}/members`)).status, 404);
    });

    it("The endpoints of organizations require their scopes", async () => {
        const path = await organization("scopes");
        const token = await api().tokenWith("read:clients");
        for (const [method, part, scope] of [
            ["GET", "", "read:organizations"],
            ["PATCH", "", "update:organizations"],
            ["GET", "/connections", "read:organization_connections"],
            ["POST", "/enabled_connections", "create:organization_connections"],
            ["DELETE", "/members", "delete:organization_members"],
            ["GET", "/client-grants", "read:organization_client_grants"],
        ] as const) {
            const { status, body } = await api().call(method, `${path}${part}`, method === "GET" ? undefined : {}, {
                token,
            });
            deepEqual([status, body["message"]], [403, `Insufficient scope, expected any of: ${scope}`]);
        }
    });
});
