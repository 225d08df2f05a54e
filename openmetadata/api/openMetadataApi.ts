import type * as v from "valibot";
import { ApiError } from "./apiError";
import { forEachOf } from "./atOnce";
import { type Connection, request, requestText } from "./request";
import {
    type AuthenticationConfig,
    authenticationConfigShape,
    type AuthorizerConfig,
    authorizerConfigShape,
    botShape,
    keySetShape,
    mechanismShape,
    pageShape,
    type Policy,
    policyShape,
    type Role,
    roleShape,
    type SecurityConfigurationContent,
    securityConfigurationShape,
    type ServerKey,
    type Team,
    teamShape,
    type User,
    userShape,
    type ValidationResult,
    validationResultShape,
    versionShape,
} from "./shapes";

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

/** How many pages a list may have; each has a hundred entries. */
const mostPages = 1000;

/**
 * The parts of OpenMetadata's REST API that sign-in needs.
 *
 * Source: OpenMetadata's resources `SystemResource`, `UserResource`, `TeamResource`, `RoleResource`, `PolicyResource` and
 * `BotResource`. Every method throws an
 * {@link ApiError} where the server does not do what it is asked for.
 */
export class OpenMetadataApi {
    /** @param connection - The server, and the token to sign in with. */
    constructor(private readonly connection: Connection) {}

    /** Version of the server, such as `1.13.1`. Needs no token. */
    async version(): Promise<string> {
        return (await this.get("/api/v1/system/version", versionShape)).version;
    }

    /** Makes sure that the server answers. Needs no token. */
    async health(): Promise<void> {
        await requestText(this.connection, "GET", "/api/v1/system/health");
    }

    /** What the server states about sign-in. Needs no token. */
    async authenticationConfig(): Promise<AuthenticationConfig> {
        return this.get("/api/v1/system/config/auth", authenticationConfigShape);
    }

    /** What the server states about who may do what. Needs no token. */
    async authorizerConfig(): Promise<AuthorizerConfig> {
        return this.get("/api/v1/system/config/authorizer", authorizerConfigShape);
    }

    /** The public keys of the server's own tokens. Needs no token. */
    async jwks(): Promise<{ readonly keys: readonly ServerKey[] }> {
        return this.get("/api/v1/system/config/jwks", keySetShape);
    }

    /** The sign-in settings that the server keeps. */
    async securityConfiguration(): Promise<SecurityConfigurationContent> {
        return this.get("/api/v1/system/security/config", securityConfigurationShape);
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
        return request(this.connection, "POST", "/api/v1/system/security/validate", validationResultShape, content);
    }

    /** A user by name; `undefined` where there is none. */
    async userByName(name: string): Promise<User | undefined> {
        return this.getIfThere(`/api/v1/users/name/${encodeURIComponent(name)}`, userShape);
    }

    /** All admins, bots among them. */
    async admins(): Promise<readonly User[]> {
        return this.all("/api/v1/users", { isAdmin: "true" }, userShape);
    }

    /** The user whose token signs in here. */
    async loggedInUser(): Promise<User> {
        return this.get("/api/v1/users/loggedInUser", userShape);
    }

    /** Deletes a user: for good where `hard`, and so that it can be restored otherwise. */
    async deleteUser(id: string, { hard }: { readonly hard: boolean }): Promise<void> {
        await requestText(this.connection, "DELETE", `/api/v1/users/${encodeURIComponent(id)}?hardDelete=${hard}`);
    }

    /** A team by its exact name, one that was soft-deleted among them; `undefined` where there is none. */
    async team(name: string): Promise<Team | undefined> {
        const query = "fields=defaultRoles,users,owns,policies&include=all";
        return this.getIfThere(`/api/v1/teams/name/${encodeURIComponent(name)}?${query}`, teamShape);
    }

    /**
     * Makes a team of users below the Organization, which nobody can join by themselves.
     *
     * @param roles - Ids of the roles that its users have.
     */
    async createTeam(name: string, roles: readonly string[]): Promise<Team> {
        const team = { name, teamType: "Group", isJoinable: false, defaultRoles: roles };
        return request(this.connection, "POST", "/api/v1/teams", teamShape, team);
    }

    /** Gives the users of a team other roles, by their ids, and leaves all else of it as it is. */
    async setDefaultRoles(teamId: string, roles: readonly string[]): Promise<void> {
        const value = roles.map((id) => ({ id, type: "role" }));
        const patch = [{ op: "add", path: "/defaultRoles", value }];
        await requestText(this.connection, "PATCH", `/api/v1/teams/${encodeURIComponent(teamId)}`, patch);
    }

