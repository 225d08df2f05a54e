export { AdditionalGrantType } from "./grantTypes";
export { ApplicationType } from "../openmetadata/applicationType";
export { Auth0Application, type Auth0ApplicationArgs } from "./auth0Application";
export { keepSecretsOutOfDebugMessages } from "./debugMessages";
export { InvalidInput } from "./invalidInput";
export type { Problem } from "../openmetadata/problem";
export { type JsonWebKey, JwtSigningKeys, type JwtSigningKeysArgs } from "./jwtSigningKeys";
export { ServerConfiguration, type ServerConfigurationArgs } from "./serverConfiguration";
export { SingleSignOn, type SingleSignOnArgs } from "./singleSignOn";
