import type { Json } from "../json";

/**
 * Claims that no Action can set: those of OpenID Connect, and those that Auth0 uses itself. `roles`, `groups` and
 * `permissions` are among them.
 *
 * Source: Auth0's "Create Custom Claims", general restrictions.
 */
const restricted = new Set(
    (
        "acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest " +
        "entitlements events exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf " +
        "nonce object_id org_id org_name orig origid permissions roles rph s_hash sid sip_callid sip_cseq_num sip_date " +
        "sip_from_tag sip_via_branch sub sub_jwk toe txn typ uuid vot vtm x5t#S256"
    ).split(" "),
);

/** The hosts whose URLs name no claim. Source: the same page, namespaced guidelines. */
const reservedHost = /^https?:\/\/([^/]+\.)?(auth0\.com|webtask\.io|webtask\.run)(:\d+)?(\/|$)/i;

/** Whether Auth0 leaves a claim of this name out, without a word. */
export function isRestricted(name: string): boolean {
    return restricted.has(name) || /^urn:auth0(:|$)/i.test(name) || reservedHost.test(name);
}

/**
 * The claims of a token with those of the Actions: what the token says already stays, as Auth0 documents for names that
 * collide.
 */
export function withCustomClaims<T extends object>(
    claims: T,
    custom: Readonly<Record<string, Json | undefined>>,
): T & Record<string, unknown> {
    return { ...custom, ...claims };
}
