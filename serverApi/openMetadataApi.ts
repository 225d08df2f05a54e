import { ApiError } from "./apiError";
import { type Connection, request, requestText } from "./request";

/** The sign-in settings that a server keeps in its database. Secrets are masked for people, and not for bots. */
export interface SecurityConfigurationContent {
    readonly authenticationConfiguration: Readonly<Record<string, unknown>>;
    readonly authorizerConfiguration: Readonly<Record<string, unknown>>;
}

/** What a server states about sign-in to everyone. */
export interface AuthenticationConfig {
    readonly provider?: string;
    readonly clientType?: string;
    readonly authority?: string;
    readonly clientId?: string;
    readonly callbackUrl?: string;
    readonly publicKeyUrls?: readonly string[];
    readonly tokenValidationAlgorithm?: string;
    readonly jwtPrincipalClaims?: readonly string[];
    readonly jwtPrincipalClaimsMapping?: readonly string[];
}

/** What a server states to everyone about who may do what. */
export interface AuthorizerConfig {
    readonly adminPrincipals?: readonly string[];
    readonly principalDomain?: string;
    readonly allowedDomains?: readonly string[];
    readonly enforcePrincipalDomain?: boolean;
    readonly enableSecureSocketConnection?: boolean;
}

/** What a server thinks of sign-in settings. */
export interface ValidationResult {
    readonly status: "success" | "failed";
    /** The fields that are wrong, and what is wrong with each. */
    readonly errors?: readonly { readonly field: string; readonly error: string }[];
}

/** A public key of a server, as a JSON Web Key; `n` may be padded and have a leading zero byte. */
export interface ServerKey {
    readonly kid: string;
    readonly n: string;
    readonly e: string;
}

/** A user of OpenMetadata, as far as it matters here. */
export interface User {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly isAdmin?: boolean;
    readonly isBot?: boolean;
}

/** A bot, and the user that it works as. */
export interface Bot {
    readonly name: string;
    readonly userId: string;
}

/** How a bot signs in. */
export interface AuthenticationMechanism {
    /** The token; `undefined` where there is none. Secret. */
    readonly jwt: string | undefined;
    /** How long it was made to be valid. */
    readonly expiry: string | undefined;
}

/**
 * The parts of OpenMetadata's REST API that sign-in needs.
 *
 * Source: OpenMetadata's resources `SystemResource`, `UserResource` and `BotResource`. Every method throws an
 * {@link ApiError} where the server does not do what it is asked for.
 */
export class OpenMetadataApi {
    /** @param connection - The server, and the token to sign in with. */
    constructor(private readonly connection: Connection) {}

    /** Version of the server, such as `1.13.1`. Needs no token. */
    async version(): Promise<string> {
        const { version } = (await this.get("/api/v1/system/version")) as { version: string };
        return version;
    }

    /** Makes sure that the server answers. Needs no token. */
    async health(): Promise<void> {
        await requestText(this.connection, "GET", "/api/v1/system/health");
    }

    /** What the server states about sign-in. Needs no token. */
    async authenticationConfig(): Promise<AuthenticationConfig> {
        return (await this.get("/api/v1/system/config/auth")) as AuthenticationConfig;
    }

    /** What the server states about who may do what. Needs no token. */
    async authorizerConfig(): Promise<AuthorizerConfig> {
        return (await this.get("/api/v1/system/config/authorizer")) as AuthorizerConfig;
    }

    /** The public keys of the server's own tokens. Needs no token. */
    async jwks(): Promise<{ readonly keys: readonly ServerKey[] }> {
        return (await this.get("/api/v1/system/config/jwks")) as { keys: ServerKey[] };
    }

    /** The sign-in settings that the server keeps. */
    async securityConfiguration(): Promise<SecurityConfigurationContent> {
        return (await this.get("/api/v1/system/security/config")) as SecurityConfigurationContent;
    }

