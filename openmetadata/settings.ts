import { ApplicationType } from "./applicationType";
import { principalName } from "./principals";
import { callbackUrl, serverJwksUrl, serverOrigin } from "./serverUrl";

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
export type SettingValue = string | boolean | readonly string[];

interface SettingName {
    /** Where it stands in `openmetadata.yaml`. */
    readonly key: string;
    /** The environment variable that `openmetadata.yaml` takes it from. */
    readonly environment: string;
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
 * OpenMetadata's settings for Auth0, in the order of `openmetadata.yaml`.
 *
 * Source of keys, names and formats: OpenMetadata's `conf/openmetadata.yaml` and the JSON schemas of its configuration,
 * versions 1.10 to 2.0.
 */
export const settings: readonly Setting[] = [
    {
        key: "authorizerConfiguration.className",
        environment: "AUTHORIZER_CLASS_NAME",
        value: () => "org.openmetadata.service.security.DefaultAuthorizer",
    },
    {
        key: "authorizerConfiguration.containerRequestFilter",
        environment: "AUTHORIZER_REQUEST_FILTER",
        value: () => "org.openmetadata.service.security.JwtFilter",
    },
    {
        key: "authorizerConfiguration.adminPrincipals",
        environment: "AUTHORIZER_ADMIN_PRINCIPALS",
        value: (deployment) => deployment.admins.map(principalName),
    },
    {
        key: "authorizerConfiguration.principalDomain",
        environment: "AUTHORIZER_PRINCIPAL_DOMAIN",
        value: (deployment) => deployment.principalDomain,
    },
    {
        key: "authenticationConfiguration.clientType",
        environment: "AUTHENTICATION_CLIENT_TYPE",
        value: (deployment) => (deployment.applicationType === Web ? "confidential" : "public"),
    },
    { key: "authenticationConfiguration.provider", environment: "AUTHENTICATION_PROVIDER", value: () => "auth0" },
    {
        // Auth0's keys for people, the server's own for bots.
        key: "authenticationConfiguration.publicKeyUrls",
        environment: "AUTHENTICATION_PUBLIC_KEYS",
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
        value: (deployment) => authority(deployment.domain),
    },
    {
        key: "authenticationConfiguration.clientId",
        environment: "AUTHENTICATION_CLIENT_ID",
        value: (deployment) => deployment.clientId,
    },
    {
        key: "authenticationConfiguration.callbackUrl",
        environment: "AUTHENTICATION_CALLBACK_URL",
        value: (deployment) => callbackUrl(deployment.serverUrl),
    },
    {
        // The first claim that a token has gives the user name; Auth0's ID tokens have the e-mail address.
        key: "authenticationConfiguration.jwtPrincipalClaims",
        environment: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS",
        value: () => ["email", "preferred_username", "sub"],
    },
    {
        key: "authenticationConfiguration.forceSecureSessionCookie",
        environment: "FORCE_SECURE_SESSION_COOKIE",
        value: (deployment) => serverOrigin(deployment.serverUrl).startsWith("https:"),
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
        // Up to 1.13 a session is renewed with Auth0's refresh token, which offline_access asks for.
        key: "authenticationConfiguration.oidcConfiguration.scope",
        environment: "OIDC_SCOPE",
        flow: Web,
        value: () => "openid email profile offline_access",
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.discoveryUri",
        environment: "OIDC_DISCOVERY_URI",
        flow: Web,
        value: (deployment) => `${authority(deployment.domain)}/.well-known/openid-configuration`,
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.useNonce",
        environment: "OIDC_USE_NONCE",
        flow: Web,
        value: () => true,
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.preferredJwsAlgorithm",
        environment: "OIDC_PREFERRED_JWS",
        flow: Web,
        value: () => "RS256",
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.responseType",
        environment: "OIDC_RESPONSE_TYPE",
        flow: Web,
        value: () => "code",
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.callbackUrl",
        environment: "OIDC_CALLBACK",
        flow: Web,
        value: (deployment) => callbackUrl(deployment.serverUrl),
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.serverUrl",
        environment: "OIDC_SERVER_URL",
        flow: Web,
        value: (deployment) => serverOrigin(deployment.serverUrl),
    },
    {
        key: "authenticationConfiguration.oidcConfiguration.clientAuthenticationMethod",
        environment: "OIDC_CLIENT_AUTH_METHOD",
        flow: Web,
        value: () => "client_secret_post",
    },
    {
        key: "jwtTokenConfiguration.rsapublicKeyFilePath",
        environment: "RSA_PUBLIC_KEY_FILE_PATH",
        value: (deployment) => `${deployment.keyFolder}/public_key.der`,
    },
    {
        key: "jwtTokenConfiguration.rsaprivateKeyFilePath",
        environment: "RSA_PRIVATE_KEY_FILE_PATH",
        value: (deployment) => `${deployment.keyFolder}/private_key.der`,
    },
    { key: "jwtTokenConfiguration.jwtissuer", environment: "JWT_ISSUER", value: (deployment) => deployment.issuer },
    { key: "jwtTokenConfiguration.keyId", environment: "JWT_KEY_ID", value: (deployment) => deployment.keyId },
];

/** The settings that a server needs, with their values, in the order of the table. */
export function resolveSettings(deployment: Deployment): ResolvedSetting[] {
    return settings.flatMap((setting): ResolvedSetting[] => {
        const { flow, value, ...name } = setting;
        if (flow === undefined) {
            return [{ ...name, value: value(deployment) }];
        }
        return deployment.applicationType === flow ? [{ ...name, value: value(deployment) }] : [];
    });
}
