import type { JWTPayload } from "jose";
import { publicKeyUrls } from "./publicKeyUrls";
import type { Facts, JwtContent } from "../facts";
import { type Check, error, type Finding, ok } from "../finding";
import { valueOf } from "../probe";
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
                "no JSON Web Token",
                "The server reads nothing from it.",
                "Copy the whole token, three parts with dots between, without `Bearer` before it.",
            ),
        ];
    }
    const findings = [form(content), ...steps(facts, content)];
    return [...findings, verdict(accepted, findings)];
};

function form({ algorithm }: JwtContent): Finding {
    return algorithm?.startsWith("RS") === true
        ? ok("jwt.form", `signed with ${algorithm}`)
        : error(
              "jwt.form",
              `signed with ${algorithm ?? "nothing"}`,
              "The server checks tokens with RS256.",
              `Set the application's signature algorithm in Auth0 to RS256: \`${commandLine("up")}\` does that.`,
          );
}

function steps(facts: Facts, content: JwtContent): Finding[] {
    const { keyId, keyFoundAt, signed, isStored, claims } = content;
    return [
        expiry(claims, facts.now),
        keyFoundAt === undefined ? noKey(facts, keyId) : ok("jwt.key", `${keyId ?? ""} at ${keyFoundAt}`),
        ...(signed === undefined
            ? []
            : [
                  signed
                      ? ok("jwt.signature", "right")
                      : error(
                            "jwt.signature",
                            `not that of the key ${keyId ?? ""}`,
                            "The token was changed, or signed with another key of the same id: the server's private and public key " +
                                "file may not belong together.",
                            "Export the key files anew, give the server both, restart it, and make a new token.",
                        ),
              ]),
        ...person(facts, claims),
        ...(isStored === undefined
            ? []
            : [
                  isStored
                      ? ok("jwt.bot", "the one that the server has stored")
                      : error(
                            "jwt.bot",
                            "another than the server has stored",
                            "The bot has a newer token, or none; only the newest is accepted.",
                            `Take the bot's present token (\`${commandLine("export")}\` writes it), and give it to the pipelines.`,
                        ),
              ]),
    ];
}

function expiry({ exp }: JWTPayload, now: Date): Finding {
    if (exp === undefined) {
        return ok("jwt.expiry", "never");
    }
    const end = new Date(exp * 1000);
    return end > now
        ? ok("jwt.expiry", end.toISOString())
        : error(
              "jwt.expiry",
              end.toISOString(),
              "The token has expired.",
              "Sign in again, or make a new token for the bot; compare the clocks if it is new.",
          );
}

function noKey(facts: Facts, keyId: string | undefined): Finding {
    const unreachable = publicKeyUrls(facts).filter(({ severity }) => severity !== "ok");
    return error(
        "jwt.key",
        `${keyId ?? "no key id"}: at no public key address, and not the server's own`,
        unreachable.length > 0
            ? "An address that may have it does not answer: see keys.reachable."
            : "The token is of another issuer, or of a key that was replaced.",
        "Add the issuer's key address, or the server's own with the host that it is reached under, to publicKeyUrls; or make a new token.",
    );
}

/** Who the token is of, by the server's settings; bots are not measured by mapping and domain. */
function person({ server }: Facts, claims: JWTPayload): Finding[] {
    const authentication = server.authentication.map(valueOf).find((answer) => answer !== undefined);
    const authorizer = valueOf(server.authorizer);
    if (authentication === undefined || authorizer === undefined) {
        return [];
    }
    const isBot = claims["isBot"] === true;
    const mapping = isBot ? [] : (authentication.jwtPrincipalClaimsMapping ?? []);
    const mapped = new Map(
        mapping.map((item) => [item.slice(0, item.indexOf(":")), item.slice(item.indexOf(":") + 1)]),
    );
    const names = authentication.jwtPrincipalClaims ?? [];
    // The server reads names of claims in any case.
    const lowerCase = new Map(Object.entries(claims).map(([claim, value]) => [claim.toLowerCase(), value]));
    const first = names.find((name) => lowerCase.has(name.toLowerCase()));
    const nameClaim = mapped.get("username") ?? first;
    const addressClaim = mapped.get("email") ?? first;
    const [name, address] = [nameClaim, addressClaim].map((claim) => lowerCase.get(claim?.toLowerCase() ?? ""));
    if (typeof name !== "string" || name === "" || typeof address !== "string" || address === "") {
        const wanted = mapping.length > 0 ? [...mapped.values()] : names;
        return [
            error(
                "jwt.claims",
                `none of ${wanted.join(", ")}; the token has ${Object.keys(claims).join(", ")}`,
                "The server does not know whom the token is of.",
                "Ask Auth0 for the scopes openid, profile and email, and use the ID token; or set principalClaims to claims that it has.",
            ),
        ];
    }
    const claim = ok("jwt.claims", `${name.split("@", 1)[0]?.toLowerCase() ?? ""}, from ${nameClaim ?? ""}`);
    const domain = address.split("@")[1] ?? "";
    const domains = authorizer.allowedDomains?.length ? authorizer.allowedDomains : [authorizer.principalDomain ?? ""];
    if (isBot || authorizer.enforcePrincipalDomain !== true) {
        return [claim];
    }
    return [
        claim,
        domains.includes(domain)
            ? ok("jwt.domain", domain)
            : error(
                  "jwt.domain",
                  `${domain === "" ? "none" : domain}, and not ${domains.join(", ")}`,
                  "The server takes people of its own domain only, and compares letter by letter.",
                  "Sign in with an address of that domain, or set enforcePrincipalDomain to false in the stack.",
              ),
    ];
}

function verdict(accepted: NonNullable<Facts["jwt"]>["accepted"], findings: readonly Finding[]): Finding {
    if ("value" in accepted) {
        return ok("jwt.accepted", `as ${accepted.value.name}`);
    }
    const failed = findings.filter(({ severity }) => severity === "error").map(({ id }) => id);
    return failed.length > 0
        ? error(
              "jwt.accepted",
              accepted.error,
              `The server refuses it, as ${failed.join(", ")} says.`,
              `Mend ${failed.join(", ")}.`,
          )
        : error(
              "jwt.accepted",
              accepted.error,
              "The token is right as far as can be seen from here. The server may not reach its public key addresses from inside, keep " +
                  "keys of yesterday, not know the user, or have another token stored for the bot.",
              "Open each public key address from inside the server, let the person sign in once, restart the server; for a bot, " +
                  "look again with the token of an admin.",
          );
}
