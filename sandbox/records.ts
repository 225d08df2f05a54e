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
    readonly oidc_conformant?: boolean;
    /** Whether nobody is asked to confirm a sign-in to a callback on loopback or of an app. */
    readonly skip_non_verifiable_callback_uri_confirmation_prompt?: boolean;
    readonly grant_types?: readonly string[];
    readonly token_endpoint_auth_method?: TokenEndpointAuthMethod;
    readonly client_authentication_methods?: ClientAuthenticationMethods;
    /** Where users may be sent back to after signing in. */
    readonly callbacks?: readonly string[];
    /** Where users may be sent after signing out. */
    readonly allowed_logout_urls?: readonly string[];
    /** Origins of pages that may take an answer by `web_message`. */
    readonly web_origins?: readonly string[];
    /** Origins, besides those of `callbacks`, of pages that may call the tenant. */
    readonly allowed_origins?: readonly string[];
    readonly jwt_configuration?: JwtConfiguration;
    readonly refresh_token?: RefreshTokenSettings;
    /** Whether users sign in as members of an organization. Default: `deny`. */
    readonly organization_usage?: "deny" | "allow" | "require";
    readonly client_metadata?: JsonObject;
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

/** How an application's ID tokens are signed, and how long they are valid, in seconds. */
export interface JwtConfiguration extends JsonObject {
    readonly alg?: string;
    readonly lifetime_in_seconds?: number;
}

/** How long an application's refresh tokens live, in seconds, and whether each use replaces them. */
export interface RefreshTokenSettings extends JsonObject {
    readonly rotation_type?: string;
    readonly expiration_type?: string;
    /** For how long a token that was replaced may be used again. */
    readonly leeway?: number;
    readonly token_lifetime?: number;
    readonly idle_token_lifetime?: number;
    readonly infinite_token_lifetime?: boolean;
    readonly infinite_idle_token_lifetime?: boolean;
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

/** A person who signs in through a database connection. */
export interface UserRecord extends JsonObject {
    /** `auth0|` and an id: the subject of the person's tokens. */
    readonly user_id: string;
    readonly email: string;
    readonly email_verified: boolean;
    readonly name: string;
    readonly nickname: string;
    readonly picture: string;
    readonly given_name?: string;
    readonly family_name?: string;
    readonly blocked?: boolean;
    readonly created_at: string;
    readonly updated_at: string;
    readonly identities: readonly [UserIdentity];
    /** What the password is checked against, which no answer shows. */
    readonly password_hash: string;
    /** The person's roles, the latest first, which no answer about the person shows. */
    readonly role_ids?: readonly string[];
    readonly app_metadata?: JsonObject;
    readonly user_metadata?: JsonObject;
}

/** The connection that a person signs in through. */
export interface UserIdentity extends JsonObject {
    /** The connection's name. */
    readonly connection: string;
    readonly provider: string;
    readonly user_id: string;
    readonly isSocial: boolean;
}

/** What the sign-in side keeps for a while: a session, a grant, a code, a token. */
export interface ArtifactRecord {
    readonly id: string;
    /** What it is, as the OpenID provider library names it. */
    readonly model: string;
    readonly payload: JsonObject;
    /** When it ends, in seconds since 1970. */
    readonly expires: number;
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

/** A role that users can have. */
export interface RoleRecord extends JsonObject {
    readonly id: string;
    readonly name: string;
    readonly description?: string;
    readonly type: string;
}

/** An organization: who its members are, how they sign in, and to which applications. */
export interface OrganizationRecord extends JsonObject {
    readonly id: string;
    /** The name in lower case, by which a request to `/authorize` may name it where the tenant allows that. */
    readonly name: string;
    readonly display_name?: string;
    readonly metadata?: JsonObject;
    readonly connections: readonly OrganizationConnection[];
    /** The IDs of users. */
    readonly members: readonly string[];
    /** The IDs of the roles that members have within the organization, by the IDs of the users. */
    readonly member_roles?: Readonly<Record<string, readonly string[]>>;
    /** The latest first. */
    readonly clients: readonly OrganizationClient[];
    /** The IDs of client grants. */
    readonly client_grants: readonly string[];
}

/** A connection in the scope of an organization. */
export interface OrganizationConnection extends JsonObject {
    readonly connection_id: string;
    readonly is_enabled: boolean;
    /** Whether whoever signs in through the connection becomes a member. */
    readonly assign_membership_on_login: boolean;
}

/** An application that is associated with an organization. */
export interface OrganizationClient extends JsonObject {
    readonly client_id: string;
    readonly use_for_member_access: boolean;
}

/** An Action as it is being written: what the next deployment makes a version of. */
export interface ActionRecord extends JsonObject {
    readonly id: string;
    readonly name: string;
    readonly supported_triggers: readonly ActionTrigger[];
    readonly code: string;
    readonly dependencies: readonly JsonObject[];
    readonly runtime: string;
    readonly secrets: readonly ActionSecret[];
    readonly created_at: string;
    readonly updated_at: string;
    /** The version that runs where the Action is bound; none before the first deployment. */
    readonly deployed_version_id?: string;
    /** Whether that version is what the Action is now. */
    readonly all_changes_deployed: boolean;
}

/** What an Action can be bound to, such as `post-login` in its version `v3`. */
export interface ActionTrigger extends JsonObject {
    readonly id: string;
    readonly version?: string;
}

/** A secret of an Action, whose value no answer shows. */
export interface ActionSecret extends JsonObject {
    readonly name: string;
    readonly value: string;
    readonly updated_at: string;
}

/** What an Action was when it was deployed. It never changes. */
export interface ActionVersionRecord extends JsonObject {
    readonly id: string;
    readonly action_id: string;
    readonly number: number;
    readonly supported_triggers: readonly ActionTrigger[];
    readonly code: string;
    readonly dependencies: readonly JsonObject[];
    readonly runtime: string;
    readonly secrets: readonly ActionSecret[];
    readonly created_at: string;
    readonly built_at: string;
}

/** The Actions that are bound to a trigger, in the order in which they run. */
export interface TriggerBindingsRecord extends JsonObject {
    /** The trigger, such as `post-login`. */
    readonly id: string;
    readonly bindings: readonly TriggerBinding[];
}

/** An Action in the place where it runs. */
export interface TriggerBinding extends JsonObject {
    readonly id: string;
    readonly action_id: string;
    readonly display_name: string;
    readonly created_at: string;
}

/** What the tenant is, apart from what is configured in it. */
export interface TenantRecord {
    /** The host of the tenant's domain as URLs have it. Default: `localhost`. */
    readonly host?: string;
    /** The host of its custom domain in the same form. Default: there is none. */
    readonly customHost?: string | undefined;
    /** The port of the tenant's domain. */
    readonly port: number;
    /** The tenant's settings, as far as they were changed. */
    readonly settings?: JsonObject;
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
    readonly users: UserRecord;
    readonly roles: RoleRecord;
    readonly organizations: OrganizationRecord;
    readonly actions: ActionRecord;
    readonly actionVersions: ActionVersionRecord;
    readonly triggerBindings: TriggerBindingsRecord;
    readonly artifacts: ArtifactRecord;
}
