import * as pulumi from "@pulumi/pulumi";
import { checkServerUrl } from "../openmetadata/serverUrl";
import { checkTeamDefaultRoles, checkTeamName } from "../openmetadata/teams";
import { InputChecks } from "./input";
import type { ServerAccessArgs } from "./serverAccessArgs";
import { ServerResource } from "./serverResource";

/** Arguments of {@link Teams}. */
export interface TeamsOfServerArgs extends ServerAccessArgs {
    /**
     * The roles that users have by each team, by the team's name; the roles of a team with an empty list are not looked at.
     */
    teams: Record<string, string[]>;
}

/**
 * Teams of a running server, of the type Group, that users are added to when they sign in.
 *
 * A team that is missing is made below the Organization, and nobody can join it by themselves. One that is there is used as
 * it is, but for its default roles where some are given. It stops, and changes nothing, where a team is of another type or a
 * role does not exist.
 *
 * Deleting the resource deletes the teams that it has made, but for those that have users, own something, have a policy
 * or are named in the condition of one: they stay, and a warning names them. A team that was there before stays in any case.
 */
export class Teams extends ServerResource<"Teams"> {
    /** The ids of the teams that were made here, by name. */
    declare public readonly made: pulumi.Output<Record<string, string>>;

    /**
     * @param name - Logical name.
     * @param args - Which server, and which teams.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`.
     */
    constructor(name: string, args: TeamsOfServerArgs, opts?: pulumi.CustomResourceOptions) {
        const checks = new InputChecks();
        const url = checks.input(args.url, (value) => checkServerUrl("url", value));
        const withRoles = Object.entries(args.teams).filter(([, roles]) => roles.length > 0);
        checks.add([
            ...Object.keys(args.teams).flatMap((team) => checkTeamName(`teams.${team}`, team)),
            ...checkTeamDefaultRoles("teams", Object.fromEntries(withRoles)),
        ]);
        checks.finish();
        super("Teams", name, { ...args, url, token: pulumi.secret(args.token), made: undefined }, opts);
    }
}
