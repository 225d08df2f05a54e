import {
    checkApplicationType,
    checkClientSecret,
    checkNoEffectOnSpa,
    checkSpaHasNoSecret,
} from "../../openmetadata/applicationType";
import { checkConnections, checkDescription, checkDisplayName } from "../../openmetadata/auth0Limits";
import { BotTokenExpiry, checkBotTokenExpiry } from "../../openmetadata/botTokenExpiry";
import { checkPrivateKey } from "../../openmetadata/jwtKey";
import { checkKeyRotations, firstKeyRotation } from "../../openmetadata/keyRotations";
import { checkKeySize, defaultKeySize } from "../../openmetadata/keySize";
import { checkBots, checkCertificatePath, checkClientId, checkRotation } from "../../openmetadata/names";
import { checkNoOrganizationOnSpa, checkOrganization } from "../../openmetadata/organization";
import { checkPrincipalClaims, defaultPrincipalClaims } from "../../openmetadata/principalClaims";
import { checkKubernetesNames, defaultKubernetesSecretNames } from "../../openmetadata/renderings/kubernetesSecrets";
import { checkServerUrls } from "../../openmetadata/serverUrl";
import {
    checkSessionExpiry,
    checkTokenValidity,
    defaultSessionExpiry,
    defaultTokenValidity,
} from "../../openmetadata/session";
import { checkFernetKey, checkIssuer, checkKeyFolder, checkKeyId, defaultKeyFolder } from "../../openmetadata/shipped";
import { checkAllowedEmailDomains, checkAllowedRoles, checkRefusalMessages } from "../../openmetadata/signInRules";
import { checkMaxActiveSessions, checkMaxAge, checkPrompt, checkUrls } from "../../openmetadata/signInOptions";
import { checkCustomDomain } from "../../openmetadata/tenantDomain";
import { checkDefaultRole, checkTeamDefaultRoles, checkTeams, checkTeamsNeedWeb } from "../../openmetadata/teams";
import { checkVersion } from "../../openmetadata/version";
import type { Auth0ApplicationArgs } from "../auth0Application";
import type { BotTokenSettingsArgs } from "../openMetadataServer";
import type { PeopleArgs, ServerSettingsArgs, TeamArgs } from "../serverSettingsArgs";
import type { SignInRuleArgs } from "../signInRules";
import { anyValue, checkedByRule, type Option, type OptionName, type RecordOption, type Rows } from "./option";

/** The options of teams. */
const teamOptions = {
    teams: {
        kind: "map",
        of: "string",
        otherwise: "none",
        meaning:
            "OpenMetadata teams by Auth0 role, web only: users with the role are added to the team when they sign in; needs " +
            "`targetVersion` 1.11.6 or later.",
        more: "See [teams](who-may-sign-in.md#teams).",
        check: checkTeams,
        checkSpa: checkTeamsNeedWeb,
        newerSetting: "authenticationConfiguration.jwtTeamClaimMapping",
    },
    teamDefaultRoles: {
        kind: "map",
        of: "list",
        otherwise: "none",
        meaning: "OpenMetadata roles that users get from a team, by team; for a running server.",
        check: checkTeamDefaultRoles,
        checkSpa: checkTeamsNeedWeb,
    },
} as const satisfies Rows<keyof TeamArgs>;

/** The options of the rules by which Auth0 lets users sign in. */
export const ruleOptions = {
    allowedRoles: {
        kind: "list",
        otherwise: "roles are not checked",
        meaning: "Auth0 roles, by name: a user needs one of them to sign in.",
        more: "See [who may sign in](who-may-sign-in.md).",
        check: checkAllowedRoles,
    },
    allowedEmailDomains: {
        kind: "list",
        otherwise: "any domain",
        meaning: "Domains that a user's e-mail address has to be in to sign in; a subdomain is a domain of its own.",
        check: checkAllowedEmailDomains,
    },
    requireVerifiedEmail: {
        kind: "boolean",
        otherwise: "`true` if `allowedEmailDomains` is given",
        meaning: "Whether a user's e-mail address has to be verified.",
        check: anyValue,
    },
    requireMfa: {
        kind: "boolean",
        default: false,
        meaning: "Whether a user needs a second factor to sign in; the tenant has to have one enabled.",
        check: anyValue,
    },
    refusalMessages: {
        kind: "record",
        names: ["organization", "role", "emailDomain", "unverifiedEmail"],
        partial: true,
        otherwise: "a sentence for each",
        meaning:
            "What users read when they are refused, as `organization`, `role`, `emailDomain` and `unverifiedEmail`, or some of these.",
        more: "See [what users read](who-may-sign-in.md#what-users-read).",
        check: checkRefusalMessages,
    },
    teams: teamOptions.teams,
} as const satisfies Rows<keyof SignInRuleArgs>;

