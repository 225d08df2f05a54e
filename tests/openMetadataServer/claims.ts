import type { JWTPayload } from "jose";
import type { SecurityConfiguration } from "./configuration";
import { notAuthenticated } from "./errors";

/** Whether the token says of itself that it is a bot's. */
export function isBot(claims: JWTPayload): boolean {
    return claims["isBot"] === true;
}

/** `username:` and `email:` of the mapping; `undefined` without one. */
export function claimsMapping(mapping: readonly string[] | null): { username: string; email: string } | undefined {
    if (mapping === null || mapping.length === 0) {
        return undefined;
    }
    const entries = new Map(
        mapping.map((item) => [item.slice(0, item.indexOf(":")), item.slice(item.indexOf(":") + 1)]),
    );
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

/** The name of the user that a token is of, in lower case, without the domain of an address. */
export function userNameOf(claims: JWTPayload, { authenticationConfiguration }: SecurityConfiguration): string {
    const mapping = mappingFor(claims, authenticationConfiguration.jwtPrincipalClaimsMapping);
    const value =
        mapping === undefined
            ? firstClaim(claims, authenticationConfiguration.jwtPrincipalClaims)
            : (text(claimOf(claims, mapping.username)) ?? refuse("Invalid JWT token, 'username' claim is not present"));
    return (value.split("@", 1)[0] ?? "").toLowerCase();
}

/** Refuses a person from another domain, where the settings enforce it. */
export function enforceDomain(
    claims: JWTPayload,
    { authenticationConfiguration, authorizerConfiguration }: SecurityConfiguration,
): void {
    const mapping = mappingFor(claims, authenticationConfiguration.jwtPrincipalClaimsMapping);
    const value =
        mapping === undefined
            ? firstClaim(claims, authenticationConfiguration.jwtPrincipalClaims)
            : (text(claimOf(claims, mapping.email)) ?? refuse("Invalid JWT token, 'email' claim is not present"));
    const domain = value.split("@")[1] ?? "";
    const { enforcePrincipalDomain, allowedDomains, principalDomain } = authorizerConfiguration;
    if (isBot(claims) || enforcePrincipalDomain !== true) {
        return;
    }
    if (allowedDomains === null || allowedDomains.length === 0) {
        if (domain !== principalDomain) {
            refuse(`Not Authorized! Email does not match the principal domain ${principalDomain ?? "null"}`);
        }
    } else if (!allowedDomains.includes(domain)) {
        refuse(`Not Authorized! Email does not match the principal domain ${domain}`);
    }
}

function mappingFor(claims: JWTPayload, mapping: readonly string[] | null): ReturnType<typeof claimsMapping> {
    return isBot(claims) ? undefined : claimsMapping(mapping);
}

function firstClaim(claims: JWTPayload, names: readonly string[] | null): string {
    const name = names?.find((candidate) => claimOf(claims, candidate) !== undefined);
    return name === undefined
        ? refuse(`Invalid JWT token, none of the following claims are present [${(names ?? []).join(", ")}]`)
        : (text(claimOf(claims, name)) ?? "");
}

/** The claim of this name, in any case. */
function claimOf(claims: JWTPayload, name: string): unknown {
    return Object.entries(claims).find(([claim]) => claim.toLowerCase() === name.toLowerCase())?.[1];
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

function refuse(message: string): never {
    throw notAuthenticated(message);
}
