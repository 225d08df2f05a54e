import { deepEqual, equal, match, ok } from "node:assert/strict";
import { newTenant } from "./newTenant";
import { refusedWith } from "./refusal";
import type { Fields } from "../../tools/tenant/tenantClient";

const databaseOptions = {
    mfa: { active: true, return_enroll_settings: true },
    passwordPolicy: "good",
    strategy_version: 2,
    authentication_methods: { password: { enabled: true, api_behavior: "required" }, passkey: { enabled: false } },
    passkey_options: { challenge_ui: "both", progressive_enrollment_enabled: true, local_enrollment_enabled: true },
    brute_force_protection: true,
};

describe("Auth0 connections in the sandbox", function () {
    const api = newTenant();
    let count = 0;

    /** The path of a new connection. */
    async function connection(settings: Fields = {}): Promise<string> {
        count += 1;
        const { status, body } = await api().call("POST", "/connections", {
            name: `Test-${count}`,
            strategy: "auth0",
            ...settings,
        });
        equal(status, 201, JSON.stringify(body));
        return `/connections/${String(body["id"])}`;
    }

    it("A new tenant has the Username-Password-Authentication database connection", async () => {
        const { body } = await api().call<Fields[]>("GET", "/connections?name=Username-Password-Authentication");
        deepEqual(
            body.map(({ strategy }) => strategy),
            ["auth0"],
        );
    });

    it("A connection created with only a name and a strategy has Auth0's defaults", async () => {
        const { status, body } = await api().call("POST", "/connections", { name: "Plain", strategy: "auth0" });
        equal(status, 201);
        const { id, ...rest } = body;
        match(String(id), /^con_[A-Za-z0-9]{16}$/);
        deepEqual(rest, {
            name: "Plain",
            strategy: "auth0",
            options: databaseOptions,
            is_domain_connection: false,
            authentication: { active: true },
            connected_accounts: { active: false },
            enabled_clients: [],
            realms: ["Plain"],
        });
        deepEqual((await api().call("GET", `/connections/${String(id)}`)).body, body);
    });

    it("A connection with an unknown field or strategy or a wrong type is refused", async () => {
        for (const [body, message] of [
            [{ name: "x" }, "Missing required property: strategy"],
            [{ name: "x", strategy: "auth0", secret: 1 }, "Additional properties not allowed: secret"],
            [{ name: "x", strategy: "magic" }, "No enum match for: magic' on property strategy"],
            [{ name: 1, strategy: "auth0" }, "Expected type string but found type integer' on property name"],
        ] as const) {
            const answer = await api().call("POST", "/connections", body);
            refusedWith(answer, 400, "invalid_body");
            ok(String(answer.body["message"]).includes(message), String(answer.body["message"]));
        }
    });

    it("Two connections cannot share a name", async () => {
        await connection({ name: "Shared" });
        refusedWith(await api().call("POST", "/connections", { name: "Shared", strategy: "auth0" }), 409, undefined);
    });

    it("GET returns the requested fields of a connection, and those that Auth0 always returns", async () => {
        const path = await connection({ name: "Fields" });
        deepEqual((await api().call("GET", `${path}?fields=strategy%2Cname&include_fields=true`)).body, {
            id: path.split("/").at(-1),
            name: "Fields",
            strategy: "auth0",
            is_domain_connection: false,
            authentication: { active: true },
            connected_accounts: { active: false },
        });
    });

    it("PATCH replaces all options of a connection", async () => {
        const path = await connection({ options: { disable_signup: true } });
        const { body } = await api().call("PATCH", path, { options: { passwordPolicy: "excellent" } });
        const options = body["options"] as Fields;
        equal(options["passwordPolicy"], "excellent");
        equal("disable_signup" in options, false);
    });

    it("Connections are filtered by strategy, and listed by page and by checkpoint", async () => {
        await connection({ strategy: "google-oauth2" });
        const { body: google } = await api().call<Fields[]>("GET", "/connections?strategy=google-oauth2");
        deepEqual(
            google.map(({ strategy }) => strategy),
            ["google-oauth2"],
        );
        const { body: page } = await api().call("GET", "/connections?include_totals=true&page=0&per_page=1");
        deepEqual([page["start"], page["limit"], (page["connections"] as unknown[]).length], [0, 1, 1]);

        const seen: unknown[] = [];
        let from: string | undefined;
        do {
            const { body } = await api().call<{ connections: Fields[]; next?: string }>(
                "GET",
                `/connections?take=2${from === undefined ? "" : `&from=${from}`}`,
            );
            seen.push(...body.connections.map(({ id }) => id));
            from = body.next;
        } while (from !== undefined);
        equal(new Set(seen).size, page["total"]);
        equal(seen.length, page["total"]);
    });

    it("A deleted connection answers 404", async () => {
        const path = await connection();
        const asked = Date.now();
        const { status, body } = await api().call("DELETE", path);
        equal(status, 202);
        const deleted = Date.parse(String(body["deleted_at"]));
        ok(deleted >= asked && deleted <= Date.now(), String(body["deleted_at"]));
        const gone = await api().call("GET", path);
        equal(gone.status, 404);
        deepEqual(gone.body, {
            statusCode: 404,
            error: "Not Found",
            message: "The connection does not exist",
            errorCode: "inexistent_connection",
        });
    });

    describe("Enabled applications of a connection", () => {
        it("Enabling or disabling one application leaves the others unchanged", async () => {
            const path = await connection();
            const [a, b] = [(await api().application()).client_id, (await api().application()).client_id];
            deepEqual((await api().call("GET", `${path}/clients`)).body, { clients: [] });
            const enable = (client_id: string, status: boolean) =>
                api().call("PATCH", `${path}/clients`, [{ client_id, status }]);
            equal((await enable(a, true)).status, 204);
            await enable(b, true);
            await enable(b, true);
            deepEqual((await api().call("GET", `${path}/clients`)).body, {
                clients: [{ client_id: a }, { client_id: b }],
            });
            deepEqual((await api().call("GET", path)).body["enabled_clients"], [a, b]);
            await enable(a, false);
            deepEqual((await api().call("GET", `${path}/clients`)).body, { clients: [{ client_id: b }] });
        });

        it("PATCH of a connection's enabled_clients enables applications", async () => {
            const { client_id } = await api().application();
            const path = await connection();
            await api().call("PATCH", path, { enabled_clients: [client_id] });
            deepEqual((await api().call("GET", `${path}/clients`)).body, { clients: [{ client_id }] });
        });

        it("An unknown application cannot be enabled for a connection", async () => {
            const { client_id } = await api().application();
            const path = await connection();
            const body = [
                { client_id, status: true },
                { client_id: "nobody", status: true },
            ];
            const answer = await api().call("PATCH", `${path}/clients`, body);
            refusedWith(answer, 400, "inexistent_client");
            match(String(answer.body["message"]), /nobody/);
            deepEqual((await api().call("GET", `${path}/clients`)).body, { clients: [] });
            refusedWith(await api().call("PATCH", path, { enabled_clients: ["nobody"] }), 400, "inexistent_client");
        });

        it("Enabling applications requires a client_id and a boolean status for each", async () => {
            const path = await connection();
            const { client_id } = await api().application();
            for (const body of [[], {}, [{ client_id }], [{ client_id, status: "yes" }], [{ client_id, status: 1 }]]) {
                equal((await api().call("PATCH", `${path}/clients`, body)).status, 400, JSON.stringify(body));
            }
        });

        it("The enabled applications of a connection are listed in checkpoint pages", async () => {
            const path = await connection();
            const ids = [];
            for (let number = 0; number < 3; number += 1) {
                ids.push((await api().application()).client_id);
            }
            await api().call(
                "PATCH",
                `${path}/clients`,
                ids.map((client_id) => ({ client_id, status: true })),
            );
            const { body: first } = await api().call("GET", `${path}/clients?take=2`);
            equal((first["clients"] as unknown[]).length, 2);
            const { body: last } = await api().call("GET", `${path}/clients?take=2&from=${String(first["next"])}`);
            deepEqual(last, { clients: [{ client_id: ids[2] }] });
        });
    });
});
