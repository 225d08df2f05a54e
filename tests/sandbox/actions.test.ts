import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { mock } from "node:test";
import { appendAction } from "./boundActions";
import { newTenant } from "./newTenant";
import { refusedWith } from "./refusal";
import type { Answer, Fields, TenantClient } from "../../tools/tenant/tenantClient";

const postLogin = [{ id: "post-login", version: "v3" }];
const code = "exports.onExecutePostLogin = async (event, api) => {};";

describe("Auth0 Actions in the sandbox", function () {
    const api = newTenant();
    afterEach(() => {
        mock.timers.reset();
    });

    const create = (name: string, fields: Fields = {}): Promise<Answer<Fields>> =>
        api().call("POST", "/actions/actions", { name, supported_triggers: postLogin, code, ...fields });
    const path = ({ body }: Answer<Fields>): string => `/actions/actions/${String(body["id"])}`;
    const statuses = async (action: Answer<Fields>, reads: number): Promise<unknown[]> => {
        const seen: unknown[] = [];
        for (let read = 0; read < reads; read++) seen.push((await api().call("GET", path(action))).body["status"]);
        return seen;
    };

    it("A new Action has Auth0's defaults and is not deployed", async () => {
        const { status, body } = await create("Defaults");
        const { id, created_at, updated_at, ...rest } = body;
        equal(status, 201);
        match(String(id), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        equal(created_at, updated_at);
        deepEqual(rest, {
            name: "Defaults",
            supported_triggers: postLogin,
            code,
            dependencies: [],
            runtime: "node22",
            status: "pending",
            secrets: [],
            all_changes_deployed: false,
        });
    });

    it("An Action can be deployed only after it is built, and a missing dependency fails the build", async () => {
        // However slow this machine is: after two seconds, a build has ended in any case.
        mock.timers.enable({ apis: ["Date"], now: Date.now() });
        const plain = await create("Plain");
        refusedWith(await api().call("POST", `${path(plain)}/deploy`), 400, "action_not_built");
        deepEqual(await statuses(plain, 2), ["built", "built"]);
        const slow = await create("Slow", { dependencies: [{ name: "auth0", version: "2.41.0" }] });
        deepEqual(await statuses(slow, 5), [...Array<string>(4).fill("building"), "built"]);
        const failing = await create("Failing", { dependencies: [{ name: "crypto", version: "17.7.1" }] });
        const course = await statuses(failing, 11);
        deepEqual([course[0], course[1], course.at(-2), course.at(-1)], ["building", "retrying", "failed", "failed"]);
        refusedWith(await api().call("POST", `${path(failing)}/deploy`), 400, "action_not_built");
        const unread = await create("Unread");
        mock.timers.tick(2_001);
        equal((await api().call("POST", `${path(unread)}/deploy`)).status, 200);
    });

    it("Each deployment of an Action creates a version, and an earlier version can be deployed again", async () => {
        const action = await create("Versions", { secrets: [{ name: "one", value: "never shown" }] });
        await statuses(action, 1);
        const deployed = await api().call("POST", `${path(action)}/deploy`);
        deepEqual([deployed.status, deployed.body["deployed"], deployed.body["number"]], [200, false, 1]);
        const { body } = await api().call("GET", path(action));
        equal(body["all_changes_deployed"], true);
        const version = body["deployed_version"] as Fields;
        deepEqual([version["id"], version["deployed"]], [deployed.body["id"], true]);
        deepEqual(Object.keys((version["secrets"] as Fields[])[0] ?? {}), ["name", "updated_at"]);
        equal((body["current_version"] as Fields)["status"], "BUILT");

        const changed = await api().call("PATCH", path(action), { code: `${code} // new` });
        equal(changed.body["all_changes_deployed"], false);
        equal((changed.body["deployed_version"] as Fields)["code"], code);
        await statuses(action, 1);
        equal((await api().call("POST", `${path(action)}/deploy`)).body["number"], 2);
        const { body: list } = await api().call("GET", `${path(action)}/versions`);
        deepEqual(
            (list["versions"] as Fields[]).map(({ number, deployed: runs }) => [number, runs]),
            [
                [2, true],
                [1, false],
            ],
        );
        const back = await api().call("POST", `${path(action)}/versions/${String(version["id"])}/deploy`);
        deepEqual([back.status, back.body["code"], back.body["number"]], [202, code, 3]);
        equal(JSON.stringify([deployed, changed, list, back]).includes("never shown"), false);
    });

    it("PATCH keeps an Action's secret sent without a value, and removes those left out", async () => {
        const action = await create("Secrets", {
            secrets: [
                { name: "foo", value: "1" },
                { name: "gone", value: "2" },
            ],
        });
        const { body } = await api().call("PATCH", path(action), {
            secrets: [{ name: "bar", value: "3" }, { name: "foo" }],
        });
        deepEqual(
            (body["secrets"] as Fields[]).map(({ name }) => name),
            ["foo", "bar"],
        );
        equal(((await api().call("PATCH", path(action), { name: "Secrets 2" })).body["secrets"] as Fields[]).length, 2);
    });

    it("An Action with a name already in use, an unknown trigger or an unknown field is refused", async () => {
        await create("Twice");
        refusedWith(await create("Twice"), 409, "action_already_exists");
        refusedWith(
            await create("Unknown", { supported_triggers: [{ id: "post-logout", version: "v1" }] }),
            400,
            "invalid_body",
        );
        refusedWith(await create("Field", { language: "javascript" }), 400, "invalid_body");
        equal((await api().call("GET", "/actions/actions/none")).status, 404);
    });

    it("Actions are filtered by name and by trigger", async () => {
        await create("Listed", { supported_triggers: [{ id: "credentials-exchange", version: "v2" }] });
        const named = await api().call("GET", "/actions/actions?actionName=Listed");
        deepEqual([named.body["total"], named.body["per_page"]], [1, 50]);
        const bound = await api().call("GET", "/actions/actions?triggerId=credentials-exchange");
        deepEqual(
            (bound.body["actions"] as Fields[]).map(({ name }) => name),
            ["Listed"],
        );
    });

    it("The endpoints of Actions require their scopes", async () => {
        const token = await api().tokenWith("read:clients");
        for (const [method, endpoint, scope] of [
            ["GET", "/actions/actions", "read:actions"],
            ["POST", "/actions/actions", "create:actions"],
            ["PATCH", "/actions/triggers/post-login/bindings", "update:actions"],
            ["DELETE", "/actions/actions/x", "delete:actions"],
        ] as const) {
            const { status, body } = await api().call(method, endpoint, method === "GET" ? undefined : {}, { token });
            equal(status, 403);
            match(String(body["message"]), new RegExp(`Insufficient scope, expected any of: ${scope}`));
        }
    });
});

describe("Auth0 trigger bindings in the sandbox", function () {
    const api = newTenant();
    const bindings = "/actions/triggers/post-login/bindings";
    const names = ({ body }: Answer<Fields>): unknown[] =>
        (body["bindings"] as Fields[]).map(({ display_name }) => display_name);
    const bind = (...wanted: readonly (readonly [string, string])[]): Promise<Answer<Fields>> =>
        api().call("PATCH", bindings, {
            bindings: wanted.map(([value, display_name]) => ({ ref: { type: "action_id", value }, display_name })),
        });

    it("New bindings replace the old ones and keep their order", async () => {
        deepEqual((await api().call("GET", `${bindings}?per_page=50`)).body, { bindings: [], per_page: 50 });
        const [one, two] = [await deployedAction(api(), "One"), await deployedAction(api(), "Two")];
        const first = await bind([two, "B"], [one, "A"]);
        deepEqual([first.status, names(first)], [200, ["B", "A"]]);
        const { body } = await api().call("GET", bindings);
        deepEqual([names({ ...first, body }), body["total"], body["page"]], [["B", "A"], 2, undefined]);
        const [binding] = body["bindings"] as Fields[];
        deepEqual(
            [binding?.["trigger_id"], (binding?.["action"] as Fields)["name"], (binding?.["action"] as Fields)["code"]],
            ["post-login", "Two", undefined],
        );
        const second = await bind([one, "A"]);
        deepEqual(names(second), ["A"]);
        notEqual((second.body["bindings"] as Fields[])[0]?.["id"], (body["bindings"] as Fields[])[1]?.["id"]);
        deepEqual((await api().call("GET", `${bindings}?page=1&per_page=100`)).body, {
            bindings: [],
            page: 1,
            per_page: 100,
        });
        await bind();
    });

    it("An Action that is bound as the provider does it runs after those that are bound already, which stay", async () => {
        const [first, second] = [await deployedAction(api(), "Foreign 1"), await deployedAction(api(), "Foreign 2")];
        await bind([second, "Second"], [first, "First"]);
        await appendAction(api(), { name: "Sign-in rules" });
        const answer = await api().call("GET", bindings);
        deepEqual(names(answer), ["Second", "First", "Sign-in rules"]);
        const bound = (answer.body["bindings"] as Fields[]).map(({ action }) => (action as Fields)["id"]);
        deepEqual(bound.slice(0, 2), [second, first]);
        await bind();
    });

    it("Only a deployed Action can be bound, and a bound Action is deleted only with force", async () => {
        const draft = await api().call("POST", "/actions/actions", {
            name: "Draft",
            supported_triggers: postLogin,
            code,
        });
        refusedWith(await bind([String(draft.body["id"]), "x"]), 400, "action_not_deployed");
        refusedWith(await bind(["none", "x"]), 400, "inexistent_action");
        const bound = await deployedAction(api(), "Bound");
        await bind([bound, "x"]);
        const refused = await api().call("DELETE", `/actions/actions/${bound}`);
        deepEqual([refused.status, refused.body["message"]], [409, "Unable to delete an action bound to a trigger."]);
        equal((await api().call("DELETE", `/actions/actions/${bound}?force=true`)).status, 204);
        deepEqual(names(await api().call("GET", bindings)), []);
        refusedWith(await api().call("GET", "/actions/triggers/none/bindings"), 404, "inexistent_trigger");
    });
});

/** The id of a new Action that is deployed. */
async function deployedAction(api: TenantClient, name: string): Promise<string> {
    const { body } = await api.call("POST", "/actions/actions", {
        name,
        supported_triggers: postLogin,
        code,
        deploy: true,
    });
    return String(body["id"]);
}
