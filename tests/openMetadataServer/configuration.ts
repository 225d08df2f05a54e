import { parse } from "yaml";
import { StartError } from "./errors";
import { type Fields, has, readSection, type SectionName, sections } from "./fields";

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
    defaultOAuthRole?: string | null;
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
    maxAge?: string | null;
    prompt?: string | null;
    customParams?: Record<string, string> | null;
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
    jwtTeamClaimMapping?: string | null;
    enableSelfSignup?: boolean | null;
    oidcConfiguration?: OidcConfiguration | null;
    ldapConfiguration?: Record<string, unknown> | null;
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

/** What this server knows of `openmetadata.yaml`. */
export interface ServerConfiguration extends SecurityConfiguration {
    jwtTokenConfiguration: JwtTokenConfiguration;
    /** The keys that stored tokens are encrypted with: the first encrypts, all decrypt. */
    fernetKeys: readonly string[];
    /** What all paths begin with: empty, or such as `/openmetadata`. */
    basePath: string;
}

/** Environment variables, name to value. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Table = Readonly<Record<string, readonly [variable: string, byDefault: string]>>;

/** The key files of the shipped configuration, which are in the server's own folder. */
export const shippedKeyFiles = { publicKey: "./conf/public_key.der", privateKey: "./conf/private_key.der" };

const authorizer: Table = {
    className: ["AUTHORIZER_CLASS_NAME", "org.openmetadata.service.security.DefaultAuthorizer"],
    containerRequestFilter: ["AUTHORIZER_REQUEST_FILTER", "org.openmetadata.service.security.JwtFilter"],
    adminPrincipals: ["AUTHORIZER_ADMIN_PRINCIPALS", "[admin]"],
    allowedEmailRegistrationDomains: ["AUTHORIZER_ALLOWED_REGISTRATION_DOMAIN", '["all"]'],
    principalDomain: ["AUTHORIZER_PRINCIPAL_DOMAIN", "open-metadata.org"],
    allowedDomains: ["AUTHORIZER_ALLOWED_DOMAINS", "[]"],
    enforcePrincipalDomain: ["AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN", "false"],
    enableSecureSocketConnection: ["AUTHORIZER_ENABLE_SECURE_SOCKET", "false"],
    useRolesFromProvider: ["AUTHORIZER_USE_ROLES_FROM_PROVIDER", "false"],
    defaultOAuthRole: ["AUTHORIZER_DEFAULT_OAUTH_ROLE", "null"],
};

const authentication: Table = {
    clientType: ["AUTHENTICATION_CLIENT_TYPE", "public"],
    provider: ["AUTHENTICATION_PROVIDER", "basic"],
    responseType: ["AUTHENTICATION_RESPONSE_TYPE", "id_token"],
    providerName: ["CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME", '""'],
    publicKeyUrls: ["AUTHENTICATION_PUBLIC_KEYS", "[http://localhost:8585/api/v1/system/config/jwks]"],
    tokenValidationAlgorithm: ["AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM", "RS256"],
    authority: ["AUTHENTICATION_AUTHORITY", "https://accounts.google.com"],
    clientId: ["AUTHENTICATION_CLIENT_ID", '""'],
    callbackUrl: ["AUTHENTICATION_CALLBACK_URL", '""'],
    jwtPrincipalClaims: ["AUTHENTICATION_JWT_PRINCIPAL_CLAIMS", "[email,preferred_username,sub]"],
    jwtPrincipalClaimsMapping: ["AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING", "[]"],
    enableSelfSignup: ["AUTHENTICATION_ENABLE_SELF_SIGNUP", "true"],
    enableAutoRedirect: ["AUTHENTICATION_ENABLE_AUTO_REDIRECT", "false"],
    forceSecureSessionCookie: ["FORCE_SECURE_SESSION_COOKIE", "false"],
    sessionExpiry: ["AUTHENTICATION_SESSION_EXPIRY", "604800"],
    maxActiveSessionsPerUser: ["AUTHENTICATION_MAX_ACTIVE_SESSIONS_PER_USER", "5"],
    additionalTrustedRedirectUris: ["AUTHENTICATION_ADDITIONAL_TRUSTED_REDIRECT_URIS", "[]"],
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
    disablePkce: ["OIDC_DISABLE_PKCE", "true"],
    callbackUrl: ["OIDC_CALLBACK", "http://localhost:8585/callback"],
    serverUrl: ["OIDC_SERVER_URL", "http://localhost:8585"],
    clientAuthenticationMethod: ["OIDC_CLIENT_AUTH_METHOD", "client_secret_post"],
    tenant: ["OIDC_TENANT", '""'],
    maxClockSkew: ["OIDC_MAX_CLOCK_SKEW", '""'],
    tokenValidity: ["OIDC_OM_REFRESH_TOKEN_VALIDITY", "3600"],
    customParams: ["OIDC_CUSTOM_PARAMS", ""],
    maxAge: ["OIDC_MAX_AGE", "0"],
    prompt: ["OIDC_PROMPT_TYPE", "consent"],
    sessionExpiry: ["OIDC_SESSION_EXPIRY", "604800"],
};

