import {
    compactVerify,
    decodeJwt,
    decodeProtectedHeader,
    importJWK,
    type JWTPayload,
    type JWK,
    CompactSign,
} from "jose";
import type { Agent } from "undici";
import { fetchJson } from "./fetchJson";
import { enforceDomain, identityOf, isBot, type Identity } from "./claims";
import type { JwtTokenConfiguration, SecurityConfiguration } from "./configuration";
import { type Database, type JwtMechanism, type TokenExpiry, tokenExpiries, type User } from "./database";
import { notAuthenticated, ServerError, unforeseen } from "./errors";
import { isFrom } from "./releases";
import type { SigningKey } from "./signingKey";

/** What checks and makes tokens. */
export interface TokenOptions {
    readonly database: Database;
    readonly jwt: JwtTokenConfiguration;
    readonly key: SigningKey;
    /** The keys that stored tokens can be read with; the first is that of new ones. */
    readonly fernetKeys: readonly string[];
    /** How the outside is reached. */
    readonly dispatcher: Agent;
    readonly version: string;
    readonly botTokens: BotTokenCache;
}

type Jwks = { readonly keys?: readonly JWK[] };

const oneDay = 24 * 60 * 60 * 1000;

/** Whose token a request has, and what stands in it. */
export interface Presented extends Identity {
    readonly claims: JWTPayload;
}

/** What the server remembers of bots' tokens, from the first use on: a new one is noticed when that is over. */
export class BotTokenCache {
    private readonly kept = new Map<string, { readonly token: string; readonly until: number }>();

    /** @param life - How long a token is remembered, in milliseconds. */
    constructor(private readonly life: number) {}

    /** The token of a bot, as it is remembered, or as it is stored. */
    tokenOf(name: string, stored: () => string): string {
        const kept = this.kept.get(name);
        if (kept !== undefined && kept.until > Date.now() && kept.token !== "") {
            return kept.token;
        }
        const token = stored();
        this.kept.set(name, { token, until: Date.now() + this.life });
        return token;
    }

    /** Has a bot's token read anew. */
    forget(name: string): void {
        this.kept.delete(name);
    }
}

/** Makes the server's own tokens, and checks all that are sent to it. */
export class Tokens {
    /** Keys that were found outside, by id: OpenMetadata keeps them for a day. */
    private readonly found = new Map<string, JWK>();

    constructor(
        private readonly options: TokenOptions,
        private readonly security: SecurityConfiguration,
    ) {}

    /** A token of a bot, valid as long as asked for; with `"exp": null` where that is for ever. */
    async forBot(user: User, expiry: TokenExpiry): Promise<JwtMechanism> {
        const days = tokenExpiries[expiry];
        const expires = days === undefined ? null : Math.floor((Date.now() + days * oneDay) / 1000);
        const [encryptedWith = ""] = this.options.fernetKeys;
        return {
            JWTToken: await this.sign(user, { isBot: true, tokenType: "BOT", exp: expires }),
            JWTTokenExpiry: expiry,
            JWTTokenExpiresAt: expires === null ? null : expires * 1000,
            encryptedWith,
        };
    }

    /** A token of a person who has signed in with a password, valid for an hour. */
    forPerson(user: User): Promise<string> {
        const exp = Math.floor(Date.now() / 1000) + 3600;
        return this.sign(user, { isBot: false, tokenType: "OM_USER", exp });
    }

    /** Whether the server can read what it has stored for a bot. */
    canRead({ encryptedWith }: JwtMechanism): boolean {
        return encryptedWith === undefined || this.options.fernetKeys.includes(encryptedWith);
    }

    /** Whose token a request has. */
    async presentedBy(authorization: string | undefined): Promise<Presented> {
        const token = /^Bearer (?<token>.+)$/.exec(authorization ?? "")?.groups?.["token"];
        if (token === undefined) {
            throw notAuthenticated("source", "Not Authorized! Token not present");
        }
        const claims = await this.verify(token);
        const identity = identityOf(claims, this.security);
        enforceDomain(claims, this.security);
        if (isBot(claims) && this.botToken(identity.name) !== token) {
            throw notAuthenticated("seen", "Not Authorized! The given token does not match the current bot's token!");
        }
        return { ...identity, claims };
    }

