import { readFileSync } from "node:fs";
import * as openid from "openid-client";
import { fetch } from "undici";
import { parse } from "yaml";
import { trustingAgent } from "../../../sandbox/trustingAgent";
import type { Settings } from "../settings";

/** What the tenant gives for a code or a refresh token. */
export type Tokens = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers;

/** A sign-in that has begun. */
export interface StartedSignIn {
    /** Where the person is sent to. */
    readonly url: URL;
    readonly state: string;
    readonly nonce: string;
}

/**
 * What OpenMetadata's server does in the Web flow, on a standard library: authorization code without PKCE, state and
 * nonce, the client's secret in the body. All that it knows of the tenant are OpenMetadata's settings.
 */
export class WebClient {
    private constructor(
        private readonly settings: Settings,
        private readonly configuration: openid.Configuration,
    ) {}

    /** Reads the tenant's discovery document, as OpenMetadata does at its start. */
    static async discover(settings: Settings, certificates: string): Promise<WebClient> {
        const secret = settings["OIDC_CLIENT_SECRET"] ?? "";
        const configuration = await openid.discovery(
            new URL(setting(settings, "OIDC_DISCOVERY_URI")),
            setting(settings, "OIDC_CLIENT_ID"),
            { client_secret: secret, id_token_signed_response_alg: setting(settings, "OIDC_PREFERRED_JWS") },
            secret === "" ? openid.None() : openid.ClientSecretPost(secret),
            { [openid.customFetch]: fetchTrusting(certificates) },
        );
        openid.enableNonRepudiationChecks(configuration);
        return new WebClient(settings, configuration);
    }

    /** What the tenant says of itself. */
    get server(): openid.ServerMetadata {
        return this.configuration.serverMetadata();
    }

    /** Begins a sign-in; `parameters` come on top of what OpenMetadata sends. */
    start(parameters: Readonly<Record<string, string>> = {}): StartedSignIn {
        const state = openid.randomState();
        const nonce = openid.randomNonce();
        const url = openid.buildAuthorizationUrl(this.configuration, {
            redirect_uri: setting(this.settings, "OIDC_CALLBACK"),
            response_type: setting(this.settings, "OIDC_RESPONSE_TYPE"),
            scope: setting(this.settings, "OIDC_SCOPE"),
            // OpenMetadata's own default, which the settings leave as it is.
            prompt: "consent",
            state,
            nonce,
            ...addedParameters(this.settings),
            ...parameters,
        });
        return { url, state, nonce };
    }

    /** Redeems what came to the callback. The library checks state, nonce, issuer, audience, times and signature. */
    redeem(callback: URL, { state, nonce }: StartedSignIn): Promise<Tokens> {
        return openid.authorizationCodeGrant(this.configuration, callback, {
            expectedState: state,
            expectedNonce: nonce,
            idTokenExpected: true,
        });
    }

    /** Renews the session, as OpenMetadata does up to 1.13. */
    refresh(refreshToken: string): Promise<Tokens> {
        return openid.refreshTokenGrant(this.configuration, refreshToken);
    }

    /** What `/userinfo` says of the person. */
    userInfo(accessToken: string, subject: string): Promise<openid.UserInfoResponse> {
        return openid.fetchUserInfo(this.configuration, accessToken, subject);
    }

    revoke(token: string): Promise<void> {
        return openid.tokenRevocation(this.configuration, token);
    }
}

/** `fetch` that trusts the tenant's certificate. */
function fetchTrusting(certificates: string): openid.CustomFetch {
    const dispatcher = trustingAgent(readFileSync(certificates));
    return async (url, { method, headers, body }) => {
        const form = body instanceof URLSearchParams ? { body: body.toString() } : {};
        const response = await fetch(url, { dispatcher, method, headers, ...form });
        return new Response((await response.text()) || null, {
            status: response.status,
            headers: [...response.headers],
        });
    };
}

function setting(settings: Settings, name: string): string {
    const value = settings[name];
    if (value === undefined || value === "") {
        throw new Error(`OpenMetadata's settings lack ${name}.`);
    }
    return value;
}

/** What OpenMetadata adds to the request: a pair under names of its own. */
function addedParameters(settings: Settings): Record<string, string> {
    const all = (parse(settings["OIDC_CUSTOM_PARAMS"] ?? "") ?? {}) as Readonly<Record<string, string>>;
    const { customParamKey1: name, customParamValue1: value } = all;
    return name === undefined || value === undefined ? {} : { [name]: value };
}
