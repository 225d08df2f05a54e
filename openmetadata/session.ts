import { type Problem, problemAt } from "./problem";

/** How long a session lasts where nothing is said, in seconds: 7 days, as OpenMetadata has it. */
export const defaultSessionExpiry = 604_800;
/** How long a session's token is valid where nothing is said, in seconds: an hour, as OpenMetadata has it. */
export const defaultTokenValidity = 3_600;

/** Checks how long a session lasts: OpenMetadata takes an hour or more. */
export function checkSessionExpiry(key: string, seconds: number): Problem[] {
    return checkSeconds(key, seconds, 3_600);
}

/** Checks how long a session's token is valid. */
export function checkTokenValidity(key: string, seconds: number): Problem[] {
    return checkSeconds(key, seconds, 1);
}

function checkSeconds(key: string, seconds: number, minimum: number): Problem[] {
    if (Number.isInteger(seconds) && seconds >= minimum) {
        return [];
    }
    return problemAt(
        key,
        `${seconds} is not a number of seconds that OpenMetadata accepts`,
        `Write a whole number, ${minimum} or more.`,
    );
}
