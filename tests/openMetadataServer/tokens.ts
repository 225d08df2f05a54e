import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, type JWK, SignJWT } from "jose";
import type { Agent } from "undici";
import { fetchJson } from "./fetchJson";
import { enforceDomain, isBot, userNameOf } from "./claims";
import type { JwtTokenConfiguration, SecurityConfiguration } from "./configuration";
import { type Database, type JwtMechanism, type TokenExpiry, tokenExpiries, type User } from "./database";
import { notAuthenticated, ServerError } from "./errors";
import type { SigningKey } from "./signingKey";

/** What checks and makes tokens. */
export interface TokenOptions {
    readonly database: Database;
    readonly jwt: JwtTokenConfiguration;
    readonly key: SigningKey | undefined;
    /** How the outside is reached. */
    readonly dispatcher: Agent;
    /** Whether an unknown key id is a refusal (2.0 on) or an error of the server (before). */
    readonly refusesUnknownKeys: boolean;
}

type Jwks = { readonly keys?: readonly JWK[] };

const oneDay = 24 * 60 * 60 * 1000;

/** Makes the server's own tokens, and checks all that are sent to it. */
export class Tokens {
    /** Keys that were found outside, by id: OpenMetadata keeps them for 24 hours. */
    private readonly found = new Map<string, JWK>();

    constructor(
        private readonly options: TokenOptions,
        private readonly security: SecurityConfiguration,
    ) {}

    /** A token of a bot, valid as long as asked for. */
    async forBot(user: User, expiry: TokenExpiry): Promise<JwtMechanism> {
        const days = tokenExpiries[expiry];
        const expires = days === undefined ? undefined : Math.floor((Date.now() + days * oneDay) / 1000);
        return {
            JWTToken: await this.sign(user, { isBot: true, tokenType: "BOT" }, expires),
            JWTTokenExpiry: expiry,
            JWTTokenExpiresAt: expires === undefined ? null : expires * 1000,
        };
    }

    /** A token of a person who has signed in with a password, valid for an hour. */
    forPerson(user: User): Promise<string> {
        return this.sign(user, { isBot: false, tokenType: "OM_USER" }, Math.floor(Date.now() / 1000) + 3600);
    }

    /** The user whom a request's token is of. */
    async userOf(authorization: string | undefined): Promise<User> {
        const token = /^Bearer (?<token>.+)$/.exec(authorization ?? "")?.groups?.["token"];
        if (token === undefined) {
            throw notAuthenticated("Not Authorized! Token not present");
        }
        const claims = await this.verify(token);
        const name = userNameOf(claims, this.security);
        enforceDomain(claims, this.security);
        const user = this.options.database.user(name);
        if (isBot(claims) && user?.jwt?.JWTToken !== token) {
            throw notAuthenticated("Not Authorized! The given token does not match the current bot's token!");
        }
        if (user === undefined) {
            throw new ServerError(404, `user instance for ${name} not found`);
        }
        return user;
    }

    private async verify(token: string): Promise<JWTPayload> {
        let keyId: string | undefined;
        let claims: JWTPayload;
        try {
            keyId = decodeProtectedHeader(token).kid;
            claims = decodeJwt(token);
        } catch {
            throw notAuthenticated("Not Authorized! Invalid token.");
        }
        if (claims.exp !== undefined && claims.exp * 1000 < Date.now()) {
            throw notAuthenticated("Expired token!");
        }
        const algorithm = this.security.authenticationConfiguration.tokenValidationAlgorithm ?? "RS256";
        const key = await this.keyOf(keyId, algorithm);
        try {
            await compactVerify(token, key, { algorithms: [algorithm] });
        } catch {
            throw notAuthenticated("Not Authorized! Invalid token. Token verification failed. Public key mismatch.");
        }
        return claims;
    }

    private async keyOf(keyId: string | undefined, algorithm: string): Promise<Parameters<typeof compactVerify>[1]> {
        const { jwt, key, dispatcher, refusesUnknownKeys } = this.options;
        if (key !== undefined && keyId === jwt.keyId) {
            return key.publicKey;
        }
        const known = this.found.get(keyId ?? "");
        if (known !== undefined) {
            return importJWK(known, algorithm);
        }
        for (const url of this.security.authenticationConfiguration.publicKeyUrls ?? []) {
            const keys = await fetchJson<Jwks>(url, dispatcher).catch((): Jwks => ({}));
            const match = keys.keys?.find(({ kid }) => kid === keyId);
            if (match !== undefined && keyId !== undefined) {
                this.found.set(keyId, match);
                return importJWK(match, algorithm);
            }
        }
        throw refusesUnknownKeys
            ? notAuthenticated("Not Authorized! Token signing key not found in configured public keys")
            : new ServerError(
                  500,
                  "JWT Token keyID doesn't match the configured keyID. This usually happens if you didn't configure " +
                      "proper publicKeyUrls under authentication configuration.",
              );
    }

    private async sign(user: User, claims: JWTPayload, expires: number | undefined): Promise<string> {
        const { key, jwt } = this.options;
        if (key === undefined || jwt.keyId === null) {
            throw new ServerError(500, "Failed to generate JWT Token. Please check your OpenMetadata Configuration.");
        }
        const token = new SignJWT({
            ...claims,
            roles: [],
            email: user.email,
            username: user.name,
            preferred_username: user.name,
        })
            .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: jwt.keyId })
            .setIssuer(jwt.jwtissuer ?? "")
            .setSubject(user.name)
            .setIssuedAt();
        return (expires === undefined ? token : token.setExpirationTime(expires)).sign(key.privateKey);
    }
}