/** The shipped file has this section whatever the provider is, without what it needs: host, port and mail attribute. */
const ldap: Table = {
    host: ["AUTHENTICATION_LDAP_HOST", ""],
    port: ["AUTHENTICATION_LDAP_PORT", ""],
    dnAdminPrincipal: ["AUTHENTICATION_LOOKUP_ADMIN_DN", '""'],
    dnAdminPassword: ["AUTHENTICATION_LOOKUP_ADMIN_PWD", '""'],
    userBaseDN: ["AUTHENTICATION_USER_LOOKUP_BASEDN", '""'],
    groupBaseDN: ["AUTHENTICATION_GROUP_LOOKUP_BASEDN", '""'],
    mailAttributeName: ["AUTHENTICATION_USER_MAIL_ATTR", ""],
    authReassignRoles: ["AUTH_REASSIGN_ROLES", "[]"],
    truststoreConfigType: ["AUTHENTICATION_LDAP_TRUSTSTORE_TYPE", "TrustAll"],
};

const jwtToken: Table = {
    rsapublicKeyFilePath: ["RSA_PUBLIC_KEY_FILE_PATH", shippedKeyFiles.publicKey],
    rsaprivateKeyFilePath: ["RSA_PRIVATE_KEY_FILE_PATH", shippedKeyFiles.privateKey],
    jwtissuer: ["JWT_ISSUER", "open-metadata.org"],
    keyId: ["JWT_KEY_ID", "Gb389a-9f76-gdjs-a92j-0242bk94356"],
};

/** The Fernet key of the shipped configuration. */
const fernet: Table = { fernetKey: ["FERNET_KEY", "jJ/9sz0g0OHxsfxOoSfdFdmk3ysNmPRnH3TUAbz3IHA="] };

/**
 * The configuration that a server starts with: the shipped file, with the environment's values put into it as YAML.
 *
 * @param yaml - Sections of `openmetadata.yaml` that take the place of the shipped ones.
 * @throws StartError where a value is of another type than its setting, or a setting is not known to the release.
 */
export function configurationOf(environment: Environment, release: string, yaml = ""): ServerConfiguration {
    const own = (parse(substituted(yaml, environment)) ?? {}) as Record<string, Record<string, unknown>>;
    const section = (name: SectionName, shipped: () => Record<string, unknown>): Record<string, unknown> =>
        readSection(name, own[name] ?? shipped(), release, ({ kind, at }) => {
            throw kind === "unknown"
                ? new StartError("seen", `Unrecognized field at: ${at}`)
                : new StartError("source", `Incorrect type of value at: ${at}`);
        });
    const { fernetKey } = section("fernetConfiguration", () =>
        filled("fernetConfiguration", fernet, environment, release),
    );
    return {
        authorizerConfiguration: section("authorizerConfiguration", () =>
            filled("authorizerConfiguration", authorizer, environment, release),
        ) as unknown as AuthorizerConfiguration,
        authenticationConfiguration: section("authenticationConfiguration", () => ({
            ...filled("authenticationConfiguration", authentication, environment, release),
            oidcConfiguration: filled("oidcConfiguration", oidc, environment, release),
            ldapConfiguration: filled("ldapConfiguration", ldap, environment, release),
        })) as AuthenticationConfiguration,
        jwtTokenConfiguration: section("jwtTokenConfiguration", () =>
            filled("jwtTokenConfiguration", jwtToken, environment, release),
        ) as unknown as JwtTokenConfiguration,
        fernetKeys: String(fernetKey).split(","),
        basePath: (environment["BASE_PATH"] ?? "").replace(/\/+$/, ""),
    };
}

/** The values of a shipped section; a release's file has what the release knows. */
function filled(name: SectionName, table: Table, environment: Environment, release: string): Record<string, unknown> {
    const fields: Fields = sections[name];
    return Object.fromEntries(
        Object.entries(table)
            .filter(([key]) => fields[key] === undefined || has(release, fields[key]))
            .map(([key, [variable, byDefault]]): [string, unknown] => [key, parse(environment[variable] ?? byDefault)]),
    );
}

/** Puts variables into a text, as OpenMetadata's configuration files name them: `${NAME}` or `${NAME:-default}`. */
function substituted(text: string, environment: Environment): string {
    return text.replace(
        /\$\{(?<name>\w+)(?::-(?<byDefault>[^}]*))?\}/g,
        (_match, name: string, byDefault: string | undefined) => environment[name] ?? byDefault ?? "",
    );
}
