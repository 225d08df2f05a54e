import type { JWTPayload } from "jose";
import type { SecurityConfiguration } from "./configuration";
import { notAuthenticated, type ServerError } from "./errors";

/** Whom a token is of. Both in lower case. */
export interface Identity {
    readonly name: string;
    readonly email: string;
}

/** Whether the token says of itself that it is a bot's. */
export function isBot(claims: JWTPayload): boolean {
    return claimOf(claims, "isBot") === true;
}

/**
 * `username:` and `email:` of the mapping; `undefined` without one. Split at each colon, of which the second part counts:
 * a claim with a colon in its name is taken, and never found.
 *
 * @throws Error with what OpenMetadata says.
 */
export function claimsMapping(
    mapping: readonly string[] | null | undefined,
): { username: string; email: string } | undefined {
    const entries = new Map<string, string>();
    for (const [key = "", value] of (mapping ?? []).map((item) => item.split(":"))) {
        if (value === undefined || value === "") {
            throw new Error("Index 1 out of bounds for length 1");
        }
        const former = entries.get(key);
        if (former !== undefined) {
            throw new Error(`Duplicate key ${key} (attempted merging values ${former} and ${value})`);
        }
        entries.set(key, value);
    }
    if (entries.size === 0) {
        return undefined;
    }
    const [username, email] = [entries.get("username"), entries.get("email")];
    if (!username || !email) {
        throw new Error("Invalid JWT Principal Claims Mapping. Both username and email should be present");
    }
    const other = [...entries.keys()].find((key) => key !== "username" && key !== "email");
    if (other !== undefined) {
        throw new Error(
            `Invalid JWT Principal Claims Mapping. Only username and email keys are allowed, but found: ${other}`,
        );
    }
    return { username, email };
}

/** Whom a token is of: the name is what stands before the `@`, the address gets the principal domain where it has none. */
export function identityOf(claims: JWTPayload, security: SecurityConfiguration): Identity {
    const { authenticationConfiguration, authorizerConfiguration } = security;
    const mapping = mappingFor(claims, security);
    if (mapping === undefined) {
        const value = firstClaim(claims, authenticationConfiguration.jwtPrincipalClaims);
        const email = value.includes("@") ? value : `${value}@${authorizerConfiguration.principalDomain ?? "null"}`;
        return { name: localPart(value), email: email.toLowerCase() };
    }
    const name = text(claimOf(claims, mapping.username));
    if (name === undefined) {
        throw notAuthenticated("seen", "Invalid JWT token, 'username' claim is not present");
    }
    const email = text(claimOf(claims, mapping.email));
    if (email?.includes("@") !== true) {
        throw notAuthenticated(
            "source",
            `Invalid JWT token, 'email' claim is not present or invalid : ${email ?? "null"}`,
        );
    }
    return { name: localPart(name), email: email.toLowerCase() };
}

/** Refuses a person from another domain, where the settings enforce it; compared by case. */
export function enforceDomain(claims: JWTPayload, security: SecurityConfiguration): void {
    const { authenticationConfiguration, authorizerConfiguration } = security;
    const mapping = mappingFor(claims, security);
    const value =
        mapping === undefined
            ? firstClaim(claims, authenticationConfiguration.jwtPrincipalClaims)
            : (text(claimOf(claims, mapping.email)) ?? "");
    const domain = value.split("@")[1] ?? "";
    const { enforcePrincipalDomain, allowedDomains, principalDomain } = authorizerConfiguration;
    if (isBot(claims) || enforcePrincipalDomain !== true) {
        return;
    }
    if (allowedDomains === null || allowedDomains.length === 0) {
        if (domain !== principalDomain) {
            throw wrongDomain(principalDomain ?? "null");
        }
    } else if (!allowedDomains.includes(domain)) {
        throw wrongDomain(domain);
    }
}

/** The texts of a claim that is a list or one text. */
export function listClaim(claims: JWTPayload, name: string | null | undefined): string[] {
    const value = name ? claimOf(claims, name) : undefined;
    return (Array.isArray(value) ? value : [value]).filter((item): item is string => text(item) !== undefined);
}

function wrongDomain(domain: string): ServerError {
    return notAuthenticated("seen", `Not Authorized! Email does not match the principal domain ${domain}`);
}

function mappingFor(
    claims: JWTPayload,
    { authenticationConfiguration: { jwtPrincipalClaimsMapping } }: SecurityConfiguration,
): ReturnType<typeof claimsMapping> {
    return isBot(claims) ? undefined : claimsMapping(jwtPrincipalClaimsMapping);
}

function firstClaim(claims: JWTPayload, names: readonly string[] | null): string {
    const name = names?.find((candidate) => claimOf(claims, candidate) !== undefined);
    if (name === undefined) {
        throw notAuthenticated(
            "source",
            `Invalid JWT token, none of the following claims are present [${(names ?? []).join(", ")}]`,
        );
    }
    return text(claimOf(claims, name)) ?? "";
}

/** The claim of this name, in any case. */
function claimOf(claims: JWTPayload, name: string): unknown {
    return Object.entries(claims).find(([claim]) => claim.toLowerCase() === name.toLowerCase())?.[1];
}

function localPart(value: string): string {
    return (value.split("@", 1)[0] ?? "").toLowerCase();
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
