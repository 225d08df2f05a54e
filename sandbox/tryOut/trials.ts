import * as openid from "openid-client";
import { type Agent, fetch } from "undici";
import { trustingAgent } from "../trustingAgent";
import type { ClientRecord } from "../records";
import type { SignInSettings } from "./verdict";

/** The response mode that brings the answer to a page of the tenant's, in place of the application's callback. */
export const tryResponseMode = "sandbox_try";

/** How many trials may be under way; the oldest is forgotten for a new one. */
const most = 50;

/** Whether an application has no secret. */
export function isPublic({ token_endpoint_auth_method }: ClientRecord): boolean {
    return token_endpoint_auth_method === "none";
}

/** A sign-in to an application that somebody tries out. */
interface Trial {
    readonly client: ClientRecord;
    readonly callback: string;
    readonly verifier: string;
    readonly nonce: string;
    readonly settings: SignInSettings;
}

/** What a trial has come to. */
export interface TrialResult {
    readonly client: ClientRecord;
    readonly callback: string;
    readonly settings: SignInSettings;
    readonly claims: Readonly<Record<string, unknown>>;
    readonly scope: string;
    readonly refreshToken: boolean;
}

/**
 * Signs in to applications as their own clients do, with the same requests: all that is declared of the application is
 * checked, its callback too. Only the last step, from the tenant to the callback, leads to the tenant's own page instead.
 */
export class Trials {
    readonly #trials = new Map<string, Trial>();
    readonly #issuer: string;
    readonly #dispatcher: Agent;

    constructor(issuer: string, certificate: string) {
        this.#issuer = issuer;
        this.#dispatcher = trustingAgent(certificate);
    }

    /** Where the browser is to go to try an application out. */
    async start(client: ClientRecord, settings: SignInSettings): Promise<URL> {
        const [callback = ""] = client.callbacks ?? [];
        const state = openid.randomState();
        const verifier = openid.randomPKCECodeVerifier();
        const nonce = openid.randomNonce();
        this.#trials.set(state, { client, callback, verifier, nonce, settings });
        const [oldest] = this.#trials.keys();
        if (this.#trials.size > most && oldest !== undefined) this.#trials.delete(oldest);
        return openid.buildAuthorizationUrl(await this.configuration(client), {
            ...settings.parameters,
            redirect_uri: callback,
            response_type: "code",
            response_mode: tryResponseMode,
            scope: "openid profile email offline_access",
            code_challenge: await openid.calculatePKCECodeChallenge(verifier),
            code_challenge_method: "S256",
            state,
            nonce,
        });
    }

    /**
     * Redeems what came back; `undefined` where no trial waits for it.
     *
     * @throws an error of openid-client, where the tenant or the library refuses something.
     */
    async finish(answer: URLSearchParams): Promise<TrialResult | undefined> {
        const state = answer.get("state") ?? "";
        const trial = this.#trials.get(state);
        if (trial === undefined) return undefined;
        this.#trials.delete(state);
        const { client, callback, verifier, nonce, settings } = trial;
        const current = new URL(callback);
        current.search = answer.toString();
        const tokens = await openid.authorizationCodeGrant(await this.configuration(client), current, {
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: verifier,
            idTokenExpected: true,
        });
        return {
            client,
            callback,
            settings,
            claims: { ...tokens.claims() },
            scope: tokens.scope ?? "",
            refreshToken: tokens.refresh_token !== undefined,
        };
    }

    async close(): Promise<void> {
        await this.#dispatcher.destroy();
    }

    private configuration(client: ClientRecord) {
        const { client_id, client_secret } = client;
        return openid.discovery(
            new URL(this.#issuer),
            client_id,
            {},
            isPublic(client) ? openid.None() : openid.ClientSecretPost(client_secret),
            { [openid.customFetch]: (url, options) => this.fetch(url, options) },
        );
    }

    private async fetch(url: string, { method, headers, body }: openid.CustomFetchOptions): Promise<Response> {
        const form = body instanceof URLSearchParams ? { body: body.toString() } : {};
        const response = await fetch(url, { dispatcher: this.#dispatcher, method, headers, ...form });
        return new Response(await response.text(), { status: response.status, headers: [...response.headers] });
    }
}
