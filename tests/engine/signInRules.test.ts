import { deepEqual, equal } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { changesOf, Deployment, resourceOf } from "./deployment";
import { type ManagementApi, managementApi } from "./managementApi";
import type { Step } from "./pulumiStack";

const application = {
    applicationType: "web",
    openMetadataUrl: "https://om.example.com",
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
    protect: false,
};
const rules = { ...application, allowedRoles: ["catalog-user"] };

interface Bindings {
    readonly bindings: readonly { readonly display_name: string; readonly action: { readonly id: string } }[];
}

interface Action {
    readonly id: string;
    readonly name: string;
    readonly code: string;
    readonly all_changes_deployed: boolean;
    readonly deployed_version?: { readonly number: number };
    readonly secrets: readonly { readonly name: string }[];
}

/** Steps in words, with what changes; components are left out, as they have nothing that changes. */
function wordsOf(steps: readonly Step[]): string[] {
    return steps
        .filter(
            ({ urn }) => urn.includes("::openmetadata-auth0:index:") && !/:index:\w+::/.test(urn.replace(/.*\$/, "")),
        )
        .map(
            (step) => `${step.op} ${resourceOf(step)}${step.op === "update" ? `: ${changesOf(step).join(", ")}` : ""}`,
        );
}

describe("Sign-in rules (real engine)", function () {
    let folder: string;
    let tenant: Tenant;
    let api: ManagementApi;
    let deployment: Deployment;
    const bound = async (): Promise<string[]> => {
        const { bindings } = await api.request<Bindings>("GET", "actions/triggers/post-login/bindings");
        return bindings.map(({ display_name }) => display_name);
    };
    const actionOf = async (stack: string): Promise<Action> => {
        const { actions } = await api.request<{ actions: Action[] }>("GET", "actions/actions?per_page=100");
        const found = actions.find(({ name }) => name === nameIn(stack));
        if (found === undefined) {
            throw new Error(`There is no Action of the stack ${stack}.`);
        }
        return found;
    };
    const nameIn = (stack: string): string => `Sign-in rules of openmetadata (openmetadata-auth0/${stack})`;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        api = await managementApi(tenant);
        deployment = await Deployment.create(tenant);
        // Someone else's Actions are there first, one of them bound.
        for (const name of ["Theirs", "Theirs too"]) {
            const { id } = await api.request<Action>("POST", "actions/actions", {
                name,
                code: "exports.onExecutePostLogin = async () => {};",
                supported_triggers: [{ id: "post-login", version: "v3" }],
            });
            await api.request("GET", `actions/actions/${id}`);
            await api.request("POST", `actions/actions/${id}/deploy`);
        }
        await api.request("PATCH", "actions/triggers/post-login/bindings", {
            bindings: ["Theirs too", "Theirs"].map((value) => ({ ref: { type: "action_name", value } })),
        });
    });
    after(async () => {
        await deployment.remove();
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    it("Up deploys the Action and binds it after the existing Actions", async () => {
        await deployment.configure(rules);
        await deployment.up();
        const action = await actionOf("test");
        deepEqual([action.all_changes_deployed, action.deployed_version?.number], [true, 1]);
        deepEqual(action.secrets.map(({ name }) => name).sort(), ["clientId", "rules"]);
        deepEqual(await bound(), ["Theirs too", "Theirs", nameIn("test")]);
    });

    it("Changing a rule updates and redeploys only the Action", async () => {
        const { id } = await actionOf("test");
        await deployment.configure({ ...rules, allowedRoles: ["catalog-user", "catalog-admin"], requireMfa: true });
        deepEqual(wordsOf(await deployment.upSteps(["--refresh"])), ["update Action openmetadata: secrets[1].value"]);
        const action = await actionOf("test");
        deepEqual([action.id, action.all_changes_deployed, action.deployed_version?.number], [id, true, 2]);
        deepEqual(await bound(), ["Theirs too", "Theirs", nameIn("test")]);
    });

    it("up --refresh restores an Action that was edited and unbound by hand", async () => {
        const { id, code } = await actionOf("test");
        await api.request("PATCH", `actions/actions/${id}`, { code: "exports.onExecutePostLogin = async () => {};" });
        await api.request("PATCH", "actions/triggers/post-login/bindings", {
            bindings: ["Theirs"].map((value) => ({ ref: { type: "action_name", value } })),
        });
        deepEqual(wordsOf(await deployment.upSteps(["--refresh"])), [
            "update Action openmetadata: code",
            "create TriggerAction openmetadata",
        ]);
        const { all_changes_deployed, code: restored } = await actionOf("test");
        deepEqual([all_changes_deployed, restored], [true, code]);
        deepEqual(await bound(), ["Theirs", nameIn("test")]);
    });

    it("A second stack has its own Action, and its destroy removes no other", async () => {
        const second = await Deployment.create(tenant, "second");
        try {
            await second.configure({ ...application, openMetadataUrl: "https://two.example.com", requireMfa: true });
            await second.up();
            deepEqual(await bound(), ["Theirs", nameIn("test"), nameIn("second")]);
            await second.ok(["destroy", "--yes", "--skip-preview"]);
            deepEqual(await bound(), ["Theirs", nameIn("test")]);
        } finally {
            await second.remove();
        }
    });

    it("Removing all rules deletes the Action and its binding", async () => {
        await deployment.configure(application);
        // After a refresh: what the other stack had taken away would have to be deleted no more.
        deepEqual(wordsOf(await deployment.upSteps(["--refresh"])).sort(), [
            "delete Action openmetadata",
            "delete TriggerAction openmetadata",
        ]);
        deepEqual(await bound(), ["Theirs"]);
        const { actions } = await api.request<{ actions: Action[] }>("GET", "actions/actions?per_page=100");
        deepEqual(actions.map(({ name }) => name).sort(), ["Theirs", "Theirs too"]);
        equal("signInRules" in (await deployment.outputs<object>()), false);
    });
});
