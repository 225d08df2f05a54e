import { identifiers } from "../identifiers";
import type { JsonObject } from "../json";
import type { ActionRecord, TriggerBinding } from "../records";
import type { Store } from "../store";
import { actionOf, boundAction } from "./actions";
import { badRequest, notFound } from "./apiError";
import { type Endpoint, endpoint } from "./endpoint";
import { selectActionsPage } from "./selection";
import { validate } from "./validation/validate";

/** The triggers that Actions can be bound to, with the version that each has. Only `post-login` runs anything here. */
const triggers: Readonly<Record<string, string>> = {
    "post-login": "v3",
    "credentials-exchange": "v2",
    "pre-user-registration": "v2",
    "post-user-registration": "v2",
    "post-change-password": "v2",
    "send-phone-message": "v2",
    "password-reset-post-challenge": "v1",
};

/** What a request says of a binding: the Action, by its id or its name, and what the binding is called. */
interface RequestedBinding {
    readonly ref?: { readonly type?: string; readonly value?: string };
    readonly display_name?: string;
}

/**
 * The endpoints of triggers, and of the Actions that are bound to each, in their order.
 *
 * Seen: all answers to what the provider sends. Reported: that an Action has to be deployed first. Inferred: the words of the
 * refusals, and the list of triggers.
 */
export function triggerEndpoints(store: Store): Endpoint[] {
    const known = (id = ""): string => {
        if (!Object.hasOwn(triggers, id)) {
            throw notFound("That trigger does not exist.", "inexistent_trigger");
        }
        return id;
    };
    const shown = (trigger: string, { action_id, ...binding }: TriggerBinding): JsonObject => ({
        ...binding,
        trigger_id: trigger,
        action: boundAction(store, actionOf(store, action_id)),
        updated_at: binding.created_at,
    });
    const requested = ({ ref, display_name }: RequestedBinding): TriggerBinding => {
        const { id, name, deployed_version_id } = referencedAction(store, ref ?? {});
        if (deployed_version_id === undefined) {
            throw badRequest(`The action '${name}' is not deployed, so it cannot be bound.`, "action_not_deployed");
        }
        return {
            id: identifiers.action(),
            action_id: id,
            display_name: display_name ?? name,
            created_at: new Date().toISOString(),
        };
    };

    return [
        endpoint("GET", "/actions/triggers", ["read:actions"], () => ({
            status: 200,
            body: {
                triggers: Object.entries(triggers).map(([id, version]) => ({
                    id,
                    version,
                    status: "CURRENT",
                    runtimes: ["node18-actions", "node22"],
                    default_runtime: "node22",
                })),
            },
        })),
        endpoint("GET", "/actions/triggers/:trigger/bindings", ["read:actions"], ({ params, query }) => {
            const trigger = known(params["trigger"]);
            const bindings = boundTo(store, trigger).map((binding) => shown(trigger, binding));
            return { status: 200, body: selectActionsPage(bindings, query, "bindings") };
        }),
        endpoint("PATCH", "/actions/triggers/:trigger/bindings", ["update:actions"], ({ params, body }) => {
            const trigger = known(params["trigger"]);
            validate("UpdateActionBindingsRequestContent", body);
            const { bindings: wanted = [] } = body as { readonly bindings?: readonly RequestedBinding[] };
            const bindings = wanted.map(requested);
            store.put("triggerBindings", trigger, { id: trigger, bindings });
            return { status: 200, body: { bindings: bindings.map((binding) => shown(trigger, binding)) } };
        }),
    ];
}

/** What is bound to a trigger, in the order in which it runs. */
export function boundTo(store: Store, trigger: string): readonly TriggerBinding[] {
    return store.get("triggerBindings", trigger)?.bindings ?? [];
}

function referencedAction(store: Store, { type, value = "" }: { type?: string; value?: string }): ActionRecord {
    const action =
        type === "action_name" ? store.list("actions").find(({ name }) => name === value) : store.get("actions", value);
    if (action === undefined) {
        throw badRequest(`The action '${value}' does not exist.`, "inexistent_action");
    }
    return action;
}
