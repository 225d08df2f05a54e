import type { interactionPolicy as policies, KoaContextWithOIDC } from "oidc-provider";
import type { ClientRecord } from "../records";
import type { Store } from "../store";
import { connectionOf } from "../users";
import { enabledConnections } from "./connections";
import { interactionPolicy } from "./library";

const { Check, Prompt, base } = interactionPolicy;

/**
 * When a person is asked for something before they are sent back, and with which error they are where they must not be
 * asked.
 */
export function prompts(store: Store, clientOf: (ctx: KoaContextWithOIDC) => ClientRecord): policies.DefaultPolicy {
    const policy = base();
    const login = policy.get("login");
    const consent = policy.get("consent");

    for (const check of login?.checks ?? []) {
        check.description = "Login required";
    }
    login?.checks.add(
        new Check("connection_not_enabled", "Login required", "login_required", (ctx) => {
            const user = store.get("users", ctx.oidc.session?.accountId ?? "");
            const enabled = enabledConnections(store, clientOf(ctx));
            return !enabled.some(({ name }) => user !== undefined && name === connectionOf(user));
        }),
    );

    for (const check of consent?.checks ?? []) {
        check.description = "Consent required";
    }
    // A first-party application has its users' consent, also where it asks for the question.
    consent?.checks.remove("consent_prompt");
    consent?.checks.add(
        new Check("third_party_consent", "Consent required", "consent_required", (ctx) => {
            const { oidc } = ctx;
            return !clientOf(ctx).is_first_party && oidc.prompts.has("consent") && oidc.promptPending("consent");
        }),
        0,
    );

    // At Auth0 the sign-in page is where one chooses another account.
    policy.add(new Prompt({ name: "select_account", requestable: true }), 0);
    return policy;
}