    /**
     * Has the server keep other sign-in settings, and use them from then on, in the one replica that answers. It checks
     * nothing, and keeps a masked secret as if the mask were the secret: send the secret itself.
     */
    async replaceSecurityConfiguration(content: SecurityConfigurationContent): Promise<void> {
        // The answer repeats the secret, and is not looked at.
        await requestText(this.connection, "PUT", "/api/v1/system/security/config", content);
    }

    /** What the server thinks of sign-in settings; it changes nothing. For Web it asks Auth0 for a token. */
    async validateSecurityConfiguration(content: SecurityConfigurationContent): Promise<ValidationResult> {
        return (await request(
            this.connection,
            "POST",
            "/api/v1/system/security/validate",
            content,
        )) as ValidationResult;
    }

    /** A user by name; `undefined` where there is none. */
    async userByName(name: string): Promise<User | undefined> {
        return (await this.getIfThere(`/api/v1/users/name/${encodeURIComponent(name)}`)) as User | undefined;
    }

    /** All admins, bots among them. */
    async admins(): Promise<readonly User[]> {
        return this.all<User>("/api/v1/users", { isAdmin: "true" });
    }

    /** The user whose token signs in here. */
    async loggedInUser(): Promise<User> {
        return (await this.get("/api/v1/users/loggedInUser")) as User;
    }

    /** Deletes a user: for good where `hard`, and so that it can be restored otherwise. */
    async deleteUser(id: string, { hard }: { readonly hard: boolean }): Promise<void> {
        await request(this.connection, "DELETE", `/api/v1/users/${id}?hardDelete=${hard}`);
    }

    /** A bot by name; `undefined` where there is none. */
    async bot(name: string): Promise<Bot | undefined> {
        const bot = (await this.getIfThere(`/api/v1/bots/name/${encodeURIComponent(name)}`)) as ShownBot | undefined;
        return bot && botOf(bot);
    }

    /** All bots. */
    async bots(): Promise<readonly Bot[]> {
        return (await this.all<ShownBot>("/api/v1/bots", {})).map(botOf);
    }

    /** How a bot signs in. */
    async authenticationMechanism(userId: string): Promise<AuthenticationMechanism> {
        const mechanism = (await this.getIfThere(`/api/v1/users/auth-mechanism/${userId}`)) as
            { config?: { JWTToken?: string | null; JWTTokenExpiry?: string | null } } | undefined;
        return {
            // A token that was taken away is left as an empty text.
            jwt: mechanism?.config?.JWTToken || undefined,
            expiry: mechanism?.config?.JWTTokenExpiry ?? undefined,
        };
    }

    /** Makes a bot's token; the one before is taken no more. */
    async generateToken(userId: string, expiry: string): Promise<void> {
        await request(this.connection, "PUT", `/api/v1/users/generateToken/${userId}`, { JWTTokenExpiry: expiry });
    }

    /** Takes a bot's token away. */
    async revokeToken(userId: string): Promise<void> {
        await request(this.connection, "PUT", "/api/v1/users/revokeToken", { id: userId });
    }

    private async all<T>(path: string, filter: Readonly<Record<string, string>>): Promise<readonly T[]> {
        const found: T[] = [];
        for (let after: string | undefined; ;) {
            const page = new URLSearchParams({ ...filter, limit: "100", ...(after !== undefined && { after }) });
            const { data, paging } = (await this.get(`${path}?${page.toString()}`)) as {
                data: readonly T[];
                paging?: { after?: string };
            };
            found.push(...data);
            after = paging?.after;
            if (after === undefined) {
                return found;
            }
        }
    }

    private async get(path: string): Promise<unknown> {
        return request(this.connection, "GET", path);
    }

    private async getIfThere(path: string): Promise<unknown> {
        try {
            return await this.get(path);
        } catch (error) {
            if (error instanceof ApiError && error.status === 404) {
                return undefined;
            }
            throw error;
        }
    }
}

interface ShownBot {
    readonly name: string;
    readonly botUser: { readonly id: string };
}

function botOf({ name, botUser }: ShownBot): Bot {
    return { name, userId: botUser.id };
}
