import type { Configuration, errors as Errors, KoaContextWithOIDC, Provider as OpenIdProvider } from "oidc-provider";
import type { AccessTokens } from "../accessTokens";
import type { EventLog } from "../eventLog";
import { errorPage } from "../pages/errorPage";
import { pageHeaders } from "../pages/layout";
import { logoutPage, signedOutPage } from "../pages/logoutPages";
import type { ClientRecord, TenantRecord } from "../records";
import type { Store } from "../store";
import { claimsOf } from "../users";
import { withCustomClaims } from "../actions/customClaims";
import { storeAdapter } from "./adapter";
import { Auth0Error, tokenError } from "./auth0Errors";
import { authorizeChecks } from "./authorizeChecks";
import { clientCredentials, clientCredentialsParameters } from "./clientCredentials";
import { responseTypes, signingAlgorithms } from "./clientMetadata";
import { connectionProblem } from "./connections";
import { mayCall } from "./crossOrigin";
import { grantFor, keepOfflineAccess } from "./grants";
import { cookieKey, signingKey } from "./keys";
import { errors, Provider } from "./library";
import { logout } from "./logout";
import { logEvents } from "./loggedEvents";
import { organizationIn, type PostLogin } from "./postLogin";
import { prompts } from "./prompts";
import { absoluteLifetime, remainingLifetime, replaces } from "./refreshTokens";

/** How long things last at Auth0, in seconds, where no application's setting says otherwise. */
const lifetimes = {
    /** A new tenant's sessions: seven days. */
    session: 7 * 86_400,
    /** The time that a person has for signing in. */
    interaction: 3_600,
    authorizationCode: 600,
    /** An access token for `/userinfo`. */
    accessToken: 86_400,
    /** An ID token: ten hours. */
    idToken: 36_000,
};

const scopes = {
    openid: ["sub"],
    profile: ["name", "nickname", "given_name", "family_name", "picture", "updated_at"],
    email: ["email", "email_verified"],
};

/** The page of each prompt that is not the one for signing in. */
const interactionPages: Readonly<Record<string, string>> = {
    consent: "consent",
    confirmation: "confirm",
    secondFactor: "second-factor",
};

