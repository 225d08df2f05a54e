import { checkOnce } from "./once";
import { isPortable } from "./portable";
import { type Problem, problemAt } from "./problem";
import { checkRoleName } from "./signInRules";

/**
 * The claim of the ID token that names a user's teams. It is in a namespace, as Auth0 asks of claims of one's own: names such
 * as `roles` and `groups` it leaves out without a word.
 */
export const teamsClaim = "https://open-metadata.org/teams";

/** The longest name of a team, in characters. Source: OpenMetadata's schema of an entity's name. */
const longestName = 256;
/** The team at the top, which the server has by itself: its type is Organization. */
const organization = "Organization";

/** Checks which Auth0 role puts users into which team. */
export function checkTeams(key: string, teams: Readonly<Record<string, string>>): Problem[] {
    const entries = Object.entries(teams);
    return [
        ...(entries.length > 0 ? [] : problemAt(key, "is empty", "Name an Auth0 role and its team, or remove it.")),
        ...entries.flatMap(([role, team]) => [
            ...checkRoleName(`${key}.${role}`, role),
            ...checkTeamName(`${key}.${role}`, team),
        ]),
    ];
}

/** Checks the name of a team of users. */
export function checkTeamName(key: string, team: string): Problem[] {
    if (team === organization) {
        return problemAt(
            key,
            `"${organization}" is OpenMetadata's root team, which is not of the type Group`,
            "Name a team of the type Group.",
        );
    }
    return /^(?!.*(?:::|"))[^\s\p{C}](?:[^\p{C}\p{Zl}\p{Zp}]*[^\s\p{C}])?$/u.test(team) && team.length <= longestName
        ? []
        : problemAt(
              key,
              `${JSON.stringify(team)} is not a valid team name`,
              `Write its name, not its display name: 1 to ${longestName} characters on one line, without "::", double quotes, or spaces around it.`,
          );
}

/** Checks the OpenMetadata role of those who become users by signing in. Environment files carry it, so it is portable. */
export function checkDefaultRole(key: string, role: string): Problem[] {
    return isPortable(role)
        ? []
        : problemAt(
              key,
              `${JSON.stringify(role)} is not a valid OpenMetadata role name`,
              "Write its name, such as DataConsumer: letters, digits and `. _ / : @ % + = , ~ -`.",
          );
}

/** Refuses teams of a Single Page Application. */
export function checkTeamsNeedWeb(key: string): Problem[] {
    return problemAt(
        key,
        "has no effect on a Single Page Application: OpenMetadata reads the claim with a user's teams at the sign-in of a Web application only",
        'Remove it, or set applicationType to "web".',
    );
}

/** Checks the OpenMetadata roles that users have by their team. */
export function checkTeamDefaultRoles(key: string, roles: Readonly<Record<string, readonly string[]>>): Problem[] {
    return Object.entries(roles).flatMap(([team, names]) => {
        const at = `${key}.${team}`;
        return [
            ...(names.length > 0 ? [] : problemAt(at, "is empty", "Name an OpenMetadata role, or remove it.")),
            ...names.flatMap((name, index) => {
                if (/^\S(?:.*\S)?$/u.test(name)) {
                    return checkOnce(at, names, name, index);
                }
                return problemAt(
                    `${at}[${index}]`,
                    `${JSON.stringify(name)} is not a valid OpenMetadata role name`,
                    "Write its name, such as DataConsumer.",
                );
            }),
        ];
    });
}

/** Checks that roles are given for teams that there are. */
export function checkTeamsOfRoles(
    key: string,
    teamsKey: string,
    roles: Readonly<Record<string, readonly string[]>>,
    teams: Readonly<Record<string, string>>,
): Problem[] {
    return Object.keys(roles)
        .filter((team) => !Object.values(teams).includes(team))
        .map((team) => ({
            key: `${key}.${team}`,
            wrong: `${teamsKey} has no team ${JSON.stringify(team)}`,
            write: `Write one of its teams exactly as it is there, or remove it.`,
        }));
}
