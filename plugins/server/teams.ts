import { isDeepStrictEqual } from "node:util";
import { ApiError, type OpenMetadataApi, type Policy, type Team } from "../../openmetadata/api";
import { forEachOf } from "../../openmetadata/api/atOnce";
import { printable } from "../../openmetadata/api/printable";
import type { TeamsInputs as Inputs, TeamsOutputs as Outputs } from "../../openmetadata/serverResources";
import type { Context } from "./context";
import { PartlyDone } from "./partlyDone";
import type { Found, ResourceHandler } from "./resourceHandler";

/**
 * The teams that users are added to when they sign in. A server adds nobody to a team that it does not have, or that is of
 * another type than Group.
 *
 * Teams that are there already are used as they are. A team is deleted only if it was made here and nothing is lost by it:
 * OpenMetadata does not mind that a team has users, and leaves what the team owned without an owner.
 */
export const teams: ResourceHandler<"Teams"> = {
    secrets: ["token"],
    replaces: ["url"],

    id({ url }) {
        return `${url}/teams`;
    },

    async create(inputs, context) {
        return reconcile(inputs, {}, context);
    },

    differs(outputs, inputs) {
        return outputs.token !== inputs.token || !isDeepStrictEqual(sorted(outputs.teams), sorted(inputs.teams));
    },

    async read(outputs, { api }): Promise<Found<"Teams">> {
        const names = Object.keys(outputs.teams);
        const found = await forEachOf(names, async (name) => [name, await api.team(name)] as const);
        const usable = found.filter((entry): entry is [string, Team] => isUsable(entry[1]));
        const inputs = {
            ...inputsOf(outputs),
            teams: Object.fromEntries(
                usable.map(([name, team]) => [name, outputs.teams[name]?.length === 0 ? [] : rolesOf(team)]),
            ),
        };
        return { inputs, outputs: { ...inputs, made: outputs.made } };
    },

    drift(outputs, found) {
        const now = found?.teams ?? {};
        const gone = Object.keys(outputs.teams).filter((name) => now[name] === undefined);
        const changed = Object.entries(outputs.teams).filter(
            ([name, roles]) => now[name] !== undefined && !isDeepStrictEqual([...roles].sort(), [...now[name]].sort()),
        );
        const sentences = [
            ...(gone.length === 0
                ? []
                : [`has no team of the type Group called ${list(gone)} any more, so nobody is added to it`]),
            ...changed.map(([name]) => `has other default roles for the team ${list([name])} than this stack`),
        ];
        return sentences.length === 0 ? undefined : `${outputs.url} ${sentences.join(", and ")}.`;
    },

    async update(outputs, inputs, context) {
        const { made, ...now } = await reconcile(inputs, outputs.made, context);
        const unwanted = Object.entries(made).filter(([name]) => inputs.teams[name] === undefined);
        const kept = Object.entries(made).filter(([name]) => inputs.teams[name] !== undefined);
        await deleteEmpty(Object.fromEntries(unwanted), inputs.url, context);
        return { ...now, made: Object.fromEntries(kept) };
    },

    async delete(outputs, context) {
        const { made, url } = outputs;
        if (Object.keys(made).length > 0 && (await isThere(url, list(Object.keys(made)), context))) {
            await deleteEmpty(made, url, context);
        }
    },
};

/** What there is to do for one team. */
interface Step {
    readonly name: string;
    /** The team that there is, deleted or not. */
    readonly team: Team | undefined;
    /** The ids of the roles that it is to have, where these are looked at. */
    readonly roles: readonly string[];
}

/**
 * Makes the teams that are missing, and gives teams their roles. All is looked at before anything is changed.
 *
 * @param made - The ids of the teams that were made here before, by name.
 * @throws PartlyDone where a team was made before something failed: only the state knows whose team it is.
 */
async function reconcile(inputs: Inputs, made: Outputs["made"], context: Context): Promise<Outputs> {
    const steps = await plan(inputs, context.api);
    const now = { ...made };
    const done: Record<string, Inputs["teams"][string]> = {};
    for (const step of steps) {
        const { name } = step;
        try {
            const created = await settle(step, made[name], inputs, context);
            if (created !== undefined) {
                now[name] = created;
            }
        } catch (error) {
            throw isDeepStrictEqual(now, made) ? error : new PartlyDone(error, { ...inputs, teams: done, made: now });
        }
        done[name] = inputs.teams[name] ?? [];
    }
    return { ...inputs, made: now };
}

/**
 * Makes a team, or gives one that is there its roles.
 *
 * @param made - The id of the team of this name that was made here before, if one was.
 * @returns the id of the team, if it was made now.
 */
async function settle(
    { name, team, roles }: Step,
    made: string | undefined,
    { url, teams: { [name]: wanted = [] } }: Inputs,
    { api, info, warn }: Context,
): Promise<string | undefined> {
    if (team === undefined) {
        return (await api.createTeam(name, roles)).id;
    }
    if (team.deleted === true) {
        await api.restoreTeam(team.id);
        await info(`The team ${list([name])} of ${url} was deleted, and is restored.`);
    }
    const before = rolesOf(team);
    if (wanted.length > 0 && !isDeepStrictEqual(before, [...wanted].sort())) {
        await api.setDefaultRoles(team.id, roles);
        const lost = before.filter((role) => !wanted.includes(role));
        if (lost.length > 0) {
            await warn(
                `The users of the team ${list([name])} of ${url} no longer get these roles from it: ${list(lost)}. To keep ` +
                    "them, name them in teamDefaultRoles.",
            );
        }
    }
    if (wanted.length > 0 && team.isJoinable === true && made !== team.id) {
        await warn(
            `Any user of ${url} can join the team ${list([name])}, and then has its roles: ${list(wanted)}. The team was ` +
                "there before this stack. Where that is not meant, switch off Open Group on the team's page.",
        );
    }
    return undefined;
}

