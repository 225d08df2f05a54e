import type { TenantClient } from "../../tools/tenant/tenantClient";

/** An Action that a test has run at sign-in: its code, or the lines of its handler. */
export interface TestAction {
    readonly name: string;
    /** What the handler does with `event` and `api`. */
    readonly handler?: string;
    /** The whole code, in place of a handler. */
    readonly code?: string;
    readonly secrets?: Readonly<Record<string, string>>;
}

interface Binding {
    readonly ref: { readonly type: "action_id"; readonly value: string };
    readonly display_name: string;
}

const path = "/actions/triggers/post-login/bindings";

/** Deploys Actions and binds them to the trigger post-login, in this order and in place of those that are bound. */
export async function bindActions(api: TenantClient, ...actions: readonly TestAction[]): Promise<void> {
    const bindings: Binding[] = [];
    for (const action of actions) bindings.push(await deployed(api, action));
    await bind(api, bindings);
}

/** Deploys an Action and binds it behind those that are bound. */
export async function appendAction(api: TenantClient, action: TestAction): Promise<void> {
    const { body } = await api.call<{ bindings: { action: { id: string }; display_name: string }[] }>("GET", path);
    const before = body.bindings.map(({ action: { id }, display_name }) => ({ ref: reference(id), display_name }));
    await bind(api, [...before, await deployed(api, action)]);
}

async function deployed(api: TenantClient, { name, handler = "", code, secrets = {} }: TestAction): Promise<Binding> {
    const { status, body } = await api.call("POST", "/actions/actions", {
        name: `${name} ${Math.random()}`,
        supported_triggers: [{ id: "post-login", version: "v3" }],
        code: code ?? `exports.onExecutePostLogin = async (event, api) => { ${handler} };`,
        secrets: Object.entries(secrets).map(([secret, value]) => ({ name: secret, value })),
        deploy: true,
    });
    if (status !== 201) throw new Error(`No Action: ${JSON.stringify(body)}`);
    return { ref: reference(String(body["id"])), display_name: name };
}

async function bind(api: TenantClient, bindings: readonly Binding[]): Promise<void> {
    const { status } = await api.call("PATCH", path, { bindings });
    if (status !== 200) throw new Error(`The Actions were not bound: ${status}`);
}

function reference(value: string): Binding["ref"] {
    return { type: "action_id", value };
}

/** Gives a person a role, which is made if it is missing. */
export async function giveRole(api: TenantClient, email: string, name: string): Promise<void> {
    const { body: users } = await api.call<{ user_id: string }[]>("GET", `/users-by-email?email=${email}`);
    const { body: found } = await api.call<{ id: string }[]>("GET", `/roles?name_filter=${encodeURIComponent(name)}`);
    const role = found[0] ?? (await api.call<{ id: string }>("POST", "/roles", { name })).body;
    await api.call("POST", `/users/${encodeURIComponent(users[0]?.user_id ?? "")}/roles`, { roles: [role.id] });
}
