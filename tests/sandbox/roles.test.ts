import { deepEqual, equal, match } from "node:assert/strict";
import { newTenant } from "./newTenant";
import { refusedWith } from "./refusal";
import type { Answer, Fields } from "../../tools/tenant/tenantClient";

describe("Auth0 roles in the sandbox", function () {
    const api = newTenant();
    const role = async (name: string, fields: Fields = {}): Promise<string> => {
        const { status, body } = await api().call("POST", "/roles", { name, ...fields });
        equal(status, 200);
        return String(body["id"]);
    };
    const jane = async (): Promise<string> => {
        const { body } = await api().call<Fields[]>("GET", "/users-by-email?email=jane.doe@example.com");
        return `/users/${encodeURIComponent(String(body[0]?.["user_id"]))}`;
    };
    const names = ({ body }: Answer<unknown>): unknown[] => (body as Fields[]).map(({ name }) => name);

    it("A role is created, read, changed, found by name and deleted", async () => {
        const { body: made } = await api().call("POST", "/roles", { name: "Plain" });
        match(String(made["id"]), /^rol_[0-9A-Za-z]{16}$/);
        deepEqual({ ...made, id: "" }, { id: "", name: "Plain", type: "tenant" });
        const path = `/roles/${String(made["id"])}`;
        deepEqual((await api().call("GET", path)).body, { ...made, description: "" });
        const changed = await api().call("PATCH", path, { description: "Reads" });
        deepEqual([changed.status, changed.body["description"]], [200, "Reads"]);
        const { body: found } = await api().call("GET", "/roles?include_totals=true&name_filter=plai&per_page=100");
        deepEqual(
            { ...found, roles: names({ ...changed, body: found["roles"] }) },
            {
                roles: ["Plain"],
                start: 0,
                limit: 100,
                total: 1,
            },
        );
        deepEqual((await api().call("DELETE", path, {})).body, {});
        equal((await api().call("GET", path)).status, 404);
    });

    it("A role with a name already in use, an unknown field or no name is refused", async () => {
        await role("Twice");
        refusedWith(await api().call("POST", "/roles", { name: "Twice" }), 409, "role_conflict");
        refusedWith(await api().call("POST", "/roles", { name: "Field", permissions: [] }), 400, "invalid_body");
        refusedWith(await api().call("POST", "/roles", {}), 400, "invalid_body");
    });

    it("Roles are assigned to users and removed, and list their users", async () => {
        const [one, two] = [await role("One"), await role("Two")];
        const user = await jane();
        equal((await api().call("POST", `${user}/roles`, { roles: [one] })).status, 204);
        equal((await api().call("POST", `${user}/roles`, { roles: [two, one] })).status, 204);
        deepEqual(names(await api().call("GET", `${user}/roles`)), ["Two", "One"]);
        const { body } = await api().call("GET", `${user}/roles?include_totals=true&per_page=1`);
        deepEqual([body["total"], body["limit"], (body["roles"] as unknown[]).length], [2, 1, 1]);
        const members = await api().call<Fields[]>("GET", `/roles/${one}/users`);
        deepEqual(Object.keys(members.body[0] ?? {}).sort(), ["email", "name", "picture", "user_id"]);
        equal((await api().call("DELETE", `${user}/roles`, { roles: [one] })).status, 204);
        equal((await api().call("DELETE", `${user}/roles`, { roles: [one] })).status, 204);
        deepEqual(names(await api().call("GET", `${user}/roles`)), ["Two"]);
        await api().call("DELETE", `/roles/${two}`);
        deepEqual(names(await api().call("GET", `${user}/roles`)), []);
        equal((await api().call("POST", `${user}/roles`, { roles: ["rol_none"] })).status, 404);
        equal((await api().call("GET", "/users/auth0%7Cnone/roles")).status, 404);
    });

    it("A user's profile does not contain the user's roles", async () => {
        const user = await jane();
        await api().call("POST", `${user}/roles`, { roles: [await role("Hidden")] });
        equal(JSON.stringify((await api().call("GET", user)).body).includes("role"), false);
    });

    it("The endpoints of roles require their scopes", async () => {
        const token = await api().tokenWith("read:clients");
        const user = await jane();
        for (const [method, path, scopes] of [
            ["GET", "/roles", "read:roles"],
            ["POST", "/roles", "create:roles"],
            ["DELETE", "/roles/x", "delete:roles"],
            ["POST", `${user}/roles`, "update:users,create:role_members"],
            ["GET", `${user}/roles`, "read:users,read:roles,read:role_members"],
        ] as const) {
            const { status, body } = await api().call(method, path, method === "POST" ? {} : undefined, { token });
            deepEqual([status, body["message"]], [403, `Insufficient scope, expected any of: ${scopes}`]);
        }
    });
});
