import { principalName } from "./principals";

/** The settings that decide whose a token is, as the server has them. */
export interface IdentitySettings {
    /** Claims of which the first that the token has names the user. */
    readonly claims: readonly string[];
    /** The claims of user name and e-mail address, which take the place of `claims` for all but bots. */
    readonly mapping?: ClaimsMapping | undefined;
    readonly principalDomain: string;
    /** The domains that take the place of the principal domain; none if it is empty. */
    readonly allowedDomains: readonly string[];
    readonly enforcePrincipalDomain: boolean;
}

/** The claims that a user's name and e-mail address are read from. */
export interface ClaimsMapping {
    readonly username: string;
    readonly email: string;
}

/** Whose a token is. */
export interface Identity {
    /** The user's name, in lower case. */
    readonly name: string;
    /** The claim that gives the name. */
    readonly nameClaim: string;
    /** The domain of the e-mail address as the token spells it; empty if it has none. */
    readonly domain: string;
    /** The domains whose users are accepted, if domains are enforced. */
    readonly domains: readonly string[];
    /** Whether the server refuses the user because of the domain. It never does for bots. */
    readonly isOutside: boolean;
    /** Whether it is a bot's, which mapping and domains do not concern. */
    readonly isBot: boolean;
}

/** A token from which the server cannot tell a user. */
export interface NoIdentity {
    /** The claims that it needs. */
    readonly missing: readonly string[];
}

/**
 * Whose a token is, by what it claims.
 *
 * Source: OpenMetadata's `SecurityUtil` and `JwtFilter`, 1.12.6. Names of claims count in any case, domains letter by letter.
 */
export function identityOf(
    claims: Readonly<Record<string, unknown>>,
    settings: IdentitySettings,
): Identity | NoIdentity {
    const values = new Map(Object.entries(claims).map(([claim, value]) => [claim.toLowerCase(), value]));
    const isBot = values.get("isbot") === true;
    const mapping = isBot ? undefined : settings.mapping;
    const first = settings.claims.find((claim) => values.has(claim.toLowerCase()));
    const [nameClaim, emailClaim] = mapping === undefined ? [first, first] : [mapping.username, mapping.email];
    const [name, email] = [nameClaim, emailClaim].map((claim) => values.get(claim?.toLowerCase() ?? ""));
    if (
        nameClaim === undefined ||
        typeof name !== "string" ||
        name === "" ||
        typeof email !== "string" ||
        (mapping !== undefined && !email.includes("@"))
    ) {
        return { missing: mapping === undefined ? settings.claims : [mapping.username, mapping.email] };
    }
    const domain = email.split("@")[1] ?? "";
    const domains = settings.allowedDomains.length > 0 ? settings.allowedDomains : [settings.principalDomain];
    const isOutside = !isBot && settings.enforcePrincipalDomain && !domains.includes(domain);
    return { name: principalName(name), nameClaim, domain, domains, isOutside, isBot };
}

/**
 * The claims of `jwtPrincipalClaimsMapping`, such as `username:nickname`; `undefined` without both. The server splits at every
 * colon, so that a claim with a namespace loses all that follows its first one.
 */
export function claimsMappingOf(entries: readonly string[]): ClaimsMapping | undefined {
    const claims = new Map(entries.map((entry) => entry.split(":")).map(([key = "", claim = ""]) => [key, claim]));
    const [username = "", email = ""] = [claims.get("username"), claims.get("email")];
    return username === "" || email === "" ? undefined : { username, email };
}
