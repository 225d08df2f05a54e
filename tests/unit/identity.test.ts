import { deepEqual, equal } from "node:assert/strict";
import * as fc from "fast-check";
import { claimsMappingOf, identityOf, type IdentitySettings } from "../../openmetadata/identity";
import { enforceDomain, identityOf as seenBy } from "../openMetadataServer/claims";
import type { SecurityConfiguration } from "../openMetadataServer/configuration";

const settings: IdentitySettings = {
    claims: ["email", "preferred_username", "sub"],
    principalDomain: "example.com",
    allowedDomains: [],
    enforcePrincipalDomain: true,
};

/** What the stand-in of the server makes of the claims; `undefined` where it refuses them. */
function server(claims: Record<string, unknown>, { mapping, ...rest }: IdentitySettings): string | undefined {
    const security = {
        authenticationConfiguration: {
            jwtPrincipalClaims: rest.claims,
            jwtPrincipalClaimsMapping:
                mapping === undefined ? [] : [`username:${mapping.username}`, `email:${mapping.email}`],
        },
        authorizerConfiguration: rest,
    } as unknown as SecurityConfiguration;
    try {
        const { name } = seenBy(claims, security);
        enforceDomain(claims, security);
        return name === "" ? undefined : name;
    } catch {
        return undefined;
    }
}

/** The same by the sandbox and the doctor. */
function here(claims: Record<string, unknown>, rules: IdentitySettings): string | undefined {
    const identity = identityOf(claims, rules);
    return "missing" in identity || identity.isOutside || identity.name === "" ? undefined : identity.name;
}

describe("The user that a token names", () => {
    it("is refused if the domain is spelt in another case than the settings have it", () => {
        equal(here({ email: "Jane@Example.COM" }, settings), undefined);
        equal(here({ email: "Jane@example.com" }, settings), "jane");
    });

    it("is found by claim names in any case", () => {
        equal(here({ Email: "jane@example.com" }, settings), "jane");
        const mapping = claimsMappingOf(["username:Nickname", "email:EMAIL"]);
        equal(here({ nickname: "jdoe", email: "jane@example.com" }, { ...settings, mapping }), "jdoe");
    });

    it("is not taken from a second claim if the first is there and empty", () => {
        deepEqual(identityOf({ email: "", sub: "auth0|1" }, settings), { missing: settings.claims });
    });

    it("is not measured by mapping and domain if it is a bot", () => {
        const mapping = claimsMappingOf(["username:nickname", "email:email"]);
        for (const claim of ["isBot", "isbot"]) {
            const claims = { [claim]: true, email: "ingestion-bot@open-metadata.org" };
            equal(here(claims, { ...settings, mapping }), "ingestion-bot");
        }
    });

    it("is the same to the sandbox, the doctor and the server, for any claims and settings", () => {
        // Of two claims that differ in case alone, the server takes either.
        const claim = fc.constantFrom("Email", "sub", "nickname", "IsBot");
        const domain = fc.constantFrom("example.com", "Example.COM", "other.org");
        const value = fc.oneof(
            fc.tuple(fc.constantFrom("jane", "Jane.Doe", ""), domain).map((parts) => parts.join("@")),
            fc.constantFrom("jdoe", "", 7, true, null, ["jane@example.com"]),
        );
        const rules = fc.record({
            claims: fc.uniqueArray(fc.constantFrom("email", "SUB", "nickname"), { minLength: 1 }),
            mapping: fc.option(
                fc.record({ username: fc.constantFrom("email", "nickname"), email: fc.constantFrom("EMAIL", "sub") }),
                { nil: undefined },
            ),
            principalDomain: domain,
            allowedDomains: fc.uniqueArray(domain),
            enforcePrincipalDomain: fc.boolean(),
        });
        fc.assert(
            fc.property(fc.dictionary(claim, value, { noNullPrototype: true }), rules, (claims, wanted) => {
                equal(here(claims, wanted), server(claims, wanted));
            }),
            { numRuns: 2000 },
        );
    });
});

describe("jwtPrincipalClaimsMapping", () => {
    it("loses what follows the first colon of a claim", () => {
        deepEqual(claimsMappingOf(["username:https://example.com/name", "email:email"]), {
            username: "https",
            email: "email",
        });
    });

    it("needs both claims", () => {
        equal(claimsMappingOf(["username:nickname"]), undefined);
        equal(claimsMappingOf([]), undefined);
    });
});
