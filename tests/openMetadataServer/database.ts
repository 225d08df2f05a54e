import { randomUUID } from "node:crypto";
import type { AuthenticationConfiguration, AuthorizerConfiguration, SecurityConfiguration } from "./configuration";

/** How long a bot's token is valid, as the API names it: an hour, days, or for ever. */
export const tokenExpiries = { OneHour: 1 / 24, 1: 1, 7: 7, 30: 30, 60: 60, 90: 90, Unlimited: undefined } as const;
export type TokenExpiry = `${keyof typeof tokenExpiries}`;

/** A bot's token, as the API has it. */
export interface JwtMechanism {
    JWTToken: string;
    JWTTokenExpiry?: TokenExpiry;
    /** In milliseconds since 1970; `null` for ever. */
    JWTTokenExpiresAt?: number | null;
    /** The Fernet key without which the server cannot read it; readable by all where left out. */
    readonly encryptedWith?: string;
}

/** A person, or the account of a bot. */
export interface User {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    isAdmin: boolean;
    readonly isBot: boolean;
    deleted: boolean;
    /** Names of roles. */
    roles: string[];
    /** Names of teams. */
    teams: string[];
    /** For basic authentication. */
    password?: string;
    /** For bots. */
    jwt?: JwtMechanism;
}

/** What OpenMetadata keeps from one start to the next; several servers on one database are replicas. */
export class Database {
    authenticationConfiguration?: AuthenticationConfiguration;
    authorizerConfiguration?: AuthorizerConfiguration;
    readonly users = new Map<string, User>();
    /** The roles that there are. */
    readonly roles = new Set(["DataConsumer", "DataSteward"]);
    /** The teams that there are, and the type of each. */
    readonly teams = new Map([["Organization", "Organization"]]);

    /** Keeps the settings; they are copied, as a database does. */
    saveSecurity(configuration: SecurityConfiguration): void {
        this.authenticationConfiguration = structuredClone(configuration.authenticationConfiguration);
        this.authorizerConfiguration = structuredClone(configuration.authorizerConfiguration);
    }

    /** `openmetadata-ops.sh remove-security-config --force`: the next start takes the environment's settings. */
    removeSecurityConfig(): void {
        delete this.authenticationConfiguration;
        delete this.authorizerConfiguration;
    }

    /** The user that is not deleted, by name in any case. */
    user(name: string): User | undefined {
        return [...this.users.values()].find((user) => user.name.toLowerCase() === name.toLowerCase() && !user.deleted);
    }

    /** The user that is not deleted, by address. */
    userOf(email: string): User | undefined {
        return [...this.users.values()].find((user) => user.email.toLowerCase() === email && !user.deleted);
    }

    /** Adds a user; one of that name that was soft-deleted is gone then. */
    addUser(user: Pick<User, "name" | "email"> & Partial<User>): User {
        for (const former of [...this.users.values()].filter(({ name }) => name === user.name)) {
            this.users.delete(former.id);
        }
        const added: User = {
            id: randomUUID(),
            isAdmin: false,
            isBot: false,
            deleted: false,
            roles: [],
            teams: [],
            ...user,
        };
        this.users.set(added.id, added);
        return added;
    }
}