    /** Takes the deletion of a team back that was soft-deleted. */
    async restoreTeam(id: string): Promise<void> {
        await requestText(this.connection, "PUT", "/api/v1/teams/restore", { id });
    }

    /** All policies. */
    async policies(): Promise<readonly Policy[]> {
        return this.all("/api/v1/policies", {}, policyShape);
    }

    /**
     * Deletes a team for good. The server takes it out of the conditions of all policies: a rule that is left without a
     * condition holds for everyone.
     */
    async deleteTeam(id: string): Promise<void> {
        await requestText(this.connection, "DELETE", `/api/v1/teams/${encodeURIComponent(id)}?hardDelete=true`);
    }

    /** A role by name; `undefined` where there is none. */
    async role(name: string): Promise<Role | undefined> {
        return this.getIfThere(`/api/v1/roles/name/${encodeURIComponent(name)}`, roleShape);
    }

    /** A bot by name; `undefined` where there is none, or none that works as a user. */
    async bot(name: string): Promise<Bot | undefined> {
        const bot = await this.getIfThere(`/api/v1/bots/name/${encodeURIComponent(name)}`, botShape);
        return bot?.botUser && { name: bot.name, userId: bot.botUser.id };
    }

    /**
     * All bots that work as a user. A list of bots does not say as which, so each is asked for; one that moves from page to
     * page while they are read is listed twice.
     */
    async bots(): Promise<readonly Bot[]> {
        const listed = await this.all("/api/v1/bots", {}, botShape);
        const names = new Set(listed.map(({ name, fullyQualifiedName }) => fullyQualifiedName ?? name));
        const found = await forEachOf([...names], (name) => this.bot(name));
        return found.filter((bot) => bot !== undefined);
    }

    /** How a bot signs in. */
    async authenticationMechanism(userId: string): Promise<AuthenticationMechanism> {
        const path = `/api/v1/users/auth-mechanism/${encodeURIComponent(userId)}`;
        const config = (await this.getIfThere(path, mechanismShape))?.config;
        // A token that was taken away is left as an empty string.
        return { jwt: config?.JWTToken || undefined, expiry: config?.JWTTokenExpiry };
    }

    /**
     * Makes a bot's token; the one before is taken no more. It is read from {@link authenticationMechanism}: what is answered
     * here is encrypted.
     */
    async generateToken(userId: string, expiry: string): Promise<void> {
        const path = "/api/v1/users/generateToken";
        try {
            const withId = `${path}/${encodeURIComponent(userId)}`;
            await requestText(this.connection, "PUT", withId, { JWTTokenExpiry: expiry });
        } catch (error) {
            // From 1.13 on the user may stand in the request; before, that is refused as an unknown field.
            if (!(error instanceof ApiError && [404, 405].includes(error.status ?? 0))) {
                throw error;
            }
            await requestText(this.connection, "PUT", path, { id: userId, JWTTokenExpiry: expiry });
        }
    }

    /** Takes a bot's token away. */
    async revokeToken(userId: string): Promise<void> {
        await requestText(this.connection, "PUT", "/api/v1/users/revokeToken", { id: userId });
    }

    private async all<Item extends v.GenericSchema>(
        path: string,
        filter: Readonly<Record<string, string>>,
        item: Item,
    ): Promise<readonly v.InferOutput<Item>[]> {
        const found: v.InferOutput<Item>[] = [];
        const cursors = new Set<string>();
        for (let after: string | undefined; ;) {
            const query = new URLSearchParams({ ...filter, limit: "100", ...(after !== undefined && { after }) });
            const page = await this.get(`${path}?${query.toString()}`, pageShape(item));
            found.push(...page.data);
            after = page.paging?.after;
            if (after === undefined) {
                return found;
            }
            if (cursors.has(after) || cursors.size === mostPages) {
                const message = `${this.connection.url} answers GET ${path} with endless pages. Run again; if that does not help, check the server's log.`;
                throw new ApiError(`GET ${path}`, undefined, message);
            }
            cursors.add(after);
        }
    }

    private async get<Shape extends v.GenericSchema>(path: string, shape: Shape): Promise<v.InferOutput<Shape>> {
        return request(this.connection, "GET", path, shape);
    }

    private async getIfThere<Shape extends v.GenericSchema>(
        path: string,
        shape: Shape,
    ): Promise<v.InferOutput<Shape> | undefined> {
        try {
            return await this.get(path, shape);
        } catch (error) {
            if (error instanceof ApiError && error.status === 404) {
                return undefined;
            }
            throw error;
        }
    }
}
