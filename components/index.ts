export { AdditionalGrantType } from "./grantTypes";
export { ApplicationType } from "../openmetadata/applicationType";
export { BotToken, type BotTokenArgs } from "./botToken";
export { BotTokenRenewal, type BotTokenRenewalArgs } from "./botTokenRenewal";
export { BotTokenExpiry } from "../openmetadata/botTokenExpiry";
export { DefaultAdminRemoval, type DefaultAdminRemovalArgs } from "./defaultAdminRemoval";
export type { IngestionWorkflow, OpenMetadataServerConfig } from "../openmetadata/ingestion";
export { type BotTokenSettingsArgs, OpenMetadataServer, type OpenMetadataServerArgs } from "./openMetadataServer";
export { SecurityConfiguration, type SecurityConfigurationArgs } from "./securityConfiguration";
export { Auth0Application, type Auth0ApplicationArgs } from "./auth0Application";
export { keepSecretsOutOfDebugMessages } from "./pulumiInternals/debugMessages";
export { InvalidInput } from "./invalidInput";
export type { Problem } from "../openmetadata/problem";
export {
    type JsonWebKey,
    JwtSigningKeys,
    type JwtSigningKeysArgs,
    type RetiredKey,
    type SigningKeyArgs,
} from "./jwtSigningKeys";
export { skipPromiseTraces } from "./pulumiInternals/promiseTraces";
export type { ServerAccessArgs } from "./serverAccessArgs";
export { ServerConfiguration, type ServerConfigurationArgs } from "./serverConfiguration";
export { type RefusalMessagesArgs, type SignInRuleArgs, SignInRules, type SignInRulesArgs } from "./signInRules";
export type { ActionRules, RefusalMessages } from "../openmetadata/signInRules";
export { SingleSignOn, type SingleSignOnArgs } from "./singleSignOn";
export type {
    KubernetesSecretNamesArgs,
    PrincipalClaimsMappingArgs,
    ServerSettingsArgs,
    TeamArgs,
    TeamsArgs,
} from "./serverSettingsArgs";
export type { HelmValues } from "../openmetadata/renderings/helmValues";
export type { KubernetesSecrets } from "../openmetadata/renderings/kubernetesSecrets";
export type { ServerSettings } from "../openmetadata/serverSettings";
export type { SettingMap, SettingValue } from "../openmetadata/settings";
export type { Tree } from "../openmetadata/tree";
export { Teams, type TeamsOfServerArgs } from "./teams";
export { stackOutputs } from "./stackOutputs";
