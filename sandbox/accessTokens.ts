import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, jwtVerify, SignJWT } from "jose";

/** How long an access token of the Management API is valid, in seconds: Auth0's 24 hours. */
const lifetime = 86_400;

/** Issues and checks the access tokens of a tenant: JSON Web Tokens with Auth0's claims. */
export class AccessTokens {
    private constructor(
        private readonly domain: string,
        /** The domain of the tenant's that the tokens are asked for at. */
        private readonly askedAt: string,
        private readonly privateKey: KeyObject,
        private readonly publicKey: KeyObject,
        /** The id of the signing key, as tokens name it. */
        readonly keyId: string,
    ) {}

    static async create(domain: string, signingKey: string): Promise<AccessTokens> {
        const privateKey = createPrivateKey(signingKey);
        const publicKey = createPublicKey(privateKey);
        return new AccessTokens(
            domain,
            domain,
            privateKey,
            publicKey,
            await calculateJwkThumbprint(await exportJWK(publicKey)),
        );
    }

    /** The tokens of the same tenant that are asked for at another of its domains. */
    at(domain: string): AccessTokens {
        return new AccessTokens(this.domain, domain, this.privateKey, this.publicKey, this.keyId);
    }

    /** What identifies the tenant in its tokens, with Auth0's slash at the end: the domain that they are asked for at. */
    get issuer(): string {
        return `https://${this.askedAt}/`;
    }

    /** What identifies the tenant's Management API: its own domain, wherever it is asked. */
    get managementAudience(): string {
        return `https://${this.domain}/api/v2/`;
    }

    /** A token with which an application may use an API on its own behalf. */
    async issue(
        clientId: string,
        audience: string,
        scopes: readonly string[],
    ): Promise<{ token: string; expiresIn: number }> {
        const token = await new SignJWT({ azp: clientId, scope: scopes.join(" "), gty: "client-credentials" })
            .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: this.keyId })
            .setIssuer(this.issuer)
            .setSubject(`${clientId}@clients`)
            .setAudience(audience)
            .setIssuedAt()
            .setExpirationTime(`${lifetime}s`)
            .sign(this.privateKey);
        return { token, expiresIn: lifetime };
    }

    /** The scopes of a token for the Management API; `undefined` where the token is not valid. */
    async scopesOf(token: string): Promise<ReadonlySet<string> | undefined> {
        try {
            const { payload } = await jwtVerify<{ scope: string }>(token, this.publicKey, {
                issuer: this.issuer,
                audience: this.managementAudience,
                algorithms: ["RS256"],
            });
            return new Set(payload.scope.split(" "));
        } catch {
            return undefined;
        }
    }
}