/** The OpenID provider of a tenant: Auth0's paths, its habits and its words, over the tenant's applications and users. */
export function createProvider(
    store: Store,
    tokens: AccessTokens,
    tenant: TenantRecord,
    log: EventLog,
    postLogin: PostLogin,
): OpenIdProvider {
    const clientOf = (id: string | undefined): ClientRecord => {
        const client = store.get("clients", id ?? "");
        if (client === undefined) throw new errors.InvalidClient("Unknown client", "client not found");
        return client;
    };
    const currentClient = ({ oidc }: KoaContextWithOIDC): ClientRecord => clientOf(oidc.client?.clientId);

    const configuration: Configuration = {
        adapter: storeAdapter(store),
        jwks: { keys: [signingKey(tenant, tokens.keyId)] },
        routes: {
            authorization: "/authorize",
            token: "/oauth/token",
            userinfo: "/userinfo",
            jwks: "/.well-known/jwks.json",
            revocation: "/oauth/revoke",
            end_session: "/oidc/logout",
        },
        cookies: {
            names: { session: "auth0", interaction: "auth0_interaction", resume: "auth0_resume" },
            keys: [cookieKey(tenant)],
            // Silent renewal happens in a frame of the application's page, which may be of another site.
            long: { httpOnly: true, sameSite: "none", secure: true, signed: true },
            short: { httpOnly: true, sameSite: "lax", secure: true, signed: true },
        },
        clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"],
        responseTypes: Object.keys(responseTypes) as Configuration["responseTypes"] & string[],
        scopes: [...Object.keys(scopes), "offline_access"],
        claims: scopes,
        // Auth0 puts what the scopes ask for into the ID token, whatever the response type.
        conformIdTokenClaims: false,
        enabledJWA: { idTokenSigningAlgValues: [...signingAlgorithms] },
        enableHttpPostMethods: true,
        // Without PKCE, anybody could redeem the code of an application that has no secret.
        pkce: { required: (_ctx, client) => client.clientAuthMethod === "none" },
        features: {
            devInteractions: { enabled: false },
            dPoP: { enabled: false },
            pushedAuthorizationRequests: { enabled: false },
            resourceIndicators: { enabled: false },
            revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId },
            webMessageResponseMode: { enabled: true, ack: "individual-draft-01" },
            rpInitiatedLogout: {
                enabled: true,
                logoutSource: (ctx, form) => {
                    ctx.set(pageHeaders);
                    ctx.body = logoutPage(form, ctx.oidc.entities.IdTokenHint !== undefined);
                },
                postLogoutSuccessSource: (ctx) => {
                    ctx.set(pageHeaders);
                    ctx.body = signedOutPage();
                },
            },
        },
        extraParams: {
            connection: (ctx, connection) => {
                keepOfflineAccess(ctx, currentClient(ctx));
                const problem = connectionProblem(store, currentClient(ctx), connection, organizationIn(ctx));
                if (problem !== undefined) throw new Auth0Error(403, "invalid_request", problem);
            },
            organization: null,
        },
        interactions: {
            policy: prompts(store, currentClient, postLogin),
            url: (_ctx, { uid, prompt }) => `/u/${interactionPages[prompt.name] ?? "login"}/${uid}`,
        },
        findAccount: (_ctx, id) => {
            const user = store.get("users", id);
            return user && { accountId: id, claims: () => claimsOf(user) };
        },
        loadExistingGrant: (ctx) => grantFor(ctx, currentClient(ctx)),
        issueRefreshToken: (_ctx, client, source) =>
            client.grantTypeAllowed("refresh_token") && source.scopes.has("offline_access"),
        // Asked for when all of the request has been checked, and nothing has been issued.
        rotateRefreshToken: async (ctx) => {
            await postLogin.refresh(ctx, currentClient(ctx));
            return replaces(ctx, currentClient(ctx));
        },
        // Signing out ends the session at Auth0, and no token.
        expiresWithSession: () => false,
        clientBasedCORS: (_ctx, origin, client) => mayCall(clientOf(client.clientId), origin),
        ttl: {
            Session: lifetimes.session,
            Interaction: lifetimes.interaction,
            AuthorizationCode: lifetimes.authorizationCode,
            AccessToken: lifetimes.accessToken,
            Grant: (_ctx, { clientId }) => absoluteLifetime(clientOf(clientId)),
            IdToken: (_ctx, _token, client) =>
                clientOf(client.clientId).jwt_configuration?.lifetime_in_seconds ?? lifetimes.idToken,
            RefreshToken: (_ctx, token, client) => remainingLifetime(clientOf(client.clientId), token.totalLifetime()),
        },
        renderError: (ctx, out) => {
            ctx.set(pageHeaders);
            ctx.body = errorPage(out);
        },
    };

    const provider = new Provider(tokens.issuer, configuration);
    acceptDeclaredAddresses(provider);
    addClaims(provider, postLogin);
    provider.registerGrantType("client_credentials", clientCredentials(store, tokens), clientCredentialsParameters);
    provider.use(logout(provider, store, log));
    provider.use(authorizeChecks(store, tokens.issuer, log));
    provider.on("grant.error", answerAsAuth0);
    provider.on("revocation.error", answerAsAuth0);
    provider.on("server_error", (_ctx, error) => {
        console.error(error);
    });
    logEvents(provider, store, log, postLogin);
    return provider;
}

function answerAsAuth0(ctx: KoaContextWithOIDC, error: Errors.OIDCProviderError): void {
    const { status, body } = tokenError(ctx, error);
    ctx.status = status;
    ctx.body = body;
}

/** Puts what the sign-in and its Actions say into ID tokens and the answers of `/userinfo`. */
function addClaims(provider: OpenIdProvider, postLogin: PostLogin): void {
    const { prototype } = (
        provider as unknown as {
            Claims: { prototype: { ctx: KoaContextWithOIDC; result: () => Promise<Record<string, unknown>> } };
        }
    ).Claims;
    const { result } = prototype;
    prototype.result = async function () {
        const { own, custom } = postLogin.claims(this.ctx);
        return withCustomClaims({ ...(await result.call(this)), ...own }, custom);
    };
}

/** The Management API has checked callbacks and logout URLs; the library would refuse some that Auth0 takes. */
function acceptDeclaredAddresses(provider: OpenIdProvider): void {
    const { Schema } = provider.Client as unknown as { Schema: { prototype: { redirectUris: () => void } } };
    Schema.prototype.redirectUris = () => undefined;
}
