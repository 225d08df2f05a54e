import { normalServerUrl } from "./serverUrl";

/**
 * How an ingestion workflow reaches its OpenMetadata server: `workflowConfig.openMetadataServerConfig`.
 *
 * Source: OpenMetadata's `openMetadataConnection.json`, and "Enable JWT Tokens" in its documentation.
 */
export interface OpenMetadataServerConfig {
    /** URL of the server's API; ends in `/api`. */
    readonly hostPort: string;
    /** Always `openmetadata`: bots sign in with OpenMetadata's own tokens, whatever users sign in with. */
    readonly authProvider: "openmetadata";
    /** What ingestion signs in with. */
    readonly securityConfig: {
        /** The bot's token. Secret. */
        readonly jwtToken: string;
    };
    /** `validate` where the certificate of the server is checked against that of a private authority. */
    readonly verifySSL?: "validate";
    /** The private authority. */
    readonly sslConfig?: {
        /** Path of its certificate, where the workflow runs. */
        readonly caCertificate: string;
    };
}

/** The configuration of a workflow, as far as the server goes. */
export interface IngestionWorkflow {
    /** The section of a workflow's YAML. */
    readonly workflowConfig: {
        /** How the server is reached. */
        readonly openMetadataServerConfig: OpenMetadataServerConfig;
    };
}

/**
 * The connection settings of an ingestion workflow.
 *
 * @param caCertificate - Path, where the workflow runs, of the certificate of a private authority.
 */
export function ingestionWorkflow(serverUrl: string, jwtToken: string, caCertificate?: string): IngestionWorkflow {
    return {
        workflowConfig: {
            openMetadataServerConfig: {
                hostPort: `${normalServerUrl(serverUrl)}/api`,
                authProvider: "openmetadata",
                securityConfig: { jwtToken },
                ...(caCertificate !== undefined && { verifySSL: "validate", sslConfig: { caCertificate } }),
            },
        },
    };
}
