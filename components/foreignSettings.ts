import type * as auth0 from "@pulumi/auth0";

/** The settings of an application that {@link Auth0Application} decides. */
export type OwnSetting =
    | "allowedLogoutUrls"
    | "appType"
    | "callbacks"
    | "crossOriginAuth"
    | "description"
    | "grantTypes"
    | "isFirstParty"
    | "jwtConfiguration"
    | "name"
    | "oidcConformant"
    | "refreshToken"
    | "skipNonVerifiableCallbackUriConfirmationPrompt"
    | "webOrigins";

/** All others; the compiler names one that is missing. */
const others: Readonly<Record<Exclude<keyof auth0.ClientArgs, OwnSetting>, true>> = {
    addons: true,
    allowedClients: true,
    allowedOrigins: true,
    asyncApprovalNotificationChannels: true,
    clientAliases: true,
    clientMetadata: true,
    complianceLevel: true,
    crossOriginLoc: true,
    customLoginPage: true,
    customLoginPageOn: true,
    defaultOrganization: true,
    encryptionKey: true,
    expressConfiguration: true,
    fedcmLogin: true,
    formTemplate: true,
    initiateLoginUri: true,
    isTokenEndpointIpHeaderTrusted: true,
    logoUri: true,
    mobile: true,
    myOrganizationConfiguration: true,
    nativeSocialLogin: true,
    oidcBackchannelLogoutUrls: true,
    oidcLogout: true,
    organizationDiscoveryMethods: true,
    organizationRequireBehavior: true,
    organizationUsage: true,
    redirectionPolicy: true,
    requireProofOfPossession: true,
    requirePushedAuthorizationRequests: true,
    resourceServerIdentifier: true,
    sessionTransfer: true,
    sso: true,
    ssoDisabled: true,
    thirdPartySecurityMode: true,
    tokenExchange: true,
    tokenQuota: true,
};

/**
 * Paths of the settings that are left to whoever sets them elsewhere, such as in the Auth0 dashboard. Without this, the
 * provider would take what the program leaves out for something to remove.
 */
export const foreignSettings: readonly string[] = [
    ...Object.keys(others),
    "jwtConfiguration.scopes",
    "refreshToken.policies",
];
