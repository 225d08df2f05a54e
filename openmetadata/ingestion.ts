import { serverOrigin } from "./serverUrl";

/**
 * How an ingestion workflow reaches its OpenMetadata server: `workflowConfig.openMetadataServerConfig`.
 *
 * Source: OpenMetadata's `openMetadataConnection.json`, and "Enable JWT Tokens" in its documentation.
 */
export interface OpenMetadataServerConfig {
    /** Address of the server's API; ends in `/api`. */
    readonly hostPort: string;
    /** Always `openmetadata`: bots sign in with OpenMetadata's own tokens, whatever people sign in with. */
    readonly authProvider: "openmetadata";
    /** The bot's token. Secret. */
    readonly securityConfig: { readonly jwtToken: string };
    /** `validate` where the certificate of the server is checked against that of a private authority. */
    readonly verifySSL?: "validate";
    /** The private authority. */
    readonly sslConfig?: { readonly caCertificate: string };
}

/** The configuration of a workflow, as far as the server goes. */
export interface IngestionWorkflow {
    readonly workflowConfig: { readonly openMetadataServerConfig: OpenMetadataServerConfig };
}

/**
 * What an ingestion workflow is told about the server.
 *
 * @param caCertificate - Path, where the workflow runs, of the certificate of a private authority.
 */
export function ingestionWorkflow(serverUrl: string, jwtToken: string, caCertificate?: string): IngestionWorkflow {
    return {
        workflowConfig: {
            openMetadataServerConfig: {
                hostPort: `${serverOrigin(serverUrl)}/api`,
                authProvider: "openmetadata",
                securityConfig: { jwtToken },
                ...(caCertificate !== undefined && { verifySSL: "validate", sslConfig: { caCertificate } }),
            },
        },
    };
}
