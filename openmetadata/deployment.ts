import type { ApplicationType } from "./applicationType";
import type { SignInOptions } from "./signInOptions";

/** All that OpenMetadata's settings are made of, but for secrets: what one server has to know of its sign-in and its keys. */
export interface Deployment extends SignInOptions {
    /** The application type. */
    readonly applicationType: ApplicationType;
    /** Domain that users sign in at: the custom domain of the Auth0 tenant, or the tenant's own. */
    readonly domain: string;
    /** ID of the Auth0 organization whose members sign in, Web only. Default: none. */
    readonly organizationId?: string | undefined;
    /** Client ID of the Auth0 application. */
    readonly clientId: string;
    /** URL of the server. */
    readonly serverUrl: string;
    /** E-mail addresses of OpenMetadata's admins. */
    readonly admins: readonly string[];
    /** Domain of the e-mail addresses of OpenMetadata's users. */
    readonly principalDomain: string;
    /** ID of the key that signs OpenMetadata's tokens. */
    readonly keyId: string;
    /** Issuer of OpenMetadata's tokens. */
    readonly issuer: string;
    /** Folder in which the server finds `public_key.der` and `private_key.der`. */
    readonly keyFolder: string;
    /** Version of OpenMetadata, such as `1.12.6`. Where left out, the settings are those that every known version takes. */
    readonly targetVersion?: string | undefined;
    /** OpenMetadata role of those who become users by signing in, Web only. Default: none. */
    readonly defaultOAuthRole?: string | undefined;
    /** Whether those who are not users of OpenMetadata yet may sign in, and become users by that. */
    readonly selfSignup: boolean;
    /** Claims of the ID token, in order: the first one that is present gives the user's name. */
    readonly principalClaims: readonly string[];
    /** The claims that give user name and e-mail address; takes the place of `principalClaims`. */
    readonly principalClaimsMapping?: PrincipalClaimsMapping | undefined;
    /** The teams that users are added to, by their Auth0 role, Web only. Default: the server adds nobody to a team. */
    readonly teams?: Readonly<Record<string, string>> | undefined;
    /** Whether only users with an address in the principal domain, or in the allowed domains, may sign in. */
    readonly enforcePrincipalDomain: boolean;
    /** All domains whose users may sign in, in place of the principal domain; empty where it is that alone. */
    readonly allowedDomains?: readonly string[];
    /** Whether the session cookie is sent over TLS only. */
    readonly secureSessionCookie: boolean;
    /** How long a session lasts, in seconds. */
    readonly sessionExpiry: number;
    /** How long a token that OpenMetadata makes for a session is valid, in seconds. */
    readonly tokenValidity: number;
}

/** The claims of Auth0's ID token that OpenMetadata takes a user's name and email address from. */
export interface PrincipalClaimsMapping {
    /** Claim that holds the user name. */
    readonly username: string;
    /** Claim that holds the e-mail address. */
    readonly email: string;
}
