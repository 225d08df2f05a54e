import { ApplicationType } from "./applicationType";
import type { Deployment } from "./deployment";
import { authorizationParameters } from "./organization";
import { principalName } from "./principals";
import type { SecretName } from "./secrets";
import { basePath, callbackUrl, normalServerUrl, serverJwksUrl } from "./serverUrl";
import { teamsClaim } from "./teams";
import { compareVersions } from "./version";

/** Strings by name, as a value of a setting. */
export type SettingMap = Readonly<Record<string, string>>;

/** A value as the server's YAML has it. */
export type SettingValue = string | number | boolean | readonly string[] | SettingMap;

/** The Kubernetes Secrets that hold what must not stand in Helm values. */
export type KubernetesSecretName = "oidc" | "jwtKeys" | "fernetKey";

/** Where the Helm chart takes the name of a Kubernetes Secret, and of a key in it, in place of a value. */
export interface HelmReference {
    /** Where the reference stands, below `openmetadata.config`. */
    readonly reference: string;
    /** The Secret. */
    readonly secret: KubernetesSecretName;
    /** The key in the Secret. */
    readonly key: string;
}

/** What one setting is called in each form of deployment. */
export interface SettingName {
    /** Where it stands in `openmetadata.yaml`. */
    readonly key: string;
    /** The environment variable that `openmetadata.yaml` takes it from; none has it where left out. */
    readonly environment?: string;
    /** Where the Helm chart takes it from, below `openmetadata.config`; an extra environment variable where left out. */
    readonly helm?: string | HelmReference;
    /** The first version that has it; every known version does where left out. A version without it refuses it. */
    readonly since?: string;
    /** The first version that needs it no more; every version does where left out. */
    readonly until?: string;
}

/** One setting of OpenMetadata: with a value, or with a secret, which stands apart from the values. */
export type Setting = SettingName &
    (
        | {
              /** The application type that has it; both where left out. */
              readonly flow?: ApplicationType;
              /** Its value for one server; `undefined` where the server's own default is to stay. */
              readonly value: (deployment: Deployment) => SettingValue | undefined;
          }
        | {
              /** The secret that it holds. */
              readonly secret: SecretName;
          }
    );

/**
 * The scheme and host of the tenant, without the slash that Auth0's own issuer ends with: OpenMetadata appends paths to
 * it, and compares the result with the public key URLs.
 */
function authority(domain: string): string {
    return `https://${domain}`;
}

const { Web } = ApplicationType;

/**
 * The scopes that OpenMetadata asks Auth0 for. Up to 1.13 it renews a session with Auth0's refresh token, which
 * `offline_access` asks for; from 2.0 on it has tokens of its own for that.
 */
function scope({ targetVersion }: Deployment): string {
    const own = targetVersion !== undefined && compareVersions(targetVersion, "2.0") >= 0;
    return `openid email profile${own ? "" : " offline_access"}`;
}

/**
 * OpenMetadata's settings for Auth0, in the order of `openmetadata.yaml`.
 *
 * Source of keys, names, formats and versions: OpenMetadata's `conf/openmetadata.yaml` and the JSON schemas of its
 * configuration, releases 1.10.0 to 2.0.7, and the values of its Helm chart 1.13.
 */
