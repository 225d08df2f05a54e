import { deepEqual, equal, match, ok } from "node:assert/strict";
import { newTenant } from "./newTenant";
import { refusedWith } from "./refusal";
import type { Fields } from "../../tools/tenant/tenantClient";

describe("Auth0 APIs and client grants in the sandbox", function () {
    const api = newTenant();

    it("A new API has Auth0's defaults", async () => {
        const { status, body } = await api().call("POST", "/resource-servers", {
            name: "Orders",
            identifier: "https://orders.example.com",
            allow_offline_access: true,
            skip_consent_for_verifiable_first_party_clients: true,
        });
        equal(status, 201);
        const { id, ...rest } = body;
        match(String(id), /^[0-9a-f]{24}$/);
        deepEqual(rest, {
            name: "Orders",
            identifier: "https://orders.example.com",
            allow_offline_access: true,
            skip_consent_for_verifiable_first_party_clients: true,
            subject_type_authorization: { client: { policy: "require_client_grant" }, user: { policy: "allow_all" } },
            token_lifetime: 86_400,
            token_lifetime_for_web: 7200,
            signing_alg: "RS256",
        });
    });

    it("An API is found and changed by its id and by its identifier", async () => {
        const identifier = "https://found.example.com/v1";
        const { body: created } = await api().call("POST", "/resource-servers", { identifier });
        for (const name of [String(created["id"]), encodeURIComponent(identifier)]) {
            equal((await api().call("GET", `/resource-servers/${name}`)).body["id"], created["id"]);
            const scopes = [{ value: `read:${name.slice(0, 4)}`, description: "" }];
            const { status, body } = await api().call("PATCH", `/resource-servers/${name}`, { scopes });
            equal(status, 200);
            deepEqual(body["scopes"], scopes);
            const emptied = await api().call("PATCH", `/resource-servers/${name}`, { scopes: [] });
            deepEqual(emptied.body["scopes"], []);
        }
        refusedWith(await api().call("GET", "/resource-servers/none"), 404, "inexistent_resource_server");
    });

    it("An API with an identifier already in use or an unknown field is refused", async () => {
        const body = { identifier: "https://twice.example.com" };
        equal((await api().call("POST", "/resource-servers", body)).status, 201);
        refusedWith(await api().call("POST", "/resource-servers", body), 409, undefined);
        const unknown = await api().call("POST", "/resource-servers", { identifier: "x", audience: "x" });
        refusedWith(unknown, 400, "invalid_body");
        match(String(unknown.body["message"]), /Additional properties not allowed: audience/);
    });

    it("The Management API exists and cannot be deleted", async () => {
        const path = `/resource-servers/${encodeURIComponent(api().audience)}`;
        const { body } = await api().call("GET", path);
        equal(body["is_system"], true);
        const scopes = (body["scopes"] as { value: string }[]).map(({ value }) => value);
        ok(["create:clients", "read:client_keys", "update:connections"].every((scope) => scopes.includes(scope)));
        refusedWith(await api().call("DELETE", path), 409, undefined);
        equal((await api().call("GET", path)).status, 200);
    });

    it("Deleting an API deletes its client grants", async () => {
        const identifier = "https://deleted.example.com";
        const { body } = await api().call("POST", "/resource-servers", { identifier, scopes: [{ value: "read" }] });
        const { client_id } = await api().machine(["read"], identifier);
        const grants = `/client-grants?client_id=${client_id}`;
        equal((await api().call<unknown[]>("GET", grants)).body.length, 1);
        equal((await api().call("DELETE", `/resource-servers/${String(body["id"])}`)).status, 204);
        deepEqual((await api().call("GET", grants)).body, []);
    });

    describe("Client grants", () => {
        it("A machine-to-machine application gets the scopes of its client grant until the grant is deleted", async () => {
            const application = await api().machine(["read:clients"]);
            const { body: grants } = await api().call<Fields[]>(
                "GET",
                `/client-grants?client_id=${application.client_id}`,
            );
            const { id, ...rest } = grants[0] ?? {};
            match(String(id), /^cgr_[A-Za-z0-9]{16}$/);
            deepEqual(rest, { client_id: application.client_id, audience: api().audience, scope: ["read:clients"] });

            const wider = { scope: ["read:clients", "create:clients"] };
            const changed = await api().call("PATCH", `/client-grants/${String(id)}`, wider);
            equal(changed.status, 200);
            equal((await api().requestToken(application)).body["scope"], "read:clients create:clients");

            equal((await api().call("DELETE", `/client-grants/${String(id)}`)).status, 204);
            equal((await api().requestToken(application)).status, 403);
        });

        it("A duplicate client grant, or one for an unknown application, API or scope, is refused", async () => {
            const { client_id } = await api().machine(["read:clients"]);
            const grant = { client_id, audience: api().audience, scope: ["read:clients"] };
            for (const [body, status, errorCode] of [
                [grant, 409, undefined],
                [{ ...grant, client_id: "nobody" }, 404, "inexistent_client"],
                [{ ...grant, audience: "https://none" }, 404, "inexistent_resource_server"],
                [{ client_id }, 400, "invalid_body"],
                [{ ...grant, scopes: [] }, 400, "invalid_body"],
            ] as const) {
                refusedWith(await api().call("POST", "/client-grants", body), status, errorCode, JSON.stringify(body));
            }
            const { client_id: other } = await api().application();
            const answer = await api().call("POST", "/client-grants", {
                ...grant,
                client_id: other,
                scope: ["fly:kites"],
            });
            refusedWith(answer, 400, "invalid_scope");
            match(String(answer.body["message"]), /fly:kites/);
        });
    });
});
