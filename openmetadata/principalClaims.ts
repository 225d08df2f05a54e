import { isPortableEntry } from "./portable";
import type { PrincipalClaimsMapping } from "./deployment";
import { type Problem, problemAt } from "./problem";
import { compareVersions } from "./version";

/** OpenMetadata's default claims; of these, Auth0's ID tokens have `email`. */
export const defaultPrincipalClaims: readonly string[] = ["email", "preferred_username", "sub"];

/** Claims can be names in a namespace of their own, which Auth0 wants to be URLs. */
const claim = /^[A-Za-z0-9_.:/-]+$/;

/** Checks the claims of which the first that a token has gives the user's name. */
export function checkPrincipalClaims(key: string, claims: readonly string[]): Problem[] {
    if (claims.length === 0) {
        return problemAt(
            key,
            "no claim is named, so nobody would have a name",
            "Write at least one claim, such as email.",
        );
    }
    return claims.flatMap((name, index) => checkClaim(`${key}[${index}]`, name));
}

/** Checks one claim. */
function checkClaim(key: string, name: string): Problem[] {
    if (claim.test(name) && isPortableEntry(name)) {
        return [];
    }
    return problemAt(
        key,
        `${JSON.stringify(name)} is not a valid claim name`,
        "Write the claim as it appears in the token, such as email.",
    );
}

/** The release from which on OpenMetadata's schema has letters, digits, `_` and `-` alone in the claims of a mapping. */
const strictMappingSince = "1.11.5";

/** Checks one claim of a mapping; the server splits it at every colon. */
export function checkMappedClaim(key: string, name: string, targetVersion: string | undefined): Problem[] {
    const write =
        "Have an Auth0 Action copy the value into a claim without a namespace, such as om_username, and write that.";
    if (name.includes(":")) {
        return problemAt(
            key,
            `${JSON.stringify(name)} has a colon: OpenMetadata would look for the claim ${JSON.stringify(name.split(":", 1)[0])}, and let nobody in, admins included`,
            write,
        );
    }
    const problems = checkClaim(key, name);
    const isStrict = targetVersion === undefined || compareVersions(targetVersion, strictMappingSince) >= 0;
    if (problems.length > 0 || !isStrict || /^[A-Za-z0-9_-]+$/.test(name)) {
        return problems;
    }
    return problemAt(
        key,
        `${JSON.stringify(name)} has characters other than letters, digits, _ and -, the only ones that OpenMetadata's mappings may have from ${strictMappingSince} on`,
        write,
    );
}

/** The claims that a user's name comes from. */
export interface NameClaims {
    /** Claims of which the first that a token has gives the name, and the address. Default: OpenMetadata's own. */
    readonly principalClaims?: readonly string[] | undefined;
    /** The claims of name and address, in place of those. */
    readonly principalClaimsMapping?: PrincipalClaimsMapping | undefined;
}

/** What Auth0 fills with the part of the address before the `@`, or what companies commonly fill with an address. */
const commonlyAddresses = ["nickname", "preferred_username", "upn", "unique_name"];
/** Claims that each ID token of Auth0 has, and that hold no address. */
const neverAddresses = ["sub", "name", "nickname", "given_name", "family_name"];

/** The claim that names users: of several, the one that is looked for first. */
export function nameClaimOf({ principalClaims, principalClaimsMapping }: NameClaims): string {
    return principalClaimsMapping?.username ?? principalClaims?.[0] ?? "email";
}

/**
 * What a user's name is: the part of the `email` address before the `@`, the `name` that a claim holds, or `either`, as the
 * claim commonly holds an address or the same part of it.
 */
export function kindOfNames(claims: NameClaims): "email" | "name" | "either" {
    const claim = nameClaimOf(claims).toLowerCase();
    if (claim === "email" || claim === claims.principalClaimsMapping?.email.toLowerCase()) {
        return "email";
    }
    // Nothing is known of a claim in a namespace, nor of one that is wrong itself.
    return commonlyAddresses.includes(claim) || !/^[a-z0-9_-]+$/.test(claim) ? "either" : "name";
}

/** Checks that the claim in which a server looks for the domain, where it enforces domains, has one. */
export function checkEnforcedClaims(key: string, claims: NameClaims): Problem[] {
    const claim = nameClaimOf(claims);
    if (claims.principalClaimsMapping !== undefined || !neverAddresses.includes(claim.toLowerCase())) {
        return [];
    }
    return problemAt(
        key,
        `${JSON.stringify(claim)} has no domain, but OpenMetadata takes it from the claim that names users: with enforcePrincipalDomain, nobody could sign in`,
        "Write email first, or set principalClaimsMapping, which takes the domain from a claim of its own.",
    );
}
