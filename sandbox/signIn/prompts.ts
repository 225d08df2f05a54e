import type { interactionPolicy as policies, KoaContextWithOIDC } from "oidc-provider";
import { isUnverifiableCallback } from "../../openmetadata/serverUrl";
import type { ClientRecord } from "../records";
import type { Store } from "../store";
import { connectionOf } from "../users";
import { asText } from "./asText";
import { signInConnections } from "./connections";
import { interactionPolicy } from "./library";
import { organizationIn, type PostLogin } from "./postLogin";

const { Check, Prompt, base } = interactionPolicy;

/**
 * When a person is asked for something before they are sent back, and with which error they are where they must not be
 * asked.
 */
export function prompts(
    store: Store,
    clientOf: (ctx: KoaContextWithOIDC) => ClientRecord,
    postLogin: PostLogin,
): policies.DefaultPolicy {
    const policy = base();
    const login = policy.get("login");
    const consent = policy.get("consent");

    for (const check of login?.checks ?? []) {
        check.description = "Login required";
    }
    login?.checks.add(
        new Check("connection_not_enabled", "Login required", "login_required", (ctx) => {
            const user = store.get("users", ctx.oidc.session?.accountId ?? "");
            const enabled = signInConnections(store, clientOf(ctx), organizationIn(ctx));
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
    policy.add(
        new Prompt(
            { name: "confirmation", requestable: false },
            new Check("unverifiable_callback", "Interaction required", "interaction_required", (ctx) =>
                needsConfirmation(ctx, clientOf(ctx)),
            ),
        ),
    );
    // The last of all: when it asks for nothing, the application gets its answer. The error of prompt=none is reported by users.
    policy.add(
        new Prompt(
            { name: "secondFactor", requestable: false },
            new Check(
                "action",
                "Multifactor authentication required",
                "login_required",
                (ctx) => postLogin.needsSecondFactor(ctx, clientOf(ctx)),
                (ctx) => postLogin.pending(ctx),
            ),
        ),
    );
    return policy;
}

/**
 * Whether the user has to confirm a sign-in because Auth0 cannot verify who receives it, and no other page has been shown
 * for it.
 *
 * Source: Auth0's "Measures Against Application Impersonation"; the error of `prompt=none` is inferred.
 */
function needsConfirmation({ oidc }: KoaContextWithOIDC, client: ClientRecord): boolean {
    return (
        oidc.result === undefined &&
        client.oidc_conformant === true &&
        client.skip_non_verifiable_callback_uri_confirmation_prompt !== true &&
        isUnverifiableCallback(asText(oidc.params?.["redirect_uri"]))
    );
}
