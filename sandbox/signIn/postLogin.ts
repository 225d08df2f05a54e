import { randomBytes } from "node:crypto";
import type { KoaContextWithOIDC } from "oidc-provider";
import { isRestricted } from "../actions/customClaims";
import { type ActionCall, type ActionRun, type RunnableAction, runActions } from "../actions/runActions";
import type { Json, JsonObject } from "../json";
import { findOrganization } from "../managementApi/organizations";
import { boundTo } from "../managementApi/triggerBindings";
import type { ClientRecord, UserRecord } from "../records";
import type { Store } from "../store";
import { asText } from "./asText";
import { Auth0Error } from "./auth0Errors";
import { checkMembership, organizationClaims, requestedOrganization } from "./organizations";
import { postLoginEvent, type SignInSubject } from "./postLoginEvent";
import { absoluteLifetime } from "./refreshTokens";

/** What the Actions of a sign-in have come to, as it is kept with the grant. */
interface Outcome extends JsonObject {
    /** The claims that they set in the ID token, without those that are restricted. */
    readonly claims: JsonObject;
    readonly secondFactor: boolean;
    readonly organization?: string;
    /** How the person has proved who they are, besides the password. */
    readonly amr?: readonly string[];
}

/** What one Action has done, in words. */
export interface ActionReport {
    readonly action: string;
    readonly effects: readonly string[];
}

/** How many sign-ins are remembered with what their Actions did. */
const remembered = 50;

const model = "SignIn";

/**
 * Runs the Actions that are bound to the trigger `post-login`: when a person has signed in and before the application gets
 * its answer, and when a refresh token is exchanged.
 *
 * At Auth0 they run before the person is asked for consent; here they run after it (for applications of third parties only).
 */
export class PostLogin {
    readonly #store: Store;
    readonly #reports = new Map<string, readonly ActionReport[]>();
    readonly #current = new WeakMap<object, readonly ActionReport[]>();
    readonly #pending = new WeakMap<object, Outcome>();

    constructor(store: Store) {
        this.#store = store;
    }

