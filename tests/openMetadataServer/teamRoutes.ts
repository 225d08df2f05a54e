import type { FastifyInstance } from "fastify";
import { type Database, type Team, type TeamType, teamTypes } from "./database";
import { notFound, ServerError, unforeseen } from "./errors";
import { type PatchOperation, patched } from "./jsonPatch";
import { known } from "./known";
import { page } from "./page";
import { withoutTeam } from "./policyConditions";
import { type Access, body, parameter, query } from "./requests";

const base = "/api/v1/teams";

/** The members of a request that makes a team; any other is refused. */
const creatable = [
    "teamType",
    "name",
    "email",
    "displayName",
    "externalId",
    "description",
    "profile",
    "parents",
    "children",
    "users",
    "defaultRoles",
    "defaultPersona",
    "owners",
    "isJoinable",
    "policies",
    "domains",
];

/** What is shown of a team only where it is asked for. */
const fields = [
    "owners",
    "profile",
    "users",
    "owns",
    "defaultRoles",
    "defaultPersona",
    "parents",
    "children",
    "policies",
    "userCount",
    "childrenCount",
    "domains",
];

/** Adds `/api/v1/teams`, and what is asked of `/api/v1/roles` and `/api/v1/policies`. */
export function addTeamRoutes(app: FastifyInstance, access: Access, database: Database): void {
    const byId = (id: string): Team => database.teams.get(id) ?? raise(notFound("team", id));
    const active = (id: string): Team => {
        const team = byId(id);
        return team.deleted ? raise(notFound("team", id)) : team;
    };
    const existing = (name: string): Team | undefined =>
        [...database.teams.values()].find((team) => team.name === name);

    app.get(`${base}/name/:name`, known("source"), async (request) => {
        await access.user(request);
        const name = parameter(request, "name");
        const include = query(request, "include") ?? "non-deleted";
        const team = existing(name);
        if (team === undefined || (include !== "all" && team.deleted !== (include === "deleted"))) {
            throw notFound("team", name);
        }
        return shown(database, team, query(request, "fields"));
    });
    app.post(base, known("source"), async (request, reply) => {
        await access.admin(request);
        const wanted = creation(database, body(request));
        // One that was soft-deleted still has its name.
        if (existing(wanted.name) !== undefined) {
            throw new ServerError("source", 409, "Entity already exists");
        }
        const { users, ...team } = wanted;
        const added = database.addTeam(team);
        join(database, added, users);
        return reply.code(201).send(shown(database, added, fields.join()));
    });
    app.put(base, known("source"), async (request, reply) => {
        await access.admin(request);
        const { users, ...wanted } = creation(database, body(request));
        const former = existing(wanted.name);
        if (former === undefined) {
            const added = database.addTeam(wanted);
            join(database, added, users);
            return reply.code(201).send(shown(database, added, fields.join()));
        }
        checkNewType(database, former, wanted.teamType);
        // What is left out is taken away: users, roles and policies among it.
        const updated: Team = { ...wanted, id: former.id, owns: former.owns, deleted: false };
        database.teams.set(former.id, updated);
        for (const user of database.usersOf(former)) {
            user.teams = user.teams.filter((name) => name !== former.name);
        }
        join(database, updated, users);
        return shown(database, updated, fields.join());
    });
    app.put(`${base}/restore`, known("source"), async (request) => {
        await access.admin(request);
        const team = byId(String(body(request)["id"]));
        if (!team.deleted) {
            throw unforeseen("source", null);
        }
        team.deleted = false;
        return shown(database, team, undefined);
    });
    app.patch(`${base}/:id`, known("source"), async (request) => {
        await access.admin(request);
        const team = active(parameter(request, "id"));
        const before = shown(database, team, fields.join()) as { defaultRoles: { id: string }[] };
        const after = patched(before, body(request) as unknown as PatchOperation[]) as typeof before & Partial<Team>;
        checkNewType(database, team, after.teamType);
        team.defaultRoles = after.defaultRoles.map(({ id }) => roleOf(database, id));
        team.isJoinable = after.isJoinable ?? false;
        return shown(database, team, fields.join());
    });
    app.delete(`${base}/:id`, known("source"), async (request) => {
        await access.admin(request);
        const team = byId(parameter(request, "id"));
        if (team.teamType === "Organization") {
            throw new ServerError("source", 400, "Organization team type can't be deleted");
        }
        if (hasChildren(database, team)) {
            throw new ServerError("source", 400, "team is not empty");
        }
        if (query(request, "hardDelete") === "true") {
            database.teams.delete(team.id);
            // Whoever was in it is not any more; it does not matter that somebody was.
            for (const user of database.usersOf(team)) {
                user.teams = user.teams.filter((name) => name !== team.name);
            }
        } else {
            team.deleted = true;
        }
        withoutTeam(database, team.name);
        return shown(database, { ...team, deleted: true }, undefined);
    });

    app.get("/api/v1/roles/name/:name", known("source"), async (request) => {
        await access.user(request);
        const name = parameter(request, "name");
        const id = database.roles.get(name) ?? raise(notFound("role", name));
        return { id, name, fullyQualifiedName: name, deleted: false };
    });

    app.get("/api/v1/policies", known("source"), async (request) => {
        await access.user(request);
        return page(database.policies, query(request, "limit"), query(request, "after"));
    });
}