export const settings: readonly Setting[] = [
    {
        key: "basePath",
        environment: "BASE_PATH",
        value: ({ serverUrl }) => (basePath(serverUrl) === "/" ? undefined : basePath(serverUrl)),
    },
    {
        key: "authorizerConfiguration.className",
        environment: "AUTHORIZER_CLASS_NAME",
        helm: "authorizer.className",
        value: () => "org.openmetadata.service.security.DefaultAuthorizer",
    },
    {
        key: "authorizerConfiguration.containerRequestFilter",
        environment: "AUTHORIZER_REQUEST_FILTER",
        helm: "authorizer.containerRequestFilter",
        value: () => "org.openmetadata.service.security.JwtFilter",
    },
    {
        key: "authorizerConfiguration.adminPrincipals",
        environment: "AUTHORIZER_ADMIN_PRINCIPALS",
        helm: "authorizer.initialAdmins",
        value: (deployment) => deployment.admins.map(principalName),
    },
    {
        key: "authorizerConfiguration.principalDomain",
        environment: "AUTHORIZER_PRINCIPAL_DOMAIN",
        helm: "authorizer.principalDomain",
        value: (deployment) => deployment.principalDomain,
    },
    {
        key: "authorizerConfiguration.enforcePrincipalDomain",
        environment: "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN",
        helm: "authorizer.enforcePrincipalDomain",
        value: (deployment) => deployment.enforcePrincipalDomain,
    },
    {
        // Where it is not empty, the server looks at it in place of the principal domain.
        key: "authorizerConfiguration.allowedDomains",
        environment: "AUTHORIZER_ALLOWED_DOMAINS",
        helm: "authorizer.allowedDomains",
        value: (deployment) => deployment.allowedDomains ?? [],
    },
    {
        // With true, OpenMetadata takes all roles from each user who signs in: it reads a claim called roles, which Auth0 leaves out.
        key: "authorizerConfiguration.useRolesFromProvider",
        environment: "AUTHORIZER_USE_ROLES_FROM_PROVIDER",
        helm: "authorizer.useRolesFromProvider",
        value: () => false,
    },
    {
        // Users who become users at the sign-in of a Web application have it; the others do not.
        key: "authorizerConfiguration.defaultOAuthRole",
        environment: "AUTHORIZER_DEFAULT_OAUTH_ROLE",
        since: "1.12.4",
        flow: Web,
        value: ({ defaultOAuthRole }) => defaultOAuthRole,
    },
    {
        // With true, OpenMetadata finds no token in a request.
        key: "authorizerConfiguration.enableSecureSocketConnection",
        environment: "AUTHORIZER_ENABLE_SECURE_SOCKET",
        helm: "authorizer.enableSecureSocketConnection",
        value: () => false,
    },
    {
        key: "authenticationConfiguration.clientType",
        environment: "AUTHENTICATION_CLIENT_TYPE",
        helm: "authentication.clientType",
        value: (deployment) => (deployment.applicationType === Web ? "confidential" : "public"),
    },
    {
        key: "authenticationConfiguration.provider",
        environment: "AUTHENTICATION_PROVIDER",
        helm: "authentication.provider",
        value: () => "auth0",
    },
    {
        // Shown for providers other than Auth0 only; without it, OpenMetadata takes its configuration for incomplete.
        key: "authenticationConfiguration.providerName",
        environment: "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME",
        value: () => "auth0",
    },
    {
        // Auth0's keys for users, the server's own for bots, unless those are looked for elsewhere.
        key: "authenticationConfiguration.publicKeyUrls",
        environment: "AUTHENTICATION_PUBLIC_KEYS",
        helm: "authentication.publicKeys",
        value: ({ domain, serverUrl, publicKeyUrls }) => [
            ...new Set([
                `${authority(domain)}/.well-known/jwks.json`,
                ...(publicKeyUrls ?? [serverJwksUrl(serverUrl)]),
            ]),
        ],
    },
    {
        key: "authenticationConfiguration.tokenValidationAlgorithm",
        environment: "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM",
        value: () => "RS256",
    },
    {
        key: "authenticationConfiguration.authority",
        environment: "AUTHENTICATION_AUTHORITY",
        helm: "authentication.authority",
        value: (deployment) => authority(deployment.domain),
    },
    {
        key: "authenticationConfiguration.clientId",
        environment: "AUTHENTICATION_CLIENT_ID",
        helm: "authentication.clientId",
        value: (deployment) => deployment.clientId,
    },
    {
        key: "authenticationConfiguration.callbackUrl",
        environment: "AUTHENTICATION_CALLBACK_URL",
        helm: "authentication.callbackUrl",
        value: (deployment) => callbackUrl(deployment.serverUrl),
    },
    {
        key: "authenticationConfiguration.jwtPrincipalClaims",
        environment: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS",
        helm: "authentication.jwtPrincipalClaims",
        value: (deployment) => deployment.principalClaims,
    },
    {
        // Both claims or none: OpenMetadata does not start with one of them.
        key: "authenticationConfiguration.jwtPrincipalClaimsMapping",
        environment: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING",
        helm: "authentication.jwtPrincipalClaimsMapping",
        value: ({ principalClaimsMapping: mapping }) =>
            mapping === undefined ? [] : [`username:${mapping.username}`, `email:${mapping.email}`],
    },
    {
        // In 1.12.6 no variable has it: the file itself carries it, and the settings of a running server.
        key: "authenticationConfiguration.jwtTeamClaimMapping",
        since: "1.11.6",
        flow: Web,
        value: ({ teams }) => (teams === undefined ? undefined : teamsClaim),
    },
    {
        key: "authenticationConfiguration.enableSelfSignup",
        environment: "AUTHENTICATION_ENABLE_SELF_SIGNUP",
        helm: "authentication.enableSelfSignup",
        value: (deployment) => deployment.selfSignup,
    },
    {
        key: "authenticationConfiguration.forceSecureSessionCookie",
        environment: "FORCE_SECURE_SESSION_COOKIE",
        since: "1.10.5",
        value: (deployment) => deployment.secureSessionCookie,
    },
    {
        key: "authenticationConfiguration.enableAutoRedirect",
        environment: "AUTHENTICATION_ENABLE_AUTO_REDIRECT",
        since: "1.11.5",
        value: (deployment) => deployment.enableAutoRedirect,
    },
    {
        key: "authenticationConfiguration.maxActiveSessionsPerUser",
        environment: "AUTHENTICATION_MAX_ACTIVE_SESSIONS_PER_USER",
        since: "2.0.0",
        value: (deployment) => deployment.maxActiveSessionsPerUser,
    },
    {
        key: "authenticationConfiguration.additionalTrustedRedirectUris",
        environment: "AUTHENTICATION_ADDITIONAL_TRUSTED_REDIRECT_URIS",
        since: "2.0.0",
        value: (deployment) => deployment.additionalTrustedRedirectUris,
    },
    {
        key: "authenticationConfiguration.sessionExpiry",
        environment: "AUTHENTICATION_SESSION_EXPIRY",
        since: "2.0.0",
        value: (deployment) => deployment.sessionExpiry,
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.id",
        environment: "OIDC_CLIENT_ID",
        helm: {
            reference: "authentication.oidcConfiguration.clientId",
            secret: "oidc",
            key: "openmetadata-oidc-client-id",
        },
        flow: Web,
        value: (deployment) => deployment.clientId,
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.type",
        environment: "OIDC_TYPE",
        helm: "authentication.oidcConfiguration.oidcType",
        flow: Web,
        value: () => "auth0",
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.secret",
        environment: "OIDC_CLIENT_SECRET",
        helm: {
            reference: "authentication.oidcConfiguration.clientSecret",
            secret: "oidc",
            key: "openmetadata-oidc-client-secret",
        },
        secret: "clientSecret",
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.scope",
        environment: "OIDC_SCOPE",
        helm: "authentication.oidcConfiguration.scope",
        flow: Web,
        value: scope,
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.discoveryUri",
        environment: "OIDC_DISCOVERY_URI",
        helm: "authentication.oidcConfiguration.discoveryUri",
        flow: Web,
        value: (deployment) => `${authority(deployment.domain)}/.well-known/openid-configuration`,
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.preferredJwsAlgorithm",
        environment: "OIDC_PREFERRED_JWS",
        helm: "authentication.oidcConfiguration.preferredJwsAlgorithm",
        flow: Web,
        value: () => "RS256",
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.responseType",
        environment: "OIDC_RESPONSE_TYPE",
        helm: "authentication.oidcConfiguration.responseType",
        flow: Web,
        value: () => "code",
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.callbackUrl",
        environment: "OIDC_CALLBACK",
        helm: "authentication.oidcConfiguration.callbackUrl",
        flow: Web,
        value: (deployment) => callbackUrl(deployment.serverUrl),
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.serverUrl",
        environment: "OIDC_SERVER_URL",
        helm: "authentication.oidcConfiguration.serverUrl",
        flow: Web,
        value: (deployment) => normalServerUrl(deployment.serverUrl),
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.clientAuthenticationMethod",
        environment: "OIDC_CLIENT_AUTH_METHOD",
        helm: "authentication.oidcConfiguration.clientAuthenticationMethod",
        flow: Web,
        value: () => "client_secret_post",
    },
    {
        // Used for Azure only; newer versions take the configuration for incomplete without it.
        key: "authenticationConfiguration.oidcConfiguration.tenant",
        environment: "OIDC_TENANT",
        helm: "authentication.oidcConfiguration.tenant",
        flow: Web,
        value: (deployment) => deployment.domain,
    },
    {
        // Text. Empty, the server does not send it; left out, its YAML has `consent`.
        key: "authenticationConfiguration.oidcConfiguration.prompt",
        environment: "OIDC_PROMPT_TYPE",
        helm: "authentication.oidcConfiguration.promptType",
        flow: Web,
        value: ({ prompt }) => prompt ?? "",
    },
    {
        // Text. Empty, the server does not send it; left out, its YAML has `0`, a new sign-in each time.
        key: "authenticationConfiguration.oidcConfiguration.maxAge",
        environment: "OIDC_MAX_AGE",
        helm: "authentication.oidcConfiguration.maxAge",
        flow: Web,
        value: ({ maxAge }) => (maxAge === undefined ? "" : String(maxAge)),
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.customParams",
        environment: "OIDC_CUSTOM_PARAMS",
        helm: "authentication.oidcConfiguration.customParams",
        flow: Web,
        value: ({ organizationId }) =>
            organizationId === undefined ? undefined : authorizationParameters(organizationId),
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.tokenValidity",
        environment: "OIDC_OM_REFRESH_TOKEN_VALIDITY",
        helm: "authentication.oidcConfiguration.tokenValidity",
        flow: Web,
        value: (deployment) => deployment.tokenValidity,
    },
    {
        // From 2.0 on authenticationConfiguration.sessionExpiry rules all sessions.
        key: "authenticationConfiguration.oidcConfiguration.sessionExpiry",
        environment: "OIDC_SESSION_EXPIRY",
        helm: "authentication.oidcConfiguration.sessionExpiry",
        flow: Web,
        until: "2.0.0",
        value: (deployment) => deployment.sessionExpiry,
    },
    {
        key: "jwtTokenConfiguration.rsapublicKeyFilePath",
        environment: "RSA_PUBLIC_KEY_FILE_PATH",
        helm: "jwtTokenConfiguration.rsapublicKeyFilePath",
        value: (deployment) => `${deployment.keyFolder}/public_key.der`,
    },
    {
        key: "jwtTokenConfiguration.rsaprivateKeyFilePath",
        environment: "RSA_PRIVATE_KEY_FILE_PATH",
        helm: "jwtTokenConfiguration.rsaprivateKeyFilePath",
        value: (deployment) => `${deployment.keyFolder}/private_key.der`,
    },
    {
        key: "jwtTokenConfiguration.jwtissuer",
        environment: "JWT_ISSUER",
        helm: "jwtTokenConfiguration.jwtissuer",
        value: (deployment) => deployment.issuer,
    },
    {
        key: "jwtTokenConfiguration.keyId",
        environment: "JWT_KEY_ID",
        helm: "jwtTokenConfiguration.keyId",
        value: (deployment) => deployment.keyId,
    },
    {
        key: "fernetConfiguration.fernetKey",
        environment: "FERNET_KEY",
        helm: { reference: "fernetkey", secret: "fernetKey", key: "fernetkey" },
        secret: "fernetKey",
    },
];