    /**
     * Runs the Actions of a sign-in, and says whether the person has to show a second factor first. The Actions do not run
     * again when they have.
     *
     * @throws Auth0Error where an Action denies or fails, or where the person is no member of the organization.
     */
    async needsSecondFactor(ctx: KoaContextWithOIDC, client: ClientRecord): Promise<boolean> {
        const { oidc } = ctx;
        const passed = oidc.result?.["secondFactor"] === undefined ? undefined : pendingOutcome(ctx);
        if (passed !== undefined) {
            this.#keep(ctx, client, { ...passed, amr: ["mfa"] });
            return false;
        }
        const user = this.#store.get("users", oidc.session?.accountId ?? "");
        if (user === undefined) return false;
        const organization = requestedOrganization(this.#store, client, organizationIn(ctx));
        if (organization !== undefined) checkMembership(this.#store, organization, user);
        const outcome = {
            ...(await this.#run(ctx, { client, user, organization, isRefresh: false })),
            ...(organization !== undefined && { organization: organization.id }),
            ...(oidc.session?.amr !== undefined && { amr: oidc.session.amr }),
        };
        this.#keep(ctx, client, outcome);
        if (outcome.secondFactor) this.#pending.set(ctx, outcome);
        return outcome.secondFactor;
    }

    /** What the page of the second factor has to hand on, so that the sign-in goes on where it was. */
    pending(ctx: KoaContextWithOIDC): JsonObject {
        const outcome = this.#pending.get(ctx);
        return outcome === undefined ? {} : { outcome };
    }

    /**
     * Runs the Actions for the exchange of a refresh token.
     *
     * Documented: the error where a second factor is asked for. Inferred: its status, and that of a denial.
     *
     * @throws Auth0Error where an Action denies, fails or asks for a second factor.
     */
    async refresh(ctx: KoaContextWithOIDC, client: ClientRecord): Promise<void> {
        const user = this.#store.get("users", ctx.oidc.account?.accountId ?? "");
        if (user === undefined) return;
        const before = this.#kept(ctx);
        const organization = findOrganization(this.#store, before?.organization ?? "");
        const outcome = await this.#run(ctx, { client, user, organization, isRefresh: true });
        if (outcome.secondFactor) {
            throw new Auth0Error(403, "mfa_required", "Multifactor authentication required", {
                mfa_token: randomBytes(32).toString("base64url"),
            });
        }
        this.#keep(ctx, client, { ...before, ...outcome });
    }

    /** What tokens and `/userinfo` say because of the sign-in itself; the claims of the Actions apart. */
    claims(ctx: KoaContextWithOIDC): { readonly own: JsonObject; readonly custom: JsonObject } {
        const { claims = {}, amr, organization = "" } = this.#kept(ctx) ?? {};
        const found = findOrganization(this.#store, organization);
        const own = {
            ...(amr !== undefined && ctx.oidc.route !== "userinfo" && { amr }),
            ...(found !== undefined && organizationClaims(this.#store, found)),
        };
        return { own, custom: claims };
    }

    /** What the Actions did that ran in this request, as one line; empty where none ran. */
    describe(ctx: KoaContextWithOIDC): string {
        const reports = this.#current.get(ctx) ?? [];
        return reports.map(({ action, effects }) => `${action}: ${effects.join("; ")}`).join(". ");
    }

    /** What the Actions did in a sign-in, by the `state` of its request. */
    reportOf(state: string): readonly ActionReport[] {
        return this.#reports.get(state) ?? [];
    }

    async #run(ctx: KoaContextWithOIDC, subject: SignInSubject): Promise<Outcome> {
        const actions = this.#bound();
        if (actions.length === 0) return { claims: {}, secondFactor: false };
        const runs = await runActions(actions, postLoginEvent(this.#store, ctx, subject));
        const calls = runs.flatMap((run) => run.calls);
        this.#report(ctx, runs);
        this.#changeMetadata(subject.user, calls);
        const failure = runs.find(({ error }) => error !== undefined)?.error;
        const denial = calls.find((call) => call[0] === "deny")?.[1];
        // What an Action throws reaches the application as a denial does: documented.
        if (failure !== undefined || denial !== undefined) {
            throw new Auth0Error(403, "access_denied", denial ?? failure ?? "");
        }
        return {
            claims: Object.fromEntries(
                calls.flatMap((call) =>
                    call[0] === "claim" && call[1] === "idToken" && !isRestricted(call[2]) ? [[call[2], call[3]]] : [],
                ),
            ),
            secondFactor: calls.some(([name]) => name === "multifactor"),
        };
    }

    #bound(): RunnableAction[] {
        return boundTo(this.#store, "post-login").flatMap(({ action_id }) => {
            const action = this.#store.get("actions", action_id);
            const version = this.#store.get("actionVersions", action?.deployed_version_id ?? "");
            if (action === undefined || version === undefined) return [];
            const secrets = Object.fromEntries(version.secrets.map(({ name, value }) => [name, value]));
            return [{ name: action.name, code: version.code, secrets }];
        });
    }

    #report(ctx: KoaContextWithOIDC, runs: readonly ActionRun[]): void {
        const reports = runs.map((run) => ({ action: run.name, effects: effectsOf(run) }));
        this.#current.set(ctx, reports);
        this.#reports.set(asText(ctx.oidc.params?.["state"]), reports);
        const [oldest] = this.#reports.keys();
        if (this.#reports.size > remembered && oldest !== undefined) this.#reports.delete(oldest);
    }

    /** Keeps what Actions say about the person; a denial does not take that back: documented. */
    #changeMetadata(user: UserRecord, calls: readonly ActionCall[]): void {
        const changed: Record<string, Record<string, Json | undefined>> = {};
        for (const call of calls) {
            if (call[0] !== "metadata") continue;
            const [, kind, name, value] = call;
            const metadata = (changed[kind] ??= { ...user[kind] });
            if (value === null) Reflect.deleteProperty(metadata, name);
            else metadata[name] = value;
        }
        if (Object.keys(changed).length === 0) return;
        this.#store.write((changes) => {
            changes.put("users", user.user_id, { ...user, ...changed });
        });
    }

    #keep({ oidc }: KoaContextWithOIDC, client: ClientRecord, outcome: Outcome): void {
        const grant = oidc.entities.Grant?.jti;
        if (grant === undefined) return;
        const id = `${model}:${grant}`;
        const expires = Math.floor(Date.now() / 1000) + absoluteLifetime(client);
        this.#store.write((changes) => {
            changes.put("artifacts", id, { id, model, payload: outcome, expires });
        });
    }

    #kept({ oidc }: KoaContextWithOIDC): Outcome | undefined {
        return this.#store.get("artifacts", `${model}:${oidc.entities.Grant?.jti ?? ""}`)?.payload as
            Outcome | undefined;
    }
}

/** The organization that the request to `/authorize` names. */
export function organizationIn({ oidc }: KoaContextWithOIDC): string | undefined {
    const organization = oidc.params?.["organization"];
    return typeof organization === "string" ? organization : undefined;
}

/** What the Actions came to before the page of the second factor was shown. */
function pendingOutcome({ oidc }: KoaContextWithOIDC): Outcome | undefined {
    return oidc.entities.Interaction?.prompt.details["outcome"] as Outcome | undefined;
}

function effectsOf({ calls, error }: ActionRun): string[] {
    const effects = calls.map(effectOf);
    if (error !== undefined) effects.push(`failed: ${error}`);
    return effects.length === 0 ? ["changed nothing"] : effects;
}

function effectOf(call: ActionCall): string {
    switch (call[0]) {
        case "deny":
            return `refused: ${call[1]}`;
        case "multifactor":
            return "asked for a second factor";
        case "metadata":
            return `changed ${call[2]} in ${call[1]}`;
        case "claim": {
            const token = call[1] === "idToken" ? "the ID token" : "the access token";
            return isRestricted(call[2])
                ? `${call[2]} is a restricted claim and is left out of ${token}`
                : `set the claim ${call[2]} in ${token}`;
        }
    }
}
