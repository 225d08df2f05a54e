import { identifiers } from "../identifiers";
import { type JsonObject, omit } from "../json";
import type { ActionRecord, ActionSecret, ActionVersionRecord } from "../records";
import type { Store } from "../store";
import { ActionBuilds } from "./actionBuilds";
import { badRequest, conflict, notFound, orNotFound } from "./apiError";
import { type Endpoint, endpoint } from "./endpoint";
import { selectActionsPage } from "./selection";
import { validate } from "./validation/validate";

/** The runtime of an Action that names none: seen. */
const defaultRuntime = "node22";

/** What an Action and its versions have in common. */
const versioned = ["supported_triggers", "code", "dependencies", "runtime", "secrets"] as const;

/** The Action with this id. */
export function actionOf(store: Store, id: string): ActionRecord {
    return orNotFound(store.get("actions", id), "That action does not exist.");
}

/**
 * The endpoints of Actions and their versions.
 *
 * Seen: all answers to what the provider sends. The words of the refusals are inferred, except
 * for an Action that does not exist (seen) and for deleting one that is bound (reported by users).
 */
export function actionEndpoints(store: Store): Endpoint[] {
    const builds = new ActionBuilds();
    const shown = (action: ActionRecord, status: string): JsonObject => ({
        ...omit(action, "deployed_version_id", "secrets", "all_changes_deployed"),
        status,
        secrets: shownSecrets(action.secrets),
        ...versionsOf(store, action),
        all_changes_deployed: action.all_changes_deployed,
    });
    const save = (action: ActionRecord): JsonObject => {
        const other = store.list("actions").find(({ id, name }) => name === action.name && id !== action.id);
        if (other !== undefined) {
            throw conflict("An action with the same name already exists.", "action_already_exists");
        }
        store.put("actions", action.id, action);
        builds.start(action);
        return shown(action, builds.status(action));
    };
    const versionOf = (actionId = "", id = ""): ActionVersionRecord => {
        const version = store.get("actionVersions", id);
        if (version?.action_id !== actionOf(store, actionId).id) {
            throw notFound("That action version does not exist.", "inexistent_action_version");
        }
        return version;
    };
    const ofAction = (id: string): ActionVersionRecord[] =>
        store.list("actionVersions").filter(({ action_id }) => action_id === id);
    /** Makes a version of what is given, and lets it run from now on. */
    const deploy = (action: ActionRecord, content: ActionRecord | ActionVersionRecord): JsonObject => {
        const { id: action_id } = action;
        const now = new Date().toISOString();
        const version: ActionVersionRecord = {
            ...(Object.fromEntries(versioned.map((field) => [field, content[field]])) as Pick<
                ActionVersionRecord,
                (typeof versioned)[number]
            >),
            id: identifiers.action(),
            action_id,
            number: (ofAction(action_id).at(-1)?.number ?? 0) + 1,
            created_at: now,
            built_at: now,
        };
        store.write((changes) => {
            changes.put("actionVersions", version.id, version);
            changes.put("actions", action_id, {
                ...action,
                deployed_version_id: version.id,
                all_changes_deployed: content === action,
            });
        });
        // The answer comes before the deployment is done: seen.
        return {
            ...omit(shownVersion(version), "built_at"),
            deployed: false,
            action: { ...summary(action), all_changes_deployed: false },
        };
    };

    return [
        endpoint("GET", "/actions/actions", ["read:actions"], ({ query }) => {
            const actions = store
                .list("actions")
                .filter(({ name }) => query["actionName"] === undefined || name === query["actionName"])
                .filter(
                    ({ supported_triggers: triggers }) =>
                        query["triggerId"] === undefined || triggers.some(({ id }) => id === query["triggerId"]),
                )
                .filter(
                    ({ deployed_version_id: version }) =>
                        query["deployed"] === undefined || String(version !== undefined) === query["deployed"],
                )
                .map((action) => shown(action, builds.status(action)));
            return { status: 200, body: selectActionsPage(actions, query, "actions") };
        }),
        endpoint("POST", "/actions/actions", ["create:actions"], ({ body }) => {
            validate("CreateActionRequestContent", body);
            const { secrets, deploy: deployNow, ...fields } = body as JsonObject;
            const now = new Date().toISOString();
            const action = {
                code: "",
                dependencies: [],
                runtime: defaultRuntime,
                ...fields,
                secrets: mergedSecrets([], secrets, now),
                id: identifiers.action(),
                created_at: now,
                updated_at: now,
                all_changes_deployed: false,
            } as unknown as ActionRecord;
            save(action);
            if (deployNow === true) deploy(action, action);
            return { status: 201, body: shown(actionOf(store, action.id), builds.status(action)) };
        }),
        endpoint("GET", "/actions/actions/:id", ["read:actions"], ({ params }) => {
            const action = actionOf(store, params["id"] ?? "");
            return { status: 200, body: shown(action, builds.read(action)) };
        }),
        endpoint("PATCH", "/actions/actions/:id", ["update:actions"], ({ params, body }) => {
            const action = actionOf(store, params["id"] ?? "");
            validate("UpdateActionRequestContent", body);
            const { secrets, ...fields } = body as JsonObject;
            const now = new Date().toISOString();
            const changed = {
                ...action,
                ...fields,
                secrets: secrets === undefined ? action.secrets : mergedSecrets(action.secrets, secrets, now),
                updated_at: now,
                all_changes_deployed: false,
            };
            return { status: 200, body: save(changed) };
        }),
        endpoint("DELETE", "/actions/actions/:id", ["delete:actions"], ({ params, query }) => {
            const { id } = actionOf(store, params["id"] ?? "");
            const bound = store
                .list("triggerBindings")
                .filter(({ bindings }) => bindings.some(({ action_id }) => action_id === id));
            if (bound.length > 0 && query["force"] !== "true") {
                throw conflict("Unable to delete an action bound to a trigger.", "action_bound");
            }
            store.write((changes) => {
                for (const trigger of bound) {
                    const bindings = trigger.bindings.filter(({ action_id }) => action_id !== id);
                    changes.put("triggerBindings", trigger.id, { ...trigger, bindings });
                }
                for (const version of ofAction(id)) changes.remove("actionVersions", version.id);
                changes.remove("actions", id);
            });
            return { status: 204 };
        }),
        endpoint("POST", "/actions/actions/:id/deploy", ["create:actions"], ({ params }) => {
            const action = actionOf(store, params["id"] ?? "");
            if (builds.status(action) !== "built") {
                throw badRequest("The action has not been built, so it cannot be deployed.", "action_not_built");
            }
            return { status: 200, body: deploy(action, action) };
        }),
        endpoint("GET", "/actions/actions/:id/versions", ["read:actions"], ({ params, query }) => {
            const action = actionOf(store, params["id"] ?? "");
            const versions = ofAction(action.id)
                .reverse()
                .map((version) => versionWithAction(action, version));
            return { status: 200, body: selectActionsPage(versions, query, "versions") };
        }),
        endpoint("GET", "/actions/actions/:id/versions/:version", ["read:actions"], ({ params }) => {
            const version = versionOf(params["id"], params["version"]);
            return { status: 200, body: versionWithAction(actionOf(store, version.action_id), version) };
        }),
        endpoint("POST", "/actions/actions/:id/versions/:version/deploy", ["create:actions"], ({ params }) => {
            const version = versionOf(params["id"], params["version"]);
            return { status: 202, body: deploy(actionOf(store, version.action_id), version) };
        }),
    ];
}

