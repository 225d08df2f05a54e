import { isPortableEntry } from "./portable";
import type { Problem } from "./problem";

/** The claims that OpenMetadata is shipped with; of these, Auth0's ID tokens have `email`. */
export const defaultPrincipalClaims: readonly string[] = ["email", "preferred_username", "sub"];

/** Claims can be names in a namespace of their own, which Auth0 wants to be addresses. */
const claim = /^[A-Za-z0-9_.:/-]+$/;

/** Checks the claims of which the first that a token has gives the user's name. */
export function checkPrincipalClaims(key: string, claims: readonly string[]): Problem[] {
    if (claims.length === 0) {
        return [
            {
                key,
                wrong: "no claim is named, so nobody would have a name",
                write: "Write at least one claim, such as email.",
            },
        ];
    }
    return claims.flatMap((name, index) => checkClaim(`${key}[${index}]`, name));
}

/** Checks one claim of a mapping. */
export function checkClaim(key: string, name: string): Problem[] {
    if (claim.test(name) && isPortableEntry(name)) {
        return [];
    }
    return [
        {
            key,
            wrong: `${JSON.stringify(name)} is no name of a claim`,
            write: "Write the claim as it stands in the token, such as email.",
        },
    ];
}
