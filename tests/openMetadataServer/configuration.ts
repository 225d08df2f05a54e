import { parse } from "yaml";

/** `authorizerConfiguration` of `openmetadata.yaml`. */
export interface AuthorizerConfiguration {
    className: string | null;
    containerRequestFilter: string | null;
    adminPrincipals: string[] | null;
    principalDomain: string | null;
    allowedEmailRegistrationDomains: string[] | null;
    allowedDomains: string[] | null;
    enforcePrincipalDomain: boolean | null;
    enableSecureSocketConnection: boolean | null;
    useRolesFromProvider: boolean | null;
}

/** `authenticationConfiguration.oidcConfiguration` of `openmetadata.yaml`; what confidential clients need. */
export interface OidcConfiguration {
    id: string | null;
    type: string | null;
    secret: string | null;
    scope: string | null;
    discoveryUri: string | null;
    callbackUrl: string | null;
    serverUrl: string | null;
    clientAuthenticationMethod: string | null;
    tenant: string | null;
    [name: string]: unknown;
}

/** `authenticationConfiguration` of `openmetadata.yaml`. */
export interface AuthenticationConfiguration {
    clientType: string | null;
    provider: string | null;
    providerName: string | null;
    publicKeyUrls: string[] | null;
    tokenValidationAlgorithm: string | null;
    authority: string | null;
    clientId: string | null;
    callbackUrl: string | null;
    jwtPrincipalClaims: string[] | null;
    jwtPrincipalClaimsMapping: string[] | null;
    oidcConfiguration?: OidcConfiguration | null;
    [name: string]: unknown;
}

/** What the database keeps, and what `/api/v1/system/security/config` is about. */
export interface SecurityConfiguration {
    authenticationConfiguration: AuthenticationConfiguration;
    authorizerConfiguration: AuthorizerConfiguration;
}

/** `jwtTokenConfiguration` of `openmetadata.yaml`; it is never kept in the database. */
export interface JwtTokenConfiguration {
    rsapublicKeyFilePath: string | null;
    rsaprivateKeyFilePath: string | null;
    jwtissuer: string | null;
    keyId: string | null;
}

/** The sections of `openmetadata.yaml` that this server knows. */
export interface ServerConfiguration extends SecurityConfiguration {
    jwtTokenConfiguration: JwtTokenConfiguration;
}

/** Environment variables, name to value. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Type = "text" | "list" | "flag" | "number";
type Table = Readonly<Record<string, readonly [variable: string, byDefault: string, type?: Type]>>;

/** The key files of the shipped configuration, which are in the server's own folder. */
export const shippedKeyFiles = { publicKey: "./conf/public_key.der", privateKey: "./conf/private_key.der" };

const authorizer: Table = {
    className: ["AUTHORIZER_CLASS_NAME", "org.openmetadata.service.security.DefaultAuthorizer"],
    containerRequestFilter: ["AUTHORIZER_REQUEST_FILTER", "org.openmetadata.service.security.JwtFilter"],
    adminPrincipals: ["AUTHORIZER_ADMIN_PRINCIPALS", "[admin]", "list"],
    allowedEmailRegistrationDomains: ["AUTHORIZER_ALLOWED_REGISTRATION_DOMAIN", '["all"]', "list"],
    principalDomain: ["AUTHORIZER_PRINCIPAL_DOMAIN", "open-metadata.org"],
    allowedDomains: ["AUTHORIZER_ALLOWED_DOMAINS", "[]", "list"],
    enforcePrincipalDomain: ["AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN", "false", "flag"],
    enableSecureSocketConnection: ["AUTHORIZER_ENABLE_SECURE_SOCKET", "false", "flag"],
    useRolesFromProvider: ["AUTHORIZER_USE_ROLES_FROM_PROVIDER", "false", "flag"],
};

