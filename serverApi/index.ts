export { ApiError } from "./apiError";
export {
    type AuthenticationConfig,
    type AuthenticationMechanism,
    type Bot,
    OpenMetadataApi,
    type SecurityConfigurationContent,
    type ServerKey,
    type User,
} from "./openMetadataApi";
export type { Connection } from "./request";
