import type { BotTokenFacts, Facts } from "../facts";
import { type Check, error, type Finding, ok, warning } from "../finding";
import { valueOf } from "../probe";
import { commandLine } from "../../commandLine";

const day = 24 * 60 * 60 * 1000;
/** How long before its end a token is warned of, in milliseconds. */
const soon = 7 * day;

const renew =
    `Make a new token: with openmetadata:token in the stack \`${commandLine("up")}\` makes those that it manages; give it to the pipelines ` +
    "of the bot, which have the old one.";

/** The bots' tokens: that there are any, their keys, ends, and what the server says to them. */
export const bots: Check = (facts) =>
    (valueOf(facts.admin?.bots) ?? []).flatMap(({ name, token }): Finding[] => {
        if ("error" in token) {
            return [
                warning(
                    "bots.token",
                    `${name}: ${token.error}`,
                    "Its token could not be looked at.",
                    "Run doctor again with the token of an admin.",
                ),
            ];
        }
        return token.value === undefined
            ? [
                  warning(
                      "bots.token",
                      `${name} has none`,
                      "Nothing can act as this bot: its token was taken away, or never made.",
                      renew,
                  ),
              ]
            : [ok("bots.token", `${name} has one`), ...judge(facts, name, token.value)];
    });

function judge({ server, now }: Facts, name: string, { keyId, expires, accepted }: BotTokenFacts): Finding[] {
    const serverKeys = server.keys.flatMap((answer) => valueOf(answer) ?? []).map(({ kid }) => kid);
    const left = expires === undefined ? Number.POSITIVE_INFINITY : expires.getTime() - now.getTime();
    const until = `${name}, until ${expires?.toISOString().slice(0, 10) ?? "for ever"}`;
    return [
        serverKeys.length === 0 || serverKeys.includes(keyId ?? "")
            ? ok("bots.key", `${name}, ${keyId ?? "none"}`)
            : error(
                  "bots.key",
                  `${name}, signed with ${keyId ?? "no key id"}`,
                  "The server has another key now: it refuses the token.",
                  renew,
              ),
        left < 0
            ? error("bots.expiry", until, "The token has expired.", renew)
            : left < soon
              ? warning("bots.expiry", until, "The token expires within a week.", renew)
              : ok("bots.expiry", until),
        "error" in accepted
            ? error(
                  "bots.accepted",
                  `${name}: ${accepted.error}`,
                  "The server refuses the token that it has stored itself.",
                  renew,
              )
            : ok("bots.accepted", name),
    ];
}
