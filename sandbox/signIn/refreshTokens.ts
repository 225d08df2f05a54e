import type { KoaContextWithOIDC } from "oidc-provider";
import type { ClientRecord } from "../records";

/**
 * Whether this use of a refresh token replaces it. One that stays has its time without use begin anew.
 */
export async function replaces({ oidc }: KoaContextWithOIDC, client: ClientRecord): Promise<boolean> {
    if (client.refresh_token?.rotation_type === "rotating") {
        return true;
    }
    const token = oidc.entities.RefreshToken;
    if (token !== undefined) {
        token.exp = Math.floor(Date.now() / 1000) + remainingLifetime(client, token.totalLifetime());
        await token.save();
    }
    return false;
}

/** For how many seconds a refresh token that was replaced may be used again, for clients that lost the answer. */
export function leeway({ refresh_token: settings }: ClientRecord): number {
    return settings?.leeway ?? 0;
}

/** Longer than any refresh token lives: the library has no token that never ends. */
const forever = 100 * 365 * 86_400;

/** For how many seconds refresh tokens of one sign-in work, however often they are used. */
export function absoluteLifetime({ refresh_token: settings }: ClientRecord): number {
    const expiring = settings?.expiration_type === "expiring" && settings.infinite_token_lifetime !== true;
    return (expiring ? settings.token_lifetime : undefined) ?? forever;
}

/**
 * For how many seconds a refresh token works from now on, if it is not used.
 *
 * @param age - How long ago the person signed in, in seconds.
 */
export function remainingLifetime(client: ClientRecord, age: number): number {
    const { refresh_token: settings } = client;
    const expiring = settings?.expiration_type === "expiring" && settings.infinite_idle_token_lifetime !== true;
    const idle = (expiring ? settings.idle_token_lifetime : undefined) ?? forever;
    return Math.max(1, Math.min(idle, absoluteLifetime(client) - age));
}
