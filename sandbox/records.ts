import type { JsonObject } from "./json";

/**
 * An application as the tenant keeps it: what the Management API answers for it, and its secret. Fields that the
 * sandbox gives no meaning to are kept as they were sent.
 */
export interface ClientRecord extends JsonObject {
    readonly client_id: string;
    readonly client_secret: string;
    readonly name: string;
    /** Whether this is the tenant's "All Applications" client, which each tenant has and nobody can delete. */
    readonly global?: true;
    readonly app_type?: string;
    readonly is_first_party: boolean;
    readonly grant_types?: readonly string[];
    readonly token_endpoint_auth_method?: TokenEndpointAuthMethod;
    readonly client_authentication_methods?: ClientAuthenticationMethods;
    readonly jwt_configuration?: JsonObject;
    readonly refresh_token?: RefreshTokenSettings;
    readonly oidc_logout?: JsonObject;
    readonly oidc_backchannel_logout?: JsonObject;
}

/** How an application proves who it is to `/oauth/token` when it uses no key: `none` is a public application. */
export type TokenEndpointAuthMethod = "none" | "client_secret_post" | "client_secret_basic";

/** How an application proves who it is with credentials of its own; never together with a `TokenEndpointAuthMethod`. */
export interface ClientAuthenticationMethods extends JsonObject {
    readonly private_key_jwt?: { readonly credentials: readonly CredentialReference[] };
    readonly tls_client_auth?: { readonly credentials: readonly CredentialReference[] };
    readonly self_signed_tls_client_auth?: { readonly credentials: readonly CredentialReference[] };
}

/** A reference to one of the application's own credentials. */
export interface CredentialReference extends JsonObject {
    readonly id: string;
}

/** How long an application's refresh tokens live and whether each use replaces them. */
export interface RefreshTokenSettings extends JsonObject {
    readonly rotation_type?: string;
    readonly expiration_type?: string;
}

/** A public key or a certificate with which an application proves who it is. */
export interface CredentialRecord extends JsonObject {
    readonly id: string;
    readonly client_id: string;
    readonly credential_type: string;
    readonly name?: string;
    readonly kid?: string;
    readonly alg?: string;
    readonly thumbprint_sha256?: string;
    readonly subject_dn?: string;
    readonly expires_at?: string;
    readonly created_at: string;
    readonly updated_at: string;
    /** The public key in PEM form, which no answer shows. */
    readonly public_key?: string;
}

/** A source of users, and which applications may use it. */
export interface ConnectionRecord extends JsonObject {
    readonly id: string;
    readonly name: string;
    readonly strategy: string;
    readonly options: JsonObject;
    readonly enabled_clients: readonly string[];
    readonly realms: readonly string[];
}

/** An API that applications may get access tokens for. */
export interface ResourceServerRecord extends JsonObject {
    readonly id: string;
    readonly name?: string;
    readonly identifier: string;
    readonly scopes?: readonly { readonly value: string; readonly description?: string }[];
    readonly token_lifetime: number;
    /** Whether this is the Management API itself, which nobody can delete. */
    readonly is_system?: boolean;
}

/** Which scopes of an API an application may ask for with `client_credentials`. */
export interface ClientGrantRecord extends JsonObject {
    readonly id: string;
    readonly client_id: string;
    readonly audience: string;
    readonly scope: readonly string[];
    readonly allow_all_scopes?: boolean;
}

/** What the tenant is, apart from what is configured in it. */
export interface TenantRecord {
    /** The port of `localhost` that is the tenant's domain. */
    readonly port: number;
    /** The application whose id and secret the sandbox prints. */
    readonly managementClientId: string;
    /** The private key that signs access tokens, in PEM form. */
    readonly signingKey: string;
    /** The certificate of the signing key, in PEM form. */
    readonly signingCertificate: string;
    /** The private key of the HTTPS server, in PEM form. */
    readonly tlsKey: string;
    /** The certificate of the HTTPS server, in PEM form. */
    readonly tlsCertificate: string;
}

/** What is kept of each kind, by its id. */
export interface Collections {
    readonly clients: ClientRecord;
    readonly credentials: CredentialRecord;
    readonly connections: ConnectionRecord;
    readonly resourceServers: ResourceServerRecord;
    readonly clientGrants: ClientGrantRecord;
}
