import type * as pulumi from "@pulumi/pulumi";
import { checkClaim, checkPrincipalClaims } from "../openmetadata/principalClaims";
import { checkSessionExpiry, checkTokenValidity } from "../openmetadata/session";
import { checkIssuer } from "../openmetadata/shipped";
import { checkVersion } from "../openmetadata/version";
import type { InputChecks } from "./input";

/** The claims of Auth0's ID token that OpenMetadata takes a user's name and address from; both are needed. */
export interface PrincipalClaimsMappingArgs {
    /** Claim that holds the user name. */
    username: pulumi.Input<string>;
    /** Claim that holds the e-mail address. */
    email: pulumi.Input<string>;
}

/** How OpenMetadata treats those who sign in; each has a default. */
export interface ServerSettingsArgs {
    /**
     * Version of OpenMetadata that is deployed, such as `1.13` or `2.0.9`; 1.10 or later. Default: the settings that
     * every version from 1.10 on takes.
     */
    targetVersion?: pulumi.Input<string>;
    /** Issuer of OpenMetadata's tokens; the shipped one is refused. Default: the host of the server. */
    issuer?: pulumi.Input<string>;
    /** Folder in which the server finds `public_key.der` and `private_key.der`. Default: `/etc/openmetadata/jwtkeys`. */
    keyFolder?: pulumi.Input<string>;
    /**
     * Whether people who are not users of OpenMetadata yet become users by signing in. `false`: by invitation only.
     * Default: `true`.
     */
    selfSignup?: pulumi.Input<boolean>;
    /** Whether only people with an address in the principal domain may sign in. Default: `false`. */
    enforcePrincipalDomain?: pulumi.Input<boolean>;
    /**
     * Claims of the ID token, of which the first that is there gives the user's name. Default: `email`,
     * `preferred_username`, `sub`.
     */
    principalClaims?: pulumi.Input<pulumi.Input<string>[]>;
    /** Claims that give user name and e-mail address, in place of `principalClaims`. Default: none. */
    principalClaimsMapping?: PrincipalClaimsMappingArgs;
    /** Whether the session cookie is sent over TLS only. Default: where the server's address is https. */
    secureSessionCookie?: pulumi.Input<boolean>;
    /** How long a session lasts, in seconds; 3600 or more. Default: 604800, 7 days. */
    sessionExpiry?: pulumi.Input<number>;
    /** How long the token that OpenMetadata makes for a session is valid, in seconds, Web only. Default: 3600, an hour. */
    tokenValidity?: pulumi.Input<number>;
}

/** Checks the settings; what is left out is right. */
export function checkServerSettings(checks: InputChecks, args: ServerSettingsArgs): void {
    const mapping = args.principalClaimsMapping;
    checks.given(args.targetVersion, (value) => checkVersion("targetVersion", value));
    checks.given(args.issuer, (value) => checkIssuer("issuer", value));
    checks.given(args.principalClaims, (value) => checkPrincipalClaims("principalClaims", value));
    checks.given(mapping?.username, (value) => checkClaim("principalClaimsMapping.username", value));
    checks.given(mapping?.email, (value) => checkClaim("principalClaimsMapping.email", value));
    checks.given(args.sessionExpiry, (value) => checkSessionExpiry("sessionExpiry", value));
    checks.given(args.tokenValidity, (value) => checkTokenValidity("tokenValidity", value));
}