/** The options of the Auth0 application. */
export const applicationOptions = {
    applicationType: {
        kind: "string",
        required: true,
        meaning: "`spa`: public client, client ID only. `web`: confidential client, client ID and secret.",
        check: checkApplicationType,
    },
    serverUrls: {
        key: "openMetadataUrl",
        kind: "list",
        required: true,
        meaning: "URL at which users open OpenMetadata, or a list of them, such as `https://openmetadata.example.com`.",
        more: "[With a path](deployment.md#below-a-path) or without.",
        check: checkServerUrls,
    },
    connections: {
        kind: "list",
        otherwise: "none is enabled here",
        meaning:
            "Auth0 connections whose users may sign in, by name or ID. **Every user in them may**, unless rules refuse.",
        check: checkConnections,
    },
    ...ruleOptions,
    organization: {
        kind: "string",
        otherwise: "none: users sign in without an organization",
        meaning: "Auth0 organization, by name or ID, web only: only its members can sign in.",
        more: "See [members of an organization](who-may-sign-in.md#members-of-an-organization).",
        check: checkOrganization,
        checkSpa: checkNoOrganizationOnSpa,
    },
    displayName: {
        kind: "string",
        otherwise: "`OpenMetadata (STACK)`",
        meaning: "Name of the application, which users see when they sign in.",
        check: checkDisplayName,
    },
    description: {
        kind: "string",
        otherwise: "`Sign-in for OpenMetadata` for a new application",
        meaning: "Description of the application in the Auth0 dashboard.",
        check: checkDescription,
    },
    additionalGrantTypes: {
        kind: "list",
        otherwise: "none",
        meaning:
            "Grants besides `authorization_code` and `refresh_token`: `client_credentials` (web only; for saving settings from " +
            "OpenMetadata's own page), `implicit`, `password`.",
        check: checkedByRule,
    },
    clientSecret: {
        kind: "string",
        secret: true,
        otherwise: "Auth0 generates one",
        meaning: "Client secret to use, web only.",
        check: checkClientSecret,
        checkSpa: checkSpaHasNoSecret,
    },
    clientSecretRotation: {
        kind: "string",
        otherwise: "the secret stays as it is",
        meaning:
            "Names the version of the client secret, web only. A new name creates a new secret, and nobody can sign in until " +
            "OpenMetadata has it.",
        check: checkRotation,
        checkSpa: checkSpaHasNoSecret,
    },
    importClientId: {
        kind: "string",
        otherwise: "a new one is created",
        meaning: "Client ID of an application to import; its ID and secret stay.",
        check: checkClientId,
    },
    protect: {
        kind: "boolean",
        default: true,
        meaning: "Whether the application and signing key are protected from deletion.",
        check: anyValue,
    },
} as const satisfies Rows<keyof Auth0ApplicationArgs>;

/** The options of the signing key. */
export const keyOptions = {
    privateKey: {
        kind: "string",
        secret: true,
        otherwise: "one is generated",
        meaning: "Signing key to use: RSA, 2048 bits or more, PEM or base64 DER.",
        check: checkPrivateKey,
    },
    keyId: {
        kind: "string",
        otherwise: "a random UUID",
        meaning: "ID of a private key that already has one.",
        check: checkKeyId,
    },
    keySize: {
        kind: "integer",
        default: defaultKeySize,
        meaning: "Size of the signing key in bits: 2048, 3072 or 4096.",
        check: checkKeySize,
    },
    keyRotations: {
        kind: "list",
        default: [firstKeyRotation],
        meaning:
            "Names of the signing key's versions, oldest first. A new name at the end creates a new key, and every token that " +
            "OpenMetadata has issued stops working; the public keys of the earlier versions stay in the outputs.",
        check: checkKeyRotations,
    },
} as const satisfies Rows<"privateKey" | "keyId" | "keySize" | "keyRotations">;

