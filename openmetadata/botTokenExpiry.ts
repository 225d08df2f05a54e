import type { Problem } from "./problem";

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

/** How long before a token expires it is renewed where nothing is said, in hours: a third of its life. */
export function defaultRenewBefore(expiry: BotTokenExpiry): number {
    switch (expiry) {
        case BotTokenExpiry.Unlimited:
            return 0;
        case BotTokenExpiry.OneHour:
            return 1 / 3;
        default:
            return (Number(expiry) * 24) / 3;
    }
}

/** Checks that an expiry is one that OpenMetadata has. */
export function checkBotTokenExpiry(key: string, value: string): Problem[] {
    const known: readonly string[] = Object.values(BotTokenExpiry);
    return known.includes(value)
        ? []
        : [
              {
                  key,
                  wrong: `${JSON.stringify(value)} is not a valid expiry in OpenMetadata`,
                  write: `Write one of ${known.join(", ")}.`,
              },
          ];
}
