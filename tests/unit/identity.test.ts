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

describe("OpenMetadata user of a token", () => {
    it("A user whose email domain differs in case is refused when the domain is enforced", () => {
        equal(here({ email: "Jane@Example.COM" }, settings), undefined);
        equal(here({ email: "Jane@example.com" }, settings), "jane");
    });

    it("Claim names are matched without regard to case", () => {
        equal(here({ Email: "jane@example.com" }, settings), "jane");
        const mapping = claimsMappingOf(["username:Nickname", "email:EMAIL"]);
        equal(here({ nickname: "jdoe", email: "jane@example.com" }, { ...settings, mapping }), "jdoe");
    });

    it("An empty principal claim does not fall back to the next one", () => {
        deepEqual(identityOf({ email: "", sub: "auth0|1" }, settings), { missing: settings.claims });
    });

    it("A bot is exempt from the claims mapping and the enforced domain", () => {
        const mapping = claimsMappingOf(["username:nickname", "email:email"]);
        for (const claim of ["isBot", "isbot"]) {
            const claims = { [claim]: true, email: "ingestion-bot@open-metadata.org" };
            equal(here(claims, { ...settings, mapping }), "ingestion-bot");
        }
    });

    it("The sandbox, doctor and the server agree on the user for any claims and settings", () => {
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
    it("A claims mapping loses what follows the first colon of a claim", () => {
        deepEqual(claimsMappingOf(["username:https://example.com/name", "email:email"]), {
            username: "https",
            email: "email",
        });
    });

    it("A claims mapping needs both username and email", () => {
        equal(claimsMappingOf(["username:nickname"]), undefined);
        equal(claimsMappingOf([]), undefined);
    });
});