/** The options that OpenMetadata's settings are made of. */
export const settingsOptions = {
    customDomain: {
        kind: "string",
        otherwise: "none: users sign in at the tenant's own domain",
        meaning:
            "Custom domain of the tenant, such as `login.example.com`: users sign in there, and it is the issuer of their tokens.",
        more: "See [a custom domain](#a-custom-domain).",
        check: checkCustomDomain,
    },
    admins: {
        kind: "list",
        required: true,
        meaning:
            "E-mail addresses of OpenMetadata's admins, all in the principal domain or in `allowedDomains`; if a mapping names " +
            "users by another claim, its values.",
        more: "See [who is an admin](#who-is-an-admin).",
        check: checkedByRule,
    },
    principalDomain: {
        kind: "string",
        otherwise: "that of the first admin",
        meaning: "Domain of the users' e-mail addresses.",
        check: checkedByRule,
    },
    enforcePrincipalDomain: {
        kind: "boolean",
        default: true,
        meaning:
            "Whether only users with an address in the principal domain, or in `allowedDomains`, may sign in. With `false`, " +
            "anyone who can sign in with another domain and the part before the @ of an admin's address is that admin.",
        check: anyValue,
    },
    allowedDomains: {
        kind: "list",
        otherwise: "the principal domain alone",
        meaning: "All domains whose users may sign in, if there are several; the principal domain is one of them.",
        check: checkedByRule,
    },
    selfSignup: {
        kind: "boolean",
        default: true,
        meaning: "Whether signing in creates a user in OpenMetadata; `false` for invitation only.",
        check: anyValue,
    },
    defaultOAuthRole: {
        kind: "string",
        otherwise: "none",
        meaning:
            "OpenMetadata role for users who are created by signing in, web only; it has to exist. Needs `targetVersion` 1.12.4 or " +
            "later.",
        check: checkDefaultRole,
        checkSpa: checkNoEffectOnSpa,
        newerSetting: "authorizerConfiguration.defaultOAuthRole",
    },
    principalClaims: {
        kind: "list",
        default: [...defaultPrincipalClaims],
        meaning: "Claims, in order: the first that a token contains gives the user's name.",
        check: checkPrincipalClaims,
    },
    principalClaimsMapping: {
        kind: "record",
        names: ["username", "email"],
        otherwise: "none",
        meaning: "Claims that give user name and e-mail address, as `username` and `email`, without a colon.",
        more: "See [who is an admin](#who-is-an-admin).",
        check: checkedByRule,
    },
    teams: teamOptions.teams,
    targetVersion: {
        kind: "string",
        otherwise: "settings that every version from 1.10.0 on accepts",
        meaning: "Version of OpenMetadata that is deployed, 1.10.0 or later; `1.12` means `1.12.0`.",
        more: "See [the version](#the-version).",
        check: checkVersion,
    },
    issuer: {
        kind: "string",
        otherwise: "the host of each server",
        meaning: "Issuer of OpenMetadata's own tokens.",
        check: checkIssuer,
    },
    keyFolder: {
        kind: "string",
        default: defaultKeyFolder,
        meaning: "Folder in which the server finds its key files.",
        check: checkKeyFolder,
    },
    fernetKey: {
        kind: "string",
        secret: true,
        otherwise: "it is not set here",
        meaning: "Key with which OpenMetadata encrypts passwords in its database.",
        check: checkFernetKey,
    },
    sessionExpiry: {
        kind: "integer",
        default: defaultSessionExpiry,
        meaning: "How long a session lasts, in seconds; 3600 or more.",
        check: checkSessionExpiry,
    },
    tokenValidity: {
        kind: "integer",
        default: defaultTokenValidity,
        meaning: "How long the token of a session is valid, in seconds; web only.",
        check: checkTokenValidity,
    },
    secureSessionCookie: {
        kind: "boolean",
        otherwise: "`true` if the server's URL is https",
        meaning: "Whether the session cookie is sent over TLS only.",
        check: anyValue,
    },
    prompt: {
        kind: "string",
        otherwise: "none: users with an Auth0 session are not prompted",
        meaning: "`prompt` of the authorization request, web only: `login`, `consent` or `select_account`.",
        more: "See [signing in](#signing-in).",
        check: checkPrompt,
        checkSpa: checkNoEffectOnSpa,
    },
    maxAge: {
        kind: "integer",
        otherwise: "none",
        meaning:
            "`max_age` of the authorization request, web only: after how many seconds users have to sign in to Auth0 again.",
        more: "See [signing in](#signing-in).",
        check: checkMaxAge,
        checkSpa: checkNoEffectOnSpa,
    },
    enableAutoRedirect: {
        kind: "boolean",
        otherwise: "the server's own, `false`",
        meaning:
            "Whether OpenMetadata's sign-in page redirects to Auth0 by itself; needs `targetVersion` 1.11.5 or later.",
        check: anyValue,
        newerSetting: "authenticationConfiguration.enableAutoRedirect",
    },
    maxActiveSessionsPerUser: {
        kind: "integer",
        otherwise: "the server's own, 5",
        meaning: "How many sessions a user may have at a time; needs `targetVersion` 2.0.0 or later.",
        check: checkMaxActiveSessions,
        newerSetting: "authenticationConfiguration.maxActiveSessionsPerUser",
    },
    additionalTrustedRedirectUris: {
        kind: "list",
        otherwise: "the server's own, none",
        meaning:
            "Further URLs that the server may redirect a user to after sign-in, matched exactly; needs `targetVersion` 2.0.0 or " +
            "later.",
        check: checkUrls,
        newerSetting: "authenticationConfiguration.additionalTrustedRedirectUris",
    },
    publicKeyUrls: {
        kind: "list",
        otherwise: "its own URL",
        meaning: "Where the server finds public keys besides Auth0's, for a server that cannot reach its own URL.",
        more: "See [public keys](#public-keys).",
        check: checkUrls,
    },
    kubernetesSecretNames: {
        kind: "record",
        names: ["oidc", "jwtKeys", "fernetKey"],
        partial: true,
        programOnly: true,
        otherwise: Object.values(defaultKubernetesSecretNames)
            .map((name) => `\`${name}\``)
            .join(", "),
        meaning:
            "Names of the Kubernetes Secrets in the Helm values, as `oidc`, `jwtKeys` and `fernetKey`, or some of these.",
        check: checkKubernetesNames,
    },
} as const satisfies Rows<keyof PeopleArgs | keyof ServerSettingsArgs>;

