import type * as pulumi from "@pulumi/pulumi";

/** The claims of Auth0's ID token that OpenMetadata takes a user's name and email address from; both are needed. */
export interface PrincipalClaimsMappingArgs {
    /** Claim that holds the user name: letters, digits, `_` and `-`, as no colon gets through OpenMetadata's mapping. */
    username: pulumi.Input<string>;
    /** Claim that holds the e-mail address, in the same characters. */
    email: pulumi.Input<string>;
}

/** How OpenMetadata treats those who sign in; each has a default. */
export interface ServerSettingsArgs extends TeamsArgs {
    /**
     * Custom domain of the Auth0 tenant, such as `login.example.com`: users sign in there, and tokens have it as their
     * issuer. A host without scheme, path and port, not below `auth0.com`. Pulumi still signs in at the tenant's own
     * domain. Default: none; users sign in at the tenant's own domain.
     *
     * Source: Auth0's documentation, "Custom Domains".
     */
    customDomain?: pulumi.Input<string>;
    /**
     * Version of OpenMetadata that is deployed, such as `1.12.6`; 1.10.0 or later. `1.12` stands for `1.12.0`, the
     * oldest of its line. Default: the settings that every version from 1.10.0 on takes; those of newer versions are
     * environment variables alone, which older versions ignore.
     */
    targetVersion?: pulumi.Input<string>;
    /** Issuer of OpenMetadata's tokens; the default one is refused. Default: the host of the server. */
    issuer?: pulumi.Input<string>;
    /** Folder in which the server finds `public_key.der` and `private_key.der`. Default: `/etc/openmetadata/jwtkeys`. */
    keyFolder?: pulumi.Input<string>;
    /** Whether signing in creates a user in OpenMetadata. `false`: by invitation only. Default: `true`. */
    selfSignup?: pulumi.Input<boolean>;
    /**
     * OpenMetadata role for users who are created by signing in, by its name, such as `DataConsumer`; existing users
     * keep theirs. The role has to exist. Web only; needs `targetVersion` 1.12.4 or later. Default: none.
     */
    defaultOAuthRole?: pulumi.Input<string>;
    /**
     * Whether only users with an address in the principal domain, or in `allowedDomains`, may sign in. With `false` the
     * domain is ignored: anyone who can sign in with another domain and the part before the `@` of an admin's address
     * is that admin. Default: `true`.
     */
    enforcePrincipalDomain?: pulumi.Input<boolean>;
    /**
     * All domains whose users may sign in, where there are several; the principal domain is one of them. Users of two of
     * them with the same part before the `@` are one user. Default: the principal domain alone.
     */
    allowedDomains?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Claims of the ID token, in order: the first one that is present gives the user's name. Default: `email`,
     * `preferred_username`, `sub`.
     */
    principalClaims?: pulumi.Input<pulumi.Input<string>[]>;
    /** Claims that give user name and e-mail address, in place of `principalClaims`. Default: none. */
    principalClaimsMapping?: PrincipalClaimsMappingArgs;
    /** Whether the session cookie is sent over TLS only. Default: where the server's URL is https. */
    secureSessionCookie?: pulumi.Input<boolean>;
    /** How long a session lasts, in seconds; 3600 or more. Default: 604800, 7 days. */
    sessionExpiry?: pulumi.Input<number>;
    /**
     * How long the token that OpenMetadata issues for a session is valid, in seconds, Web only. Default: 3600, an hour.
     */
    tokenValidity?: pulumi.Input<number>;
    /**
     * `prompt` of the authorization request, Web only: `login` (a new sign-in each time), `consent` (a new consent as
     * well) or `select_account`. Default: none; users with an Auth0 session are not prompted.
     */
    prompt?: pulumi.Input<string>;
    /**
     * `max_age` of the authorization request, Web only: after how many seconds a user has to sign in to Auth0 again; 0
     * means every time. Default: none.
     */
    maxAge?: pulumi.Input<number>;
    /**
     * Whether OpenMetadata's sign-in page redirects to Auth0 by itself. Needs `targetVersion` 1.11.5 or later. Default:
     * the server's own, `false`.
     */
    enableAutoRedirect?: pulumi.Input<boolean>;
    /**
     * How many sessions a user may have at a time, 1 or more; the oldest ends when there is one more. Needs `targetVersion`
     * 2.0.0 or later. Default: the server's own, 5.
     */
    maxActiveSessionsPerUser?: pulumi.Input<number>;
    /**
     * Further URLs that the server may redirect a user to after sign-in, matched exactly: https, or http on loopback.
     * Needs `targetVersion` 2.0.0 or later. Default: the server's own, none.
     */
    additionalTrustedRedirectUris?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Where the server looks for public keys besides Auth0's, in place of its own `/api/v1/system/config/jwks`: for a server
     * that cannot reach its own URL, such as `http://127.0.0.1:8585/api/v1/system/config/jwks`. https, or http on loopback.
     * Default: its own URL.
     */
    publicKeyUrls?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Key with which OpenMetadata encrypts passwords in its database: 32 bytes in base64, and not OpenMetadata's
     * default key. Stored as a secret, wrapped or not. For a database that contains data, it has to be the key in use,
     * or `NEW,OLD`: the first key encrypts, all of them decrypt. Default: not set here; if it is set nowhere else
     * either, OpenMetadata uses its default key.
     */
    fernetKey?: pulumi.Input<string>;
    /**
     * Names of the Kubernetes Secrets in the Helm values. Default: `oidc-secrets`, `openmetadata-jwt-keys` and
     * `openmetadata-fernet-key`.
     */
    kubernetesSecretNames?: KubernetesSecretNamesArgs;
}

