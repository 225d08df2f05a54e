import { at } from "../../../../openmetadata/tree";
import { publicKeyUrls } from "./publicKeyUrls";
import { settingsInUse } from "./settings";
import { claimsMappingOf, identityOf } from "../../../../openmetadata/identity";
import type { TokenContent } from "../../../../openmetadata/token";
import type { Facts, JwtFacts } from "../facts";
import { type Check, error, type Finding, ok, warning } from "../finding";
import { textOf } from "../intended";
import { commandLine } from "../../commandLine";

/** The steps by which the server judges a token, in its order; the first that fails is what it says. */
export const jwt: Check = (facts) => {
    if (facts.jwt === undefined) {
        return [];
    }
    const { content, accepted } = facts.jwt;
    if (content === undefined) {
        return [
            error(
                "jwt.form",
                "not a JSON Web Token",
                "The server cannot read it.",
                "Copy the whole token, three parts separated by dots, without `Bearer`.",
            ),
        ];
    }
    const findings = [form(content), ...steps(facts, facts.jwt, content)];
    return [...findings, verdict(accepted, findings)];
};

function form({ algorithm }: TokenContent): Finding {
    return algorithm?.startsWith("RS") === true
        ? ok("jwt.form", `signed with ${algorithm}`)
        : error(
              "jwt.form",
              `signed with ${algorithm ?? "nothing"}`,
              "The server checks tokens with RS256.",
              `Set the application's signature algorithm in Auth0 to RS256: \`${commandLine("up")}\` does that.`,
          );
}

function steps(
    facts: Facts,
    { keyFoundAt, signature, isStored, accepted }: JwtFacts,
    content: TokenContent,
): Finding[] {
    const { keyId } = content;
    return [
        expiry(content, facts.now),
        keyFoundAt === undefined ? noKey(facts, keyId) : ok("jwt.key", `${keyId ?? ""} at ${keyFoundAt}`),
        ...(signature === undefined ? [] : [judged(signature, keyId ?? "")]),
        ...user(facts, content, accepted),
        ...teams(facts, content),
        ...(isStored === undefined
            ? []
            : [
                  isStored
                      ? ok("jwt.bot", "the one that the server has stored")
                      : error(
                            "jwt.bot",
                            "not the one that the server has stored",
                            "The bot has a newer token, or none; but for the first two minutes, only the newest is accepted.",
                            `Use the bot's current token (\`${commandLine("export")}\` writes it), and give it to the pipelines.`,
                        ),
              ]),
    ];
}

function judged(signature: NonNullable<JwtFacts["signature"]>, keyId: string): Finding {
    const id = "jwt.signature";
    switch (signature) {
        case "right":
            return ok(id, "right");
        case "changed":
            return error(
                id,
                `made with the key ${keyId}, but for other content`,
                "The token was changed after it was signed. Nothing is wrong with the key.",
                "Use the token as it was issued. If you did not change it, find out who did.",
            );
        case "damaged":
            return error(
                id,
                "not as long as the key",
                "Part of the token is missing, or something was added to it.",
                "Copy the whole token, three parts separated by dots.",
            );
        case "foreign":
            return error(
                id,
                `not made with the key ${keyId}`,
                "The token was signed with another key with the same ID, or its last part was changed.",
                "Compare with another token of the same key: if that is accepted, get this one again. If all are refused, the " +
                    "server's private and public key files do not match: export both again, restart it, and create new tokens.",
            );
    }
}

function expiry({ expiresAt }: TokenContent, now: Date): Finding {
    if (expiresAt === undefined) {
        return ok("jwt.expiry", "never");
    }
    return expiresAt > now
        ? ok("jwt.expiry", expiresAt.toISOString())
        : error(
              "jwt.expiry",
              expiresAt.toISOString(),
              "The token has expired.",
              "Sign in again, or create a new token for the bot; if it is new, compare the clocks.",
          );
}

function noKey(facts: Facts, keyId: string | undefined): Finding {
    const unreachable = publicKeyUrls(facts).filter(({ severity }) => severity !== "ok");
    return error(
        "jwt.key",
        `${keyId ?? "no key ID"}: at no public key URL, and not the server's own`,
        `${
            unreachable.length > 0
                ? "A URL that may have it does not answer: see keys.reachable."
                : "The token is from another issuer, or was signed with a key that was replaced."
        } Before 2.0, the server answers 500 to it.`,
        "Create a new token, or add the issuer's key URL to publicKeyUrls.",
    );
}

