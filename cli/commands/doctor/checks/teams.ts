import { commandLine } from "../../commandLine";
import { type Check, error, type Finding, ok } from "../finding";
import { textOf } from "../intended";
import { valueOf } from "../probe";

/** The teams are there that users are to be added to. */
export const teams: Check = ({ admin }) =>
    (admin?.teams ?? []).map(({ name, team }): Finding => {
        const id = "teams.exist";
        const found = valueOf(team);
        if ("error" in team) {
            return error(id, `${name}: ${team.error}`, "The team could not be checked.", "Run doctor again.");
        }
        if (found?.teamType === "Group" && found.deleted !== true) {
            return ok(id, name);
        }
        const state =
            found === undefined ? "there is none" : found.deleted === true ? "deleted" : `a ${found.teamType}`;
        return error(
            id,
            `${name}: ${state}`,
            "OpenMetadata adds no user to it: it needs a team with exactly this name, of the type Group.",
            found === undefined || found.deleted === true
                ? `Set openmetadata:token in the stack and run \`${commandLine("up")}\`, which creates it; or create the team yourself.`
                : "Name a team of the type Group in the stack.",
        );
    });

/** The role is there that new users are to have. */
export const defaultRole: Check = ({ admin, intended }) => {
    const id = "settings.defaultRole";
    const role = textOf(intended, "authorizerConfiguration.defaultOAuthRole");
    const found = admin?.defaultRole;
    if (found === undefined || "error" in found) {
        return [];
    }
    return [
        found.value === undefined
            ? error(
                  id,
                  `${role}: there is none`,
                  "Users who sign in for the first time get no role. Only the server's log shows it.",
                  "Create the role in OpenMetadata, or set defaultOAuthRole to one that exists.",
              )
            : ok(id, role),
    ];
};
