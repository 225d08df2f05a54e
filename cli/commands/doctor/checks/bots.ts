import type { BotTokenFacts, Facts } from "../facts";
import { type Check, error, type Finding, hidden, ok, warning } from "../finding";
import { valueOf } from "../probe";
import { asAdmin } from "../remedies";
import { commandLine } from "../../commandLine";

const day = 24 * 60 * 60 * 1000;
/** How long before its end a token is warned of, in milliseconds. */
const soon = 7 * day;

const renew =
    `Create a new token: with openmetadata:token in the stack, \`${commandLine("up")}\` does so for its bots, and for all others ` +
    "whose token is of another key; for the rest, use the bot's page in OpenMetadata. Give it to the bot's pipelines, " +
    "which have the old one.";

/** The bots' tokens, one finding each: whether there is one, its key and end, and what the server says to it. */
export const bots: Check = (facts) => {
    if (facts.admin === undefined) {
        return "error" in facts.server.version ? [] : [hidden("bots.accepted", asAdmin)];
    }
    return (valueOf(facts.admin.bots) ?? []).map(({ name, token }) => {
        if ("error" in token) {
            return /decrypt/.test(token.error)
                ? error(
                      "bots.token",
                      `${name}: ${token.error}`,
                      "The server cannot decrypt the stored token: its Fernet key has changed.",
                      `Set FERNET_KEY to the new key, a comma, and the old one, and restart the server. ${renew}`,
                  )
                : warning(
                      "bots.token",
                      `${name}: ${token.error}`,
                      "Its token could not be checked.",
                      "Run doctor again with the token of an admin.",
                  );
        }
        return token.value === undefined
            ? warning(
                  "bots.token",
                  `${name} has none`,
                  "Nothing can act as this bot: its token was revoked, or never created.",
                  renew,
              )
            : judge(facts, name, token.value);
    });
};

function judge({ server, now }: Facts, name: string, { content, accepted }: BotTokenFacts): Finding {
    if (content === undefined) {
        return error("bots.token", `${name}: not a JSON Web Token`, "The server refuses it.", renew);
    }
    const { keyId, expiresAt } = content;
    const serverKeys = server.keys.flatMap((answer) => valueOf(answer) ?? []).map(({ kid }) => kid);
    const left = expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt.getTime() - now.getTime();
    const until = `${name}, until ${expiresAt?.toISOString().slice(0, 10) ?? "for ever"}`;
    if (serverKeys.length > 0 && !serverKeys.includes(keyId ?? "")) {
        return error(
            "bots.key",
            `${name}, signed with ${keyId ?? "no key ID"}`,
            "The server has a different key now, and answers 500 to tokens of keys that it does not know.",
            renew,
        );
    }
    if (left < 0) {
        return error("bots.expiry", until, "The token has expired.", renew);
    }
    if ("error" in accepted) {
        // The token is the one that is stored, so that nothing is wrong with it but its age.
        return /does not match the current bot's token/.test(accepted.error)
            ? warning(
                  "bots.accepted",
                  `${name}: not yet`,
                  "The token is new, and the server still accepts the previous one. Each replica caches a bot's token for up to " +
                      "two minutes.",
                  "Run doctor again in two minutes.",
              )
            : error(
                  "bots.accepted",
                  `${name}: ${accepted.error}`,
                  /Public key mismatch/.test(accepted.error)
                      ? "The server's public key file does not match its private one: it refuses its own tokens."
                      : "The server refuses the token that it stored itself.",
                  /Public key mismatch/.test(accepted.error)
                      ? `Give the server both key files as \`${commandLine("export")}\` writes them, and restart it.`
                      : renew,
              );
    }
    return left < soon
        ? warning("bots.expiry", until, "The token expires within a week.", renew)
        : ok("bots.accepted", until);
}