/** An Action as it stands in the answer of a binding or a version: without what it is being changed to. */
export function boundAction(store: Store, action: ActionRecord): JsonObject {
    // Whatever is deployed, the real API says false here: seen.
    return { ...summary(action), ...versionsOf(store, action), all_changes_deployed: false };
}

function summary({ id, name, supported_triggers, created_at, updated_at }: ActionRecord): JsonObject {
    return { id, name, supported_triggers, created_at, updated_at };
}

/** The version that runs, in both of the forms in which an Action carries it. */
function versionsOf(store: Store, action: ActionRecord): JsonObject {
    const version = store.get("actionVersions", action.deployed_version_id ?? "");
    if (version === undefined) return {};
    const { id, code, runtime, number, built_at, created_at } = version;
    return {
        current_version: {
            id,
            code,
            runtime,
            status: "BUILT",
            number,
            build_time: built_at,
            created_at,
            updated_at: built_at,
        },
        deployed_version: { ...shownVersion(version), deployed: true },
    };
}

function shownVersion(version: ActionVersionRecord): JsonObject {
    return {
        ...omit(version, "action_id", "secrets"),
        secrets: shownSecrets(version.secrets),
        status: "built",
        updated_at: version.built_at,
    };
}

function versionWithAction(action: ActionRecord, version: ActionVersionRecord): JsonObject {
    return {
        ...shownVersion(version),
        deployed: action.deployed_version_id === version.id,
        action: { ...summary(action), all_changes_deployed: action.all_changes_deployed },
    };
}

function shownSecrets(secrets: readonly ActionSecret[]): JsonObject[] {
    return secrets.map(({ name, updated_at }) => ({ name, updated_at }));
}

/** The secrets after a change: those that it names, the ones that were there in their old places; one without a value keeps its old one. */
function mergedSecrets(old: readonly ActionSecret[], sent: JsonObject[string], now: string): ActionSecret[] {
    const wanted = (sent ?? []) as readonly { readonly name: string; readonly value?: string }[];
    const kept = old.map(({ name }) => name).filter((name) => wanted.some((secret) => secret.name === name));
    return [...new Set([...kept, ...wanted.map(({ name }) => name)])].map((name) => {
        const value = wanted.findLast((secret) => secret.name === name)?.value;
        const before = old.find((secret) => secret.name === name);
        return value === undefined && before !== undefined ? before : { name, value: value ?? "", updated_at: now };
    });
}
