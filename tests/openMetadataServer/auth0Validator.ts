import { type Agent, fetch } from "undici";
import type { AuthenticationConfiguration, SecurityConfiguration } from "./configuration";
import { claimsMapping } from "./claims";
import { fetchJson } from "./fetchJson";

/** A mistake in the settings: the path of the field, and what is wrong. */
export interface FieldError {
    readonly field: string;
    readonly error: string;
}

/** What `POST /api/v1/system/security/validate` answers. */
export interface ValidationResponse {
    readonly status: "success" | "failed";
    readonly errors?: readonly FieldError[];
}

const wellKnown = "/.well-known/openid-configuration";
const auth = "authenticationConfiguration";

/** Validates settings as OpenMetadata does before it saves them from its own page. Source, as far as nothing else is said. */
export async function validate(
    { authenticationConfiguration, authorizerConfiguration }: SecurityConfiguration,
    dispatcher: Agent,
): Promise<ValidationResponse> {
    const errors = [
        baseError(authenticationConfiguration),
        authenticationConfiguration.provider === "auth0"
            ? await auth0Error(authenticationConfiguration, dispatcher)
            : fail(`${auth}.provider`, `Unknown provider: ${authenticationConfiguration.provider ?? "null"}`),
        !authorizerConfiguration.adminPrincipals?.length
            ? fail("authorizerConfiguration.adminPrincipals", "At least one admin principal is required")
            : !authorizerConfiguration.principalDomain
              ? fail("authorizerConfiguration.principalDomain", "Principal domain is required")
              : undefined,
    ].filter((error) => error !== undefined);
    return errors.length === 0 ? { status: "success" } : { status: "failed", errors };
}

function baseError(configuration: AuthenticationConfiguration): FieldError | undefined {
    if (!configuration.providerName) {
        return fail(`${auth}.providerName`, "Provider name is required");
    }
    if (!configuration.jwtPrincipalClaims?.length) {
        return fail(`${auth}.jwtPrincipalClaims`, "JWT principal claims are required");
    }
    if (configuration.clientType !== "confidential" && !configuration.publicKeyUrls?.length) {
        return fail(`${auth}.publicKeyUrls`, "Public key URLs are required");
    }
    const required = [
        ["authority", "Authority is required"],
        ["callbackUrl", "Callback URL is required"],
        ["clientId", "Client ID is required"],
    ] as const;
    const missing = required.find(([name]) => !configuration[name]);
    if (missing !== undefined) {
        return fail(`${auth}.${missing[0]}`, missing[1]);
    }
    try {
        claimsMapping(configuration.jwtPrincipalClaimsMapping);
    } catch (error) {
        return fail(`${auth}.jwtPrincipalClaimsMapping`, (error as Error).message);
    }
    return undefined;
}

async function auth0Error(
    configuration: AuthenticationConfiguration,
    dispatcher: Agent,
): Promise<FieldError | undefined> {
    const confidential = configuration.clientType === "confidential";
    const oidc = configuration.oidcConfiguration;
    if (confidential && !oidc?.secret) {
        return fail(`${auth}.oidcConfiguration.secret`, "Client secret is required");
    }
    const domain = confidential ? (oidc?.discoveryUri ?? "").replace(wellKnown, "") : (configuration.authority ?? "");
    return (
        (await discoveryError(domain, dispatcher)) ??
        (confidential ? undefined : await clientIdError(domain, configuration.clientId ?? "", dispatcher)) ??
        (confidential && !configuration.publicKeyUrls?.length
            ? undefined
            : await publicKeysError(domain, configuration.publicKeyUrls ?? [], dispatcher)) ??
        (confidential ? await credentialsError(domain, oidc?.id ?? "", oidc?.secret ?? "", dispatcher) : undefined)
    );
}

async function discoveryError(domain: string, dispatcher: Agent): Promise<FieldError | undefined> {
    const field = `${auth}.oidcConfiguration.discoveryUri`;
    try {
        const document = await fetchJson<Record<string, string>>(domain + wellKnown, dispatcher);
        const needed = ["issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint"];
        if (needed.some((name) => document[name] === undefined)) {
            return fail(field, "Domain validation failed: Invalid Auth0 discovery document format");
        }
        return document["issuer"]?.startsWith("https://") === true
            ? undefined
            : fail(field, "Domain validation failed: Auth0 issuer must use HTTPS");
    } catch (error) {
        return fail(field, `Domain validation failed: ${(error as Error).message}`);
    }
}

async function clientIdError(domain: string, clientId: string, dispatcher: Agent): Promise<FieldError | undefined> {
    const query = new URLSearchParams({
        client_id: clientId,
        response_type: "code",
        redirect_uri: "http://test.example.com",
        state: "test",
    });
    const response = await fetch(`${domain}/authorize?${query.toString()}`, { dispatcher, redirect: "manual" });
    return [400, 404].includes(response.status)
        ? fail(`${auth}.clientId`, "Invalid Auth0 client ID. Client does not exist or is not properly configured.")
        : undefined;
}

async function publicKeysError(
    domain: string,
    urls: readonly string[],
    dispatcher: Agent,
): Promise<FieldError | undefined> {
    const field = `${auth}.publicKeyUrls`;
    const expected = `${domain}/.well-known/jwks.json`;
    if (!urls.includes(expected)) {
        return fail(field, `At least one public key URL must be the Auth0 JWKS endpoint: ${expected}`);
    }
    for (const url of urls) {
        const { hostname } = new URL(url);
        // Seen.
        if (!hostname.includes(".")) {
            return fail(field, `Public key URL domain doesn't match Auth0 pattern: ${hostname}`);
        }
        try {
            const { keys } = await fetchJson<{ keys?: unknown[] }>(url, dispatcher);
            if (!keys?.length) {
                return fail(field, `JWKS endpoint returned empty keys array: ${url}`);
            }
        } catch (error) {
            return fail(field, `Invalid public key URL '${url}': ${(error as Error).message}`);
        }
    }
    return undefined;
}

async function credentialsError(
    domain: string,
    clientId: string,
    clientSecret: string,
    dispatcher: Agent,
): Promise<FieldError | undefined> {
    const field = `${auth}.oidcConfiguration.secret`;
    const response = await fetch(`${domain}/oauth/token`, {
        dispatcher,
        method: "POST",
        body: new URLSearchParams({
            grant_type: "client_credentials",
            client_id: clientId,
            client_secret: clientSecret,
            audience: `${domain}/api/v2/`,
        }),
    });
    if (response.ok) {
        return undefined;
    }
    const { error = "", error_description: description = "" } = (await response.json()) as Record<string, string>;
    if (error === "invalid_client" || error === "unauthorized_client") {
        // Seen: that is what a right secret gets as well, where the application may not use the grant.
        return fail(field, "Invalid client secret");
    }
    if (error === "access_denied") {
        return fail(`${auth}.oidcConfiguration.discoveryUri`, `Access denied: ${description}`);
    }
    return fail(field, `Authentication failed: ${description}`);
}

function fail(field: string, error: string): FieldError {
    return { field, error };
}
