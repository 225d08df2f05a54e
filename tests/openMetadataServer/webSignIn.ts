import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { decodeJwt, type JWTPayload } from "jose";
import { type Agent, fetch } from "undici";
import { identityOf, listClaim } from "./claims";
import type { OidcConfiguration, SecurityConfiguration } from "./configuration";
import type { Database, User } from "./database";
import { ServerError } from "./errors";
import { fetchJson } from "./fetchJson";
import { known } from "./known";
import { query } from "./requests";

/** What the server knows of its provider, from the discovery document. */
interface Provider {
    readonly authorization_endpoint: string;
    readonly token_endpoint: string;
}

interface Session {
    readonly state: string;
    readonly nonce: string;
    readonly redirectUri: string;
    idToken?: string;
    refreshToken?: string;
}

/** The sign-in of a confidential client. */
export interface WebSignIn {
    readonly security: SecurityConfiguration;
    readonly oidc: OidcConfiguration;
    readonly provider: Provider;
}

const cookieName = "JSESSIONID";

/**
 * Prepares the sign-in of a confidential client.
 *
 * @throws Error where the settings are not complete, or the provider does not answer.
 */
export async function prepareWebSignIn(security: SecurityConfiguration, dispatcher: Agent): Promise<WebSignIn> {
    const oidc = security.authenticationConfiguration.oidcConfiguration;
    if (!oidc?.callbackUrl || !oidc.serverUrl) {
        throw new Error("CallbackUrl and ServerUrl cannot be blank");
    }
    if (!oidc.id || !oidc.secret) {
        throw new Error("Client ID and Client Secret is required to create OidcClient");
    }
    const provider = await fetchJson<Provider & { readonly token_endpoint_auth_methods_supported?: readonly string[] }>(
        oidc.discoveryUri ?? "",
        dispatcher,
    );
    const method = oidc.clientAuthenticationMethod ?? "";
    if (provider.token_endpoint_auth_methods_supported?.includes(method) === false) {
        throw new Error(`Preferred authentication method (${method}) not supported by provider`);
    }
    return { security, oidc, provider };
}

/**
 * Adds the pages of the sign-in of a confidential client.
 *
 * @param current - `undefined` where that is not available: a public client, or a provider that did not answer.
 */
export function addSignInRoutes(
    app: FastifyInstance,
    database: Database,
    dispatcher: Agent,
    log: (message: string) => void,
    current: () => WebSignIn | undefined,
): void {
    /** Sessions are in memory: another replica does not know them. */
    const sessions = new Map<string, Session>();
    const sessionOf = (request: FastifyRequest): Session | undefined =>
        sessions.get(new RegExp(`${cookieName}=([^;]+)`).exec(request.headers.cookie ?? "")?.[1] ?? "");

    /** Runs a step; a person sees one sentence for whatever goes wrong, and the cause is in the log. */
    const page =
        (step: (signIn: WebSignIn, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) =>
        async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
            const signIn = current();
            if (signIn === undefined) {
                throw new ServerError("seen", 404, "Callback endpoint not available for public clients");
            }
            try {
                return await step(signIn, request, reply);
            } catch (error) {
                log(`[Auth Callback Servlet] Failed in Auth Login ${(error as Error).message}`);
                return reply
                    .code(500)
                    .type("text/html; charset=UTF-8")
                    .send("<p> [Auth Callback Servlet] Authentication failed. Please try again. </p>\n");
            }
        };

    app.get(
        "/api/v1/auth/login",
        known("seen"),
        page(async ({ oidc, provider, security }, request, reply) => {
            const session: Session = {
                state: randomUUID(),
                nonce: randomUUID(),
                redirectUri: query(request, "redirectUri") ?? oidc.callbackUrl ?? "",
            };
            const id = randomUUID();
            sessions.set(id, session);
            const parameters = new URLSearchParams({
                scope: oidc["scope"] as string,
                response_type: oidc["responseType"] as string,
                response_mode: "query",
                client_id: oidc.id ?? "",
                redirect_uri: oidc.callbackUrl ?? "",
                state: session.state,
                nonce: session.nonce,
                ...customParameters(oidc),
                ...(oidc.prompt && { prompt: oidc.prompt }),
                ...(oidc.maxAge && { max_age: oidc.maxAge }),
            });
            const secure = security.authenticationConfiguration["forceSecureSessionCookie"] === true ? "; Secure" : "";
            return reply
                .header("set-cookie", `${cookieName}=${id}; Path=/; HttpOnly${secure}`)
                .redirect(`${provider.authorization_endpoint}?${parameters.toString()}`);
        }),
    );

    app.get(
        "/callback",
        known("seen"),
        page(async (signIn, request, reply) => {
            const session = sessionOf(request);
            if (session === undefined) {
                throw new Error("No session found for callback, redirecting to login");
            }
            if (query(request, "error") !== undefined) {
                throw new Error("Bad authentication response");
            }
            const state = query(request, "state");
            if (state === undefined) {
                throw new Error("Missing state parameter");
            }
            if (state !== session.state) {
                throw new Error("State parameter is different from the one sent in authentication request.");
            }
            const { oidc, security } = signIn;
            const tokens = await redeem(signIn, query(request, "code") ?? "", dispatcher);
            const claims = decodeJwt(tokens.id_token);
            if (claims["nonce"] !== session.nonce) {
                throw new Error("Unexpected JWT nonce (nonce) claim");
            }
            session.idToken = tokens.id_token;
            if (tokens.refresh_token !== undefined) {
                session.refreshToken = tokens.refresh_token;
            }
            const { name, email } = identityOf(claims, security);
            findOrMake(database, claims, security, log);
            const parameters = new URLSearchParams({ id_token: tokens.id_token, email, name });
            return reply.redirect(`${session.redirectUri || (oidc.callbackUrl ?? "")}?${parameters.toString()}`);
        }),
    );

    app.get(
        "/api/v1/auth/refresh",
        known("seen"),
        page(async ({ oidc }, request, reply) => {
            const session = sessionOf(request);
            if (session === undefined) {
                throw new Error("No session found for refresh, redirecting to login");
            }
            if (session.refreshToken === undefined || session.idToken === undefined) {
                log("No refresh token found against session.");
                return reply.redirect(`${oidc.serverUrl ?? ""}/logout`);
            }
            return { accessToken: session.idToken, expiryDuration: decodeJwt(session.idToken).exp };
        }),
    );

    app.get(
        "/api/v1/auth/logout",
        known("source"),
        page(async ({ oidc }, _request, reply) => reply.redirect(`${oidc.serverUrl ?? ""}/logout`)),
    );
}

