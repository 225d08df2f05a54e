import { ApplicationType } from "./applicationType";
import { principalName } from "./principals";
import { callbackUrl, serverJwksUrl, serverOrigin } from "./serverUrl";
import { compareVersions } from "./version";

interface CommonDeployment {
    /** Domain of the Auth0 tenant, such as `example.eu.auth0.com`. */
    readonly domain: string;
    /** Client ID of the Auth0 application. */
    readonly clientId: string;
    /** Address of the server. */
    readonly serverUrl: string;
    /** E-mail addresses of OpenMetadata's admins. */
    readonly admins: readonly string[];
    /** Domain of the e-mail addresses of OpenMetadata's users. */
    readonly principalDomain: string;
    /** Id of the key that signs OpenMetadata's tokens. */
    readonly keyId: string;
    /** Issuer of OpenMetadata's tokens. */
    readonly issuer: string;
    /** Folder in which the server finds `public_key.der` and `private_key.der`. */
    readonly keyFolder: string;
    /** Version of OpenMetadata, such as `1.13`. Where left out, the settings are those that every known version takes. */
    readonly targetVersion?: string | undefined;
    /** Whether people who are not known to OpenMetadata yet may sign in, and become its users by that. */
    readonly selfSignup: boolean;
    /** Claims of the ID token, of which the first that is there gives the user's name. */
    readonly principalClaims: readonly string[];
    /** The claims that give user name and e-mail address; takes the place of `principalClaims`. */
    readonly principalClaimsMapping?: PrincipalClaimsMapping | undefined;
    /** Whether only people with an address in the principal domain may sign in. */
    readonly enforcePrincipalDomain: boolean;
    /** Whether the session cookie is sent over TLS only. */
    readonly secureSessionCookie: boolean;
    /** How long a session lasts, in seconds. */
    readonly sessionExpiry: number;
    /** How long a token that OpenMetadata makes for a session is valid, in seconds. */
    readonly tokenValidity: number;
}

/** The claims of Auth0's ID token that OpenMetadata takes a user's name and address from. */
export interface PrincipalClaimsMapping {
    /** Claim that holds the user name. */
    readonly username: string;
    /** Claim that holds the e-mail address. */
    readonly email: string;
}

/** A server whose people sign in with a Single Page Application: there is no client secret. */
export interface SpaDeployment extends CommonDeployment {
    readonly applicationType: typeof ApplicationType.Spa;
}

/** A server whose people sign in with a Regular Web Application. */
export interface WebDeployment extends CommonDeployment {
    readonly applicationType: typeof ApplicationType.Web;
    /** Client secret of the Auth0 application. */
    readonly clientSecret: string;
}

/** All that OpenMetadata's settings are made of: what one server has to know of its sign-in and its keys. */
export type Deployment = SpaDeployment | WebDeployment;

/** A value as the server's YAML has it. */
export type SettingValue = string | number | boolean | readonly string[];

interface SettingName {
    /** Where it stands in `openmetadata.yaml`. */
    readonly key: string;
    /** The environment variable that `openmetadata.yaml` takes it from. */
    readonly environment: string;
    /** Where the Helm chart takes it from, below `openmetadata.config`; an extra environment variable where left out. */
    readonly helm?: string;
    /** The version that brought it; every known version has it where left out. */
    readonly since?: string;
    /** The last version that needs it; every later one does where left out. */
    readonly until?: string;
    /** Whether it is a secret; it is not where left out. */
    readonly secret?: true;
}

/** One thing that OpenMetadata is told in both flows. */
interface CommonSetting extends SettingName {
    readonly flow?: never;
    readonly value: (deployment: Deployment) => SettingValue;
}

/** One thing that OpenMetadata is told in the Web flow alone. */
interface WebSetting extends SettingName {
    readonly flow: typeof ApplicationType.Web;
    readonly value: (deployment: WebDeployment) => SettingValue;
}

/** One thing that OpenMetadata is told. */
export type Setting = CommonSetting | WebSetting;

/** A setting with the value that it has for one server. */
export interface ResolvedSetting extends SettingName {
    readonly value: SettingValue;
}

/**
 * The scheme and host of the tenant, without the slash that Auth0's own issuer ends with: OpenMetadata appends paths to
 * it, and compares the result with the public key addresses.
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
 * Source of keys, names and formats: OpenMetadata's `conf/openmetadata.yaml` and the JSON schemas of its configuration,
 * versions 1.10 to 2.0, and the values of
 * its Helm chart 1.13.
 */
export const settings: readonly Setting[] = [
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
        // Auth0's keys for people, the server's own for bots.
        key: "authenticationConfiguration.publicKeyUrls",
        environment: "AUTHENTICATION_PUBLIC_KEYS",
        helm: "authentication.publicKeys",
        value: (deployment) => [
            `${authority(deployment.domain)}/.well-known/jwks.json`,
            serverJwksUrl(deployment.serverUrl),
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
        key: "authenticationConfiguration.enableSelfSignup",
        environment: "AUTHENTICATION_ENABLE_SELF_SIGNUP",
        helm: "authentication.enableSelfSignup",
        value: (deployment) => deployment.selfSignup,
    },
    {
        key: "authenticationConfiguration.forceSecureSessionCookie",
        environment: "FORCE_SECURE_SESSION_COOKIE",
        value: (deployment) => deployment.secureSessionCookie,
    },
    {
        key: "authenticationConfiguration.sessionExpiry",
        environment: "AUTHENTICATION_SESSION_EXPIRY",
        since: "2.0",
        value: (deployment) => deployment.sessionExpiry,
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.id",
        environment: "OIDC_CLIENT_ID",
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
        flow: Web,
        secret: true,
        value: (deployment) => deployment.clientSecret,
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
        key: "authenticationConfiguration.oidcConfiguration.useNonce",
        environment: "OIDC_USE_NONCE",
        helm: "authentication.oidcConfiguration.useNonce",
        flow: Web,
        value: () => true,
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
        value: (deployment) => serverOrigin(deployment.serverUrl),
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.clientAuthenticationMethod",
        environment: "OIDC_CLIENT_AUTH_METHOD",
        helm: "authentication.oidcConfiguration.clientAuthenticationMethod",
        flow: Web,
        value: () => "client_secret_post",
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
        until: "1.13",
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
];

/** The settings that a server needs, with their values, in the order of the table. */
export function resolveSettings(deployment: Deployment): ResolvedSetting[] {
    return settings.flatMap((setting): ResolvedSetting[] => {
        const { flow, value, ...name } = setting;
        if (!isOf(deployment.targetVersion, name)) {
            return [];
        }
        if (flow === undefined) {
            return [{ ...name, value: value(deployment) }];
        }
        return deployment.applicationType === flow ? [{ ...name, value: value(deployment) }] : [];
    });
}

/** Whether a version has a setting. One that is not known has what every version takes. */
function isOf(version: string | undefined, { since, until }: SettingName): boolean {
    if (version === undefined) {
        return since === undefined;
    }
    return (
        (since === undefined || compareVersions(version, since) >= 0) &&
        (until === undefined || compareVersions(version, until) <= 0)
    );
}