/**
 * What there is to do.
 *
 * @throws Error with all that is wrong, before anything is done.
 */
async function plan({ url, teams: wanted }: Inputs, api: OpenMetadataApi): Promise<Step[]> {
    const names = [...new Set(Object.values(wanted).flat())];
    const roles = new Map(await forEachOf(names, async (name) => [name, (await api.role(name))?.id] as const));
    const steps = await forEachOf(Object.entries(wanted).sort(), async ([name, ofTeam]) => ({
        name,
        team: await api.team(name),
        roles: ofTeam.map((role) => roles.get(role) ?? ""),
    }));
    const problems = [
        ...steps.flatMap(({ name, team }) =>
            team === undefined || team.teamType === "Group"
                ? []
                : [
                      `the team ${list([name])} is of the type ${printable(team.teamType ?? "unknown")}, and OpenMetadata adds users to ` +
                          "teams of the type Group only: name another team in teams",
                  ],
        ),
        ...Object.entries(wanted).flatMap(([team, ofTeam]) =>
            ofTeam
                .filter((role) => roles.get(role) === undefined)
                .map(
                    (role) =>
                        `there is no role ${list([role])}, which teamDefaultRoles has for the team ${list([team])}: write its name as ` +
                        "Settings > Access Control > Roles has it, not its display name",
                ),
        ),
    ];
    if (problems.length > 0) {
        throw new Error(`No team was changed on ${url}:\n${problems.map((problem) => `  ${problem}.`).join("\n")}`);
    }
    return steps;
}

/** Whether the server answers: one that is gone holds up neither `destroy` nor the move to another URL. */
async function isThere(url: string, teamsMade: string, { api, warn }: Context): Promise<boolean> {
    try {
        await api.health();
        return true;
    } catch (error) {
        if (error instanceof ApiError && error.status === undefined) {
            await warn(`The teams that this stack made stay on ${url}: ${teamsMade}. ${error.message}`);
            return false;
        }
        throw error;
    }
}

/** Deletes teams that were made here, and with which nothing would be lost. */
async function deleteEmpty(made: Outputs["made"], url: string, { api, warn }: Context): Promise<void> {
    let policies: readonly Policy[] | undefined;
    for (const [name, id] of Object.entries(made)) {
        const team = await api.team(name);
        // Another team of that name is somebody else's.
        if (team?.id !== id) {
            continue;
        }
        policies ??= await api.policies();
        const changed = policies.filter((policy) => changesWith(policy, name)).map((policy) => policy.name);
        if (changed.length > 0) {
            await warn(
                `The team ${list([name])} stays on ${url}: OpenMetadata would change inAnyTeam in the conditions of these policies with ` +
                    `it: ${list(changed)}. A rule that is left without a condition applies to everyone. Change the conditions first, ` +
                    "then delete the team there.",
            );
            continue;
        }
        const has = [
            ...counted(team.users?.length, "user"),
            ...counted(team.owns?.length, "owned asset"),
            ...counted(team.policies?.length, "policy"),
        ];
        if (has.length === 0) {
            await api.deleteTeam(id);
        } else {
            await warn(
                `The team ${list([name])} stays on ${url}: it has ${has.join(" and ")}. Delete it there if nobody needs it.`,
            );
        }
    }
}

/**
 * Whether OpenMetadata changes a condition of a policy when a team is deleted: one that names the team. It reads names in
 * single quotes only, and loses all others whichever team is deleted. Source: `PolicyConditionUpdater`.
 */
function changesWith({ rules = [] }: Policy, team: string): boolean {
    return rules
        .flatMap(({ condition = "" }) => [...condition.matchAll(/inAnyTeam\s*\(([^)]*)\)/g)])
        .some(([, names = ""]) => names.includes(`'${team}'`) || /[^\s,]/.test(names.replace(/'[^']*'/g, "")));
}

function counted(count = 0, what: string): string[] {
    return count === 0 ? [] : [count === 1 ? `1 ${what}` : `${count} ${what.replace(/y$/, "ie")}s`];
}

/** Whether users are added to a team when they sign in. */
function isUsable(team: Team | undefined): boolean {
    return team !== undefined && team.teamType === "Group" && team.deleted !== true;
}

function rolesOf({ defaultRoles = [] }: Team): string[] {
    return defaultRoles.map(({ name = "" }) => name).sort();
}

function inputsOf({ made: _made, ...inputs }: Outputs): Inputs {
    return inputs;
}

/** Teams with their roles in order, in which a list of them is not looked at. */
function sorted(all: Inputs["teams"]): Record<string, string[]> {
    return Object.fromEntries(Object.entries(all).map(([name, roles]) => [name, [...roles].sort()]));
}

function list(names: readonly string[]): string {
    return names.map((name) => printable(name)).join(", ");
}
