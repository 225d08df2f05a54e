import * as pulumi from "@pulumi/pulumi";
import { checkServerUrl } from "../openmetadata/serverUrl";
import { checkTeamDefaultRoles, checkTeamName } from "../openmetadata/teams";
import { InputChecks } from "./input";
import type { ServerAccessArgs } from "./serverAccessArgs";
import { ServerResource } from "./serverResource";

/** Arguments of {@link Teams}. */
export interface TeamsOfServerArgs extends ServerAccessArgs {
    /**
     * The roles that users get from each team, by the team's name; the roles of a team with an empty list are left
     * alone.
     */
    teams: Record<string, string[]>;
}

/**
 * Teams of a running server, of the type Group, that users are added to when they sign in.
 *
 * A missing team is created below the Organization, and nobody can join it by themselves. An existing one is used as it
 * is, except for its default roles if some are given. It stops, and changes nothing, if a team is of another type or a
 * role does not exist.
 *
 * Deleting the resource deletes the teams that it created, except those that have users, own something, have a policy
 * or are named in the condition of one: they stay, and a warning names them. Teams that existed before always stay.
 */
export class Teams extends ServerResource<"Teams"> {
    /** The IDs of the teams that were created here, by name. */
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
