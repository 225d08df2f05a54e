import { decodeJwt, decodeProtectedHeader, type JWTPayload } from "jose";

/** What a JSON Web Token says of itself. Nobody has checked its signature. */
export interface TokenContent {
    /** The algorithm that it is signed with, such as `RS256`. */
    readonly algorithm: string | undefined;
    /** Id of the key that it is signed with. */
    readonly keyId: string | undefined;
    /** When it expires; `undefined` where it never does. */
    readonly expiresAt: Date | undefined;
    /** All claims, as they are. A claim without a value is `null`. */
    readonly claims: JWTPayload;
}

/** The last moment that a date can hold, in milliseconds since 1970. */
const lastMoment = 8.64e15;

/**
 * Reads a JSON Web Token. OpenMetadata writes `"exp": null` into a token that never expires, where others leave the claim
 * out; it takes a token with any other `exp` than a number for none.
 *
 * @returns `undefined` where it is no JSON Web Token. The token is in no message.
 */
export function readToken(jwt: string): TokenContent | undefined {
    try {
        const { alg, kid } = decodeProtectedHeader(jwt);
        const claims = decodeJwt(jwt);
        const exp: unknown = claims.exp;
        if (exp !== undefined && exp !== null && typeof exp !== "number") {
            return undefined;
        }
        return {
            algorithm: alg,
            keyId: typeof kid === "string" ? kid : undefined,
            expiresAt: typeof exp === "number" ? dateOf(exp) : undefined,
            claims,
        };
    } catch {
        return undefined;
    }
}

function dateOf(seconds: number): Date {
    return new Date(Math.max(-lastMoment, Math.min(seconds * 1000, lastMoment)));
}