    /** The user whom a request's token is of: only the name counts. */
    async userOf(authorization: string | undefined): Promise<User> {
        const { name } = await this.presentedBy(authorization);
        const user = this.options.database.user(name);
        if (user === undefined) {
            throw new ServerError("seen", 404, `user instance for ${name} not found`);
        }
        return user;
    }

    private botToken(name: string): string | undefined {
        const { database, botTokens } = this.options;
        const jwt = database.user(name)?.jwt;
        return jwt === undefined || !this.canRead(jwt) ? undefined : botTokens.tokenOf(name, () => jwt.JWTToken);
    }

    private async verify(token: string): Promise<JWTPayload> {
        let keyId: string | undefined;
        let claims: JWTPayload;
        try {
            keyId = decodeProtectedHeader(token).kid;
            claims = decodeJwt(token);
        } catch {
            throw notAuthenticated("source", "Not Authorized! Invalid token.");
        }
        // Typed as a number, and null where it never expires.
        const exp = claims.exp as number | null | undefined;
        if (typeof exp === "number" && exp * 1000 < Date.now()) {
            throw notAuthenticated("seen", "Expired token!");
        }
        const algorithm = this.security.authenticationConfiguration.tokenValidationAlgorithm ?? "RS256";
        const key = await this.keyOf(keyId, algorithm);
        try {
            await compactVerify(token, key, { algorithms: [algorithm] });
        } catch {
            throw notAuthenticated(
                "seen",
                "Not Authorized! Invalid token. Token verification failed. Public key mismatch. due to " +
                    "com.auth0.jwt.exceptions.SignatureVerificationException: The Token's Signature resulted invalid when " +
                    "verified using the Algorithm: SHA256withRSA",
            );
        }
        return claims;
    }

    /** The key of an id: the server's own first, then those of the public key URLs. */
    private async keyOf(keyId: string | undefined, algorithm: string): Promise<Parameters<typeof compactVerify>[1]> {
        const { jwt, key, dispatcher, version } = this.options;
        if (keyId === undefined) {
            throw unforeseen("seen", null);
        }
        if (keyId === jwt.keyId) {
            return key.publicKey;
        }
        const known = this.found.get(keyId);
        if (known !== undefined) {
            return importJWK(known, algorithm);
        }
        for (const url of this.security.authenticationConfiguration.publicKeyUrls ?? []) {
            const keys = await fetchJson<Jwks>(url, dispatcher).catch((): Jwks => ({}));
            const match = keys.keys?.find(({ kid }) => kid === keyId);
            if (match !== undefined) {
                this.found.set(keyId, match);
                return importJWK(match, algorithm);
            }
        }
        throw isFrom(version, "2.0.0")
            ? notAuthenticated("inferred", "Not Authorized! Token signing key not found in configured public keys")
            : unforeseen(
                  "seen",
                  "com.auth0.jwk.SigningKeyNotFoundException: JWT Token keyID doesn't match the configured keyID. This usually " +
                      "happens if you didn't configure proper publicKeyUrls under authentication configuration.",
              );
    }

    private async sign(user: User, claims: Record<string, unknown>): Promise<string> {
        const { key, jwt } = this.options;
        const payload = {
            iss: jwt.jwtissuer,
            sub: user.name,
            roles: user.isAdmin ? [...user.roles, "Admin"] : user.roles,
            email: user.email,
            username: user.name,
            preferred_username: user.name,
            iat: Math.floor(Date.now() / 1000),
            ...claims,
        };
        return new CompactSign(Buffer.from(JSON.stringify(payload)))
            .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: jwt.keyId ?? "" })
            .sign(key.privateKey);
    }
}