/** The options of the servers that run. */
export const serverOptions = {
    ...teamOptions,
    bots: {
        kind: "list",
        default: ["ingestion-bot"],
        meaning: "Bots of the running server that get tokens, by name.",
        check: checkBots,
    },
    botTokenExpiry: {
        kind: "string",
        default: BotTokenExpiry.Unlimited,
        meaning: "How long the bots' tokens are valid: `OneHour`, `1`, `7`, `30`, `60`, `90` (days) or `Unlimited`.",
        check: checkBotTokenExpiry,
    },
    botTokenRenewBefore: {
        kind: "integer",
        otherwise: "a third of their life",
        meaning: "How many hours before they expire a run renews the bots' tokens; less than they are valid.",
        check: checkedByRule,
    },
    botTokenRotation: {
        kind: "string",
        default: "initial",
        meaning: "Names the version of the bots' tokens; a new name creates new ones.",
        check: checkRotation,
    },
    renewOtherBots: {
        kind: "boolean",
        default: true,
        meaning:
            "Whether the other bots of the running server get new tokens if theirs were signed with a key other than the " +
            "server's, as after a rotation.",
        more: "See [the bots](running-server.md#the-bots).",
        check: anyValue,
    },
    settingsRewrite: {
        kind: "string",
        otherwise: "they are written when they differ",
        meaning:
            "Names the last time that the sign-in settings were written to the running server; a new name writes them again, " +
            "with the client secret.",
        more: "See [the client secret](rotation.md#the-client-secret).",
        check: checkRotation,
    },
    caCertificate: {
        kind: "string",
        otherwise: "none: every client trusts the server's",
        meaning:
            "Path, where ingestion runs, of the certificate of the private CA that signed the server's certificate.",
        check: checkCertificatePath,
    },
    allowLockOut: {
        kind: "boolean",
        default: false,
        meaning: "Whether to write sign-in settings to the running server even if they would cause a lockout.",
        check: anyValue,
    },
} as const satisfies Rows<keyof BotTokenSettingsArgs | keyof TeamArgs>;

/**
 * All options, by the name of the argument. The stack's configuration, its documentation and the checks of the components go
 * by this table.
 */
export const options = {
    ...applicationOptions,
    ...settingsOptions,
    ...keyOptions,
    ...serverOptions,
} satisfies Rows<OptionName>;

/** The names of options, in the order of their rows. */
export function namesOf<Name extends string>(rows: Readonly<Record<Name, unknown>>): Name[] {
    return Object.keys(rows) as Name[];
}

/** The names of all options, in the order of the table. */
export const optionNames: readonly OptionName[] = namesOf(options);

/** The names of the options that a stack's configuration has. */
export const configurableNames: readonly OptionName[] = optionNames.filter((name) => !optionOf(name).programOnly);

/** A row of the table, whatever its option holds. */
export type AnyOption =
    | Option<string>
    | Option<string[]>
    | Option<number>
    | Option<boolean>
    | RecordOption
    | Option<Record<string, string>>
    | Option<Record<string, string[]>>;

/** The row of an option. */
export function optionOf(name: OptionName): AnyOption {
    return options[name];
}

/** The key of an option in a stack's configuration. */
export function keyOf(name: OptionName): string {
    return optionOf(name).key ?? name;
}