/** Which teams of OpenMetadata users are added to. */
export interface TeamsArgs {
    /**
     * OpenMetadata teams, by the Auth0 role whose users are added to them at their next sign-in; nobody is ever taken
     * out of a team. Teams are given by name and have the type Group. Web only; needs `targetVersion` 1.11.6 or later.
     * No environment variable has it: it reaches a server through its `openmetadata.yaml`, or through the settings of a
     * running server. Default: nobody is added to a team.
     */
    teams?: Record<string, string>;
}

/** Teams of OpenMetadata, and the roles that users get from them on a running server. */
export interface TeamArgs extends TeamsArgs {
    /**
     * OpenMetadata roles that users get from a team, by the team's name, for a running server. Default: the team's
     * roles are left alone.
     */
    teamDefaultRoles?: Record<string, string[]>;
}

/** Who administers OpenMetadata, and whose users sign in to it. */
export interface PeopleArgs {
    /**
     * E-mail addresses of OpenMetadata's admins: at least one, all in the principal domain or in `allowedDomains`, none
     * called `admin`, no two with the same part before the `@`. If `principalClaimsMapping` or `principalClaims` name
     * users by a claim that is not an e-mail address, that claim's value for each admin.
     */
    admins: pulumi.Input<pulumi.Input<string>[]>;
    /** Domain of the users' e-mail addresses. Default: the domain of the first admin's address. */
    principalDomain?: pulumi.Input<string>;
}

/** Names of Kubernetes Secrets: of those created from `kubernetesSecrets`, or of existing ones. */
export interface KubernetesSecretNamesArgs {
    /**
     * Secret with the client ID and the client secret, in the keys `openmetadata-oidc-client-id` and
     * `openmetadata-oidc-client-secret`. Web only. Default: `oidc-secrets`.
     */
    oidc?: pulumi.Input<string>;
    /** Secret with `private_key.der` and `public_key.der`, binary. Default: `openmetadata-jwt-keys`. */
    jwtKeys?: pulumi.Input<string>;
    /** Secret with the Fernet key, in the key `fernetkey`, where one is set. Default: `openmetadata-fernet-key`. */
    fernetKey?: pulumi.Input<string>;
}
