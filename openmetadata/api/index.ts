export { ApiError } from "./apiError";
export { type AuthenticationMechanism, type Bot, OpenMetadataApi } from "./openMetadataApi";
export type { Connection } from "./request";
export type {
    AuthenticationConfig,
    AuthorizerConfig,
    SecurityConfigurationContent,
    Policy,
    Role,
    ServerKey,
    Team,
    User,
    ValidationResult,
} from "./shapes";