const authentication: Table = {
    clientType: ["AUTHENTICATION_CLIENT_TYPE", "public"],
    provider: ["AUTHENTICATION_PROVIDER", "basic"],
    responseType: ["AUTHENTICATION_RESPONSE_TYPE", "id_token"],
    providerName: ["CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME", '""'],
    publicKeyUrls: ["AUTHENTICATION_PUBLIC_KEYS", "[http://localhost:8585/api/v1/system/config/jwks]", "list"],
    tokenValidationAlgorithm: ["AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM", "RS256"],
    authority: ["AUTHENTICATION_AUTHORITY", "https://accounts.google.com"],
    clientId: ["AUTHENTICATION_CLIENT_ID", '""'],
    callbackUrl: ["AUTHENTICATION_CALLBACK_URL", '""'],
    jwtPrincipalClaims: ["AUTHENTICATION_JWT_PRINCIPAL_CLAIMS", "[email,preferred_username,sub]", "list"],
    jwtPrincipalClaimsMapping: ["AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING", "[]", "list"],
    enableSelfSignup: ["AUTHENTICATION_ENABLE_SELF_SIGNUP", "true", "flag"],
    enableAutoRedirect: ["AUTHENTICATION_ENABLE_AUTO_REDIRECT", "false", "flag"],
    forceSecureSessionCookie: ["FORCE_SECURE_SESSION_COOKIE", "false", "flag"],
    sessionExpiry: ["AUTHENTICATION_SESSION_EXPIRY", "604800", "number"],
};

const oidc: Table = {
    id: ["OIDC_CLIENT_ID", '""'],
    type: ["OIDC_TYPE", '""'],
    secret: ["OIDC_CLIENT_SECRET", '""'],
    scope: ["OIDC_SCOPE", "openid email profile"],
    discoveryUri: ["OIDC_DISCOVERY_URI", '""'],
    useNonce: ["OIDC_USE_NONCE", "true"],
    preferredJwsAlgorithm: ["OIDC_PREFERRED_JWS", "RS256"],
    responseType: ["OIDC_RESPONSE_TYPE", "code"],
    disablePkce: ["OIDC_DISABLE_PKCE", "true", "flag"],
    callbackUrl: ["OIDC_CALLBACK", "http://localhost:8585/callback"],
    serverUrl: ["OIDC_SERVER_URL", "http://localhost:8585"],
    clientAuthenticationMethod: ["OIDC_CLIENT_AUTH_METHOD", "client_secret_post"],
    tenant: ["OIDC_TENANT", '""'],
    maxClockSkew: ["OIDC_MAX_CLOCK_SKEW", '""'],
    tokenValidity: ["OIDC_OM_REFRESH_TOKEN_VALIDITY", "3600", "number"],
    maxAge: ["OIDC_MAX_AGE", "0"],
    prompt: ["OIDC_PROMPT_TYPE", "consent"],
    sessionExpiry: ["OIDC_SESSION_EXPIRY", "604800", "number"],
};

const jwtToken: Table = {
    rsapublicKeyFilePath: ["RSA_PUBLIC_KEY_FILE_PATH", shippedKeyFiles.publicKey],
    rsaprivateKeyFilePath: ["RSA_PRIVATE_KEY_FILE_PATH", shippedKeyFiles.privateKey],
    jwtissuer: ["JWT_ISSUER", "open-metadata.org"],
    keyId: ["JWT_KEY_ID", "Gb389a-9f76-gdjs-a92j-0242bk94356"],
};

/**
 * The configuration that a server starts with: the shipped one, with the environment's values put into it as YAML.
 *
 * @throws Error where a value is of another type than its setting, which stops OpenMetadata from starting.
 */
export function configurationOf(environment: Environment): ServerConfiguration {
    const auth = section(authentication, environment);
    return {
        authorizerConfiguration: section(authorizer, environment) as unknown as AuthorizerConfiguration,
        authenticationConfiguration: {
            ...(auth as AuthenticationConfiguration),
            oidcConfiguration: section(oidc, environment) as OidcConfiguration,
        },
        jwtTokenConfiguration: section(jwtToken, environment) as unknown as JwtTokenConfiguration,
    };
}

function section(table: Table, environment: Environment): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(table).map(([key, [variable, byDefault, type]]) => {
            const value: unknown = parse(environment[variable] ?? byDefault);
            return [key, typed(variable, value, type ?? "text")];
        }),
    );
}

function typed(variable: string, value: unknown, type: Type): unknown {
    if (value === null) {
        return null;
    }
    if (type === "list") {
        return Array.isArray(value) ? value.map(String) : refuse(variable, type);
    }
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
        return refuse(variable, type);
    }
    const text = String(value);
    switch (type) {
        case "text":
            return text;
        case "flag":
            return ["true", "false"].includes(text) ? text === "true" : refuse(variable, type);
        case "number":
            return /^\d+$/.test(text) ? Number(text) : refuse(variable, type);
    }
}

function refuse(variable: string, type: Type): never {
    throw new Error(`${variable} is no ${type}.`);
}
