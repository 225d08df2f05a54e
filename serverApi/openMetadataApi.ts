import { ApiError } from "./apiError";
import { type Connection, request } from "./request";

/** The sign-in settings that a server keeps in its database; secrets are masked. */
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

    /** What the server states about sign-in. Needs no token. */
    async authenticationConfig(): Promise<AuthenticationConfig> {
        return (await this.get("/api/v1/system/config/auth")) as AuthenticationConfig;
    }

    /** The public keys of the server's own tokens. Needs no token. */
    async jwks(): Promise<{ readonly keys: readonly ServerKey[] }> {
        return (await this.get("/api/v1/system/config/jwks")) as { keys: ServerKey[] };
    }

    /** The sign-in settings that the server keeps. */
    async securityConfiguration(): Promise<SecurityConfigurationContent> {
        return (await this.get("/api/v1/system/security/config")) as SecurityConfigurationContent;
    }

    /** Has the server keep other sign-in settings, and use them from then on. A masked secret stays as it is. */
    async replaceSecurityConfiguration(content: SecurityConfigurationContent): Promise<void> {
        await request(this.connection, "PUT", "/api/v1/system/security/config", content);
    }

    /** A user by name; `undefined` where there is none. */
    async userByName(name: string): Promise<User | undefined> {
        return (await this.getIfThere(`/api/v1/users/name/${encodeURIComponent(name)}`)) as User | undefined;
    }

    /** All admins. */
    async admins(): Promise<readonly User[]> {
        const admins: User[] = [];
        for (let after: string | undefined; ;) {
            const page = new URLSearchParams({ isAdmin: "true", limit: "100", ...(after !== undefined && { after }) });
            const { data, paging } = (await this.get(`/api/v1/users?${page.toString()}`)) as {
                data: User[];
                paging?: { after?: string };
            };
            admins.push(...data);
            after = paging?.after;
            if (after === undefined) {
                return admins;
            }
        }
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
        const bot = (await this.getIfThere(`/api/v1/bots/name/${encodeURIComponent(name)}`)) as
            { name: string; botUser: { id: string } } | undefined;
        return bot === undefined ? undefined : { name: bot.name, userId: bot.botUser.id };
    }

    /** How a bot signs in. */
    async authenticationMechanism(userId: string): Promise<AuthenticationMechanism> {
        const mechanism = (await this.getIfThere(`/api/v1/users/auth-mechanism/${userId}`)) as
            { config?: { JWTToken?: string | null; JWTTokenExpiry?: string | null } } | undefined;
        return {
            jwt: mechanism?.config?.JWTToken ?? undefined,
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
