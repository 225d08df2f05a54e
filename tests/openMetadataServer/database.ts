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

/** A team, of users or of other teams. */
export interface Team {
    readonly id: string;
    readonly name: string;
    readonly teamType: TeamType;
    displayName?: string;
    description?: string;
    isJoinable: boolean;
    deleted: boolean;
    /** Names of roles that its users have. */
    defaultRoles: string[];
    /** Names of what it owns. */
    owns: string[];
    /** Names of its own policies. */
    policies: string[];
    /** Name of the team above it; none for the Organization. */
    readonly parent?: string;
}

/** A policy, and the rules in it. */
export interface Policy {
    readonly name: string;
    readonly rules: PolicyRule[];
}

/** A rule of a policy; without a condition it holds for all whom the policy is for. */
export interface PolicyRule {
    readonly name: string;
    readonly effect: "allow" | "deny";
    condition?: string;
}

/** The types of team; only a Group is of users alone. */
export const teamTypes = ["Group", "Department", "Division", "BusinessUnit", "Organization"] as const;
export type TeamType = (typeof teamTypes)[number];

/** What OpenMetadata keeps from one start to the next; several servers on one database are replicas. */
export class Database {
    authenticationConfiguration?: AuthenticationConfiguration;
    authorizerConfiguration?: AuthorizerConfiguration;
    readonly users = new Map<string, User>();
    /** The roles that there are, by name, and the id of each. */
    readonly roles = new Map(["DataConsumer", "DataSteward"].map((name) => [name, randomUUID()]));
    /** The teams that there are, by id, and those that were soft-deleted. */
    readonly teams = new Map<string, Team>();
    readonly policies: Policy[] = [];

    constructor() {
        this.addTeam({ name: "Organization", teamType: "Organization", defaultRoles: ["DataConsumer"] });
    }

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

    /** The team that is not deleted, by its exact name. */
    team(name: string): Team | undefined {
        return [...this.teams.values()].find((team) => team.name === name && !team.deleted);
    }

    /** Adds a team, of the type Group and below the Organization where nothing else is said. */
    addTeam(team: Pick<Team, "name"> & Partial<Team>): Team {
        const added: Team = {
            id: randomUUID(),
            teamType: "Group",
            isJoinable: true,
            deleted: false,
            defaultRoles: [],
            owns: [],
            policies: [],
            ...(team.teamType !== "Organization" && { parent: "Organization" }),
            ...team,
        };
        this.teams.set(added.id, added);
        return added;
    }

    /** The users in a team. */
    usersOf({ name }: Team): User[] {
        return [...this.users.values()].filter((user) => user.teams.includes(name));
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