/**
 * Who the token is of, by the settings in use; where they are not visible, by the stack's. Bots are not measured by mapping
 * and domain.
 */
function user(facts: Facts, { claims }: TokenContent, accepted: JwtFacts["accepted"]): Finding[] {
    const setting = (key: string): unknown => settingsInUse(facts).get(key) ?? at(facts.intended.settings, key);
    const list = (key: string): readonly string[] => {
        const value = setting(key);
        return Array.isArray(value) ? value.map(String) : [];
    };
    const names = list("authenticationConfiguration.jwtPrincipalClaims");
    const mapping = claimsMappingOf(list("authenticationConfiguration.jwtPrincipalClaimsMapping"));
    const principalDomain = setting("authorizerConfiguration.principalDomain");
    const identity = identityOf(claims, {
        claims: names,
        mapping,
        principalDomain: typeof principalDomain === "string" ? principalDomain : "",
        allowedDomains: list("authorizerConfiguration.allowedDomains"),
        enforcePrincipalDomain: setting("authorizerConfiguration.enforcePrincipalDomain") === true,
    });
    if ("missing" in identity) {
        return [
            error(
                "jwt.claims",
                `none of ${identity.missing.join(", ")}; the token has ${Object.keys(claims).join(", ")}`,
                "The server does not know which user the token is for.",
                "Ask Auth0 for the scopes openid, profile and email, and use the ID token; or set principalClaims to claims that it contains.",
            ),
        ];
    }
    const { name, nameClaim, domain, domains, isOutside, isBot } = identity;
    const claim = ok("jwt.claims", `${name}, from ${nameClaim}`);
    if (isBot) {
        return [claim];
    }
    const isRefused = "error" in accepted && accepted.error.includes("does not match the principal domain");
    return [claim, ...(isRefused || isOutside ? [wrongDomain(domain, domains, accepted)] : [ok("jwt.domain", domain)])];
}

/** Which teams a token of Auth0's is for, where the stack has teams: the Action of the sign-in rules names them. */
function teams({ intended }: Facts, { claims }: TokenContent): Finding[] {
    const claim = textOf(intended, "authenticationConfiguration.jwtTeamClaimMapping");
    const authority = textOf(intended, "authenticationConfiguration.authority");
    if (claim === "" || claims["iss"] !== `${authority}/`) {
        return [];
    }
    const named = claims[claim];
    return [
        Array.isArray(named)
            ? ok("jwt.teams", named.length === 0 ? "none: the user has no role with a team" : named.join(", "))
            : warning(
                  "jwt.teams",
                  `no claim ${claim}`,
                  "Auth0 did not run the Action that names the user's teams: the token was issued before, or the Action was unbound.",
                  `Sign in again; if the claim is still missing, run \`${commandLine("up")} --refresh\`, which binds the Action.`,
              ),
    ];
}

function wrongDomain(domain: string, domains: readonly string[], accepted: JwtFacts["accepted"]): Finding {
    const found = `${domain === "" ? "none" : domain}, and not ${domains.join(", ")}`;
    return "value" in accepted
        ? error(
              "jwt.domain",
              `${found}; accepted all the same`,
              "The server does not enforce the domains of the stack: a user of another domain becomes the user of the same name.",
              "Let the server use the stack's settings (see settings.database).",
          )
        : error(
              "jwt.domain",
              found,
              "The server accepts only users of its own domains; the comparison is case-sensitive.",
              "Sign in with an e-mail address in one of them, or add the domain to allowedDomains in the stack.",
          );
}

function verdict(accepted: JwtFacts["accepted"], findings: readonly Finding[]): Finding {
    if ("value" in accepted) {
        return ok("jwt.accepted", `as ${accepted.value.name}`);
    }
    const failed = findings.filter(({ severity }) => severity === "error").map(({ id }) => id);
    return failed.length > 0
        ? error(
              "jwt.accepted",
              accepted.error,
              `The server refuses it: see ${failed.join(", ")}.`,
              `Fix ${failed.join(", ")}.`,
          )
        : error(
              "jwt.accepted",
              accepted.error,
              "The token is valid as far as doctor can tell. The server may not reach its public key URLs from inside, have outdated " +
                  "keys in its cache, not know the user (404), know one of that name with another e-mail address (400), or have stored " +
                  "another token for the bot.",
              "Open each public key URL from inside the server, let the user sign in once, restart the server; for a bot, " +
                  "check again with the token of an admin, two minutes after a new token.",
          );
}
