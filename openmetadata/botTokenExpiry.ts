import { type Problem, problemAt } from "./problem";

/** How long a bot's token is valid: an hour, a number of days, or for ever. */
export const BotTokenExpiry = {
    /** An hour. */
    OneHour: "OneHour",
    /** One day. */
    OneDay: "1",
    /** Seven days. */
    SevenDays: "7",
    /** Thirty days. */
    ThirtyDays: "30",
    /** Sixty days. */
    SixtyDays: "60",
    /** Ninety days. */
    NinetyDays: "90",
    /** For ever. */
    Unlimited: "Unlimited",
} as const;
export type BotTokenExpiry = (typeof BotTokenExpiry)[keyof typeof BotTokenExpiry];

/** How long a token is valid, in hours; `Infinity` if it never expires. */
function lifeOf(expiry: BotTokenExpiry): number {
    switch (expiry) {
        case BotTokenExpiry.Unlimited:
            return Infinity;
        case BotTokenExpiry.OneHour:
            return 1;
        default:
            return Number(expiry) * 24;
    }
}

/** How long before a token expires it is renewed where nothing is said, in hours: a third of its life. */
export function defaultRenewBefore(expiry: BotTokenExpiry): number {
    return expiry === BotTokenExpiry.Unlimited ? 0 : lifeOf(expiry) / 3;
}

/** Checks how long before it expires a token is renewed: for as long as it is valid, each run would replace it. */
export function checkRenewBefore(key: string, hours: number, expiry: BotTokenExpiry): Problem[] {
    // An expiry that is wrong itself has no life.
    const life = checkBotTokenExpiry(key, expiry).length > 0 ? Infinity : lifeOf(expiry);
    if (hours >= 0 && hours < life) {
        return [];
    }
    const less = life === Infinity ? "" : `, and less than the ${life} that a token is valid for`;
    return problemAt(key, `${hours} is not a valid number of hours`, `Write 0 or more${less}.`);
}

/** Checks that an expiry is one that OpenMetadata has. */
export function checkBotTokenExpiry(key: string, value: string): Problem[] {
    const known: readonly string[] = Object.values(BotTokenExpiry);
    return known.includes(value)
        ? []
        : problemAt(
              key,
              `${JSON.stringify(value)} is not a valid expiry in OpenMetadata`,
              `Write one of ${known.join(", ")}.`,
          );
}