/** Refuses another type where the server does. */
function checkNewType(database: Database, team: Team, wanted: TeamType | undefined): void {
    if (wanted !== team.teamType && team.teamType === "Group") {
        throw new ServerError("source", 400, "Team of type Group cannot be updated");
    }
    if (wanted !== team.teamType && wanted === "Group" && hasChildren(database, team)) {
        throw new ServerError("source", 400, "A team with children cannot be updated to type Group");
    }
}

function hasChildren(database: Database, { name }: Team): boolean {
    return [...database.teams.values()].some(({ parent }) => parent === name);
}

/** A team as a request wants it. */
function creation(database: Database, request: Record<string, unknown>): Omit<Team, "id"> & { users: string[] } {
    const unknown = Object.keys(request).find((name) => !creatable.includes(name));
    if (unknown !== undefined) {
        throw new ServerError("source", 400, `Unrecognized field: ${unknown}`);
    }
    const { name, teamType } = request;
    if (typeof name !== "string" || name === "" || name.length > 256 || name.includes("::")) {
        throw new ServerError("source", 400, `[name must match "^((?!::).)*$"]`);
    }
    if (name.includes('"')) {
        throw new ServerError("source", 400, `Invalid name ${name}`);
    }
    if (!teamTypes.includes(teamType as TeamType)) {
        throw new ServerError("source", 400, "[teamType must not be null]");
    }
    if (teamType === "Organization") {
        throw new ServerError(
            "source",
            400,
            "Only one Organization is allowed. New Organization type can't be created",
        );
    }
    const ids = (member: string): string[] => (request[member] as string[] | undefined) ?? [];
    if (teamType === "Group" && request["children"] !== undefined) {
        throw new ServerError(
            "source",
            400,
            "Team of type Group can't have children of type team. Only users are allowed as part of the team",
        );
    }
    const [parent] = ids("parents").map((id) => database.teams.get(id) ?? raise(notFound("team", id)));
    if (parent?.teamType === "Group") {
        throw new ServerError(
            "source",
            400,
            `Team ${parent.name} of type Group can't be of parent of team ${name} of type ${String(teamType)}`,
        );
    }
    return {
        name,
        teamType: teamType as TeamType,
        isJoinable: request["isJoinable"] !== false,
        deleted: false,
        defaultRoles: ids("defaultRoles").map((id) => roleOf(database, id)),
        owns: [],
        policies: ids("policies"),
        parent: parent?.name ?? "Organization",
        users: ids("users"),
    };
}

function join(database: Database, { name }: Team, users: readonly string[]): void {
    for (const id of users) {
        (database.users.get(id) ?? raise(notFound("user", id))).teams.push(name);
    }
}

/** The name of a role, by its id. */
function roleOf(database: Database, id: string): string {
    return [...database.roles].find(([, known]) => known === id)?.[0] ?? raise(notFound("role", id));
}

function shown(database: Database, team: Team, asked = ""): object {
    const { id, name, teamType, displayName, description, isJoinable, deleted } = team;
    const wanted = asked.split(",").filter((field) => field !== "");
    const unknown = wanted.find((field) => !fields.includes(field));
    if (unknown !== undefined) {
        throw new ServerError("source", 400, `Invalid field name ${unknown}`);
    }
    const users = database.usersOf(team);
    const all: Record<string, unknown> = {
        users: users.map((user) => ({ id: user.id, type: "user", name: user.name })),
        userCount: users.length,
        owns: team.owns.map((owned) => ({ id: owned, type: "table", name: owned })),
        defaultRoles: team.defaultRoles.map((role) => ({ id: database.roles.get(role), type: "role", name: role })),
        policies: team.policies.map((policy) => ({ id: policy, type: "policy", name: policy })),
        parents: team.parent === undefined ? [] : [{ type: "team", name: team.parent }],
    };
    return {
        ...{ id, name, fullyQualifiedName: name, teamType, displayName, description, isJoinable, deleted },
        ...Object.fromEntries(wanted.flatMap((field) => (field in all ? [[field, all[field]]] : []))),
    };
}

function raise(error: ServerError): never {
    throw error;
}