/** Pairs of `customParamKey1` and `customParamValue1` up to 5; what is named otherwise is stored, and not used. */
function customParameters({ customParams }: OidcConfiguration): Record<string, string> {
    const pairs = [1, 2, 3, 4, 5].map((number) => [
        customParams?.[`customParamKey${number}`],
        customParams?.[`customParamValue${number}`],
    ]);
    return Object.fromEntries(
        pairs.filter((pair): pair is [string, string] => pair.every((text) => text !== undefined)),
    );
}

async function redeem(
    { oidc, provider }: WebSignIn,
    code: string,
    dispatcher: Agent,
): Promise<{ readonly id_token: string; readonly refresh_token?: string }> {
    const response = await fetch(provider.token_endpoint, {
        method: "POST",
        dispatcher,
        body: new URLSearchParams({
            grant_type: "authorization_code",
            code,
            redirect_uri: oidc.callbackUrl ?? "",
            client_id: oidc.id ?? "",
            client_secret: oidc.secret ?? "",
        }),
    });
    if (!response.ok) {
        const { error = "", error_description: description = "" } = (await response.json()) as Record<string, string>;
        throw new Error(`Bad token response, error=${error}, description=${description}`);
    }
    return (await response.json()) as { id_token: string; refresh_token?: string };
}

/** The user of an ID token. The principal domain is not looked at here, only that of registrations. */
function findOrMake(
    database: Database,
    claims: JWTPayload,
    security: SecurityConfiguration,
    log: (message: string) => void,
): User {
    const { authenticationConfiguration, authorizerConfiguration } = security;
    const { name, email } = identityOf(claims, security);
    const isPrincipal = authorizerConfiguration.adminPrincipals?.includes(name) === true;
    const teams = listClaim(claims, authenticationConfiguration.jwtTeamClaimMapping).filter((team) => {
        const found = database.team(team);
        if (found?.teamType !== "Group") {
            log(
                found === undefined
                    ? `WARN Team '${team}' from claim mapping not found. User '${name}' is not added to it.`
                    : `WARN Team '${team}' is of type '${found.teamType}', not 'Group'. User '${name}' is not added to it.`,
            );
        }
        return found?.teamType === "Group";
    });
    const user = database.user(name);
    if (user !== undefined) {
        // Source: an existing user who is named as principal becomes an admin at a sign-in of this kind only.
        user.isAdmin ||= isPrincipal;
        user.teams.push(...teams.filter((team) => !user.teams.includes(team)));
        return user;
    }
    if (authenticationConfiguration.enableSelfSignup !== true) {
        throw new Error("User not found and self-signup is disabled");
    }
    const domain = email.split("@")[1] ?? "";
    const { allowedEmailRegistrationDomains: domains, defaultOAuthRole: role } = authorizerConfiguration;
    if (domains?.length && !domains.includes("all") && !domains.includes(domain)) {
        throw new Error(`Email domain not allowed for self-signup: ${domain}`);
    }
    if (role && !database.roles.has(role)) {
        log(`ERROR Default OAuth role '${role}' not found. The user is made without roles.`);
    }
    const roles = role && database.roles.has(role) ? [role] : [];
    return database.addUser({ name, email: `${name}@${domain}`, isAdmin: isPrincipal, roles, teams });
}
