export { ApiError } from "./apiError";
export {
    type AuthenticationConfig,
    type AuthenticationMechanism,
    type AuthorizerConfig,
    type Bot,
    OpenMetadataApi,
    type SecurityConfigurationContent,
    type ServerKey,
    type User,
    type ValidationResult,
} from "./openMetadataApi";
export type { Connection } from "./request";
