import { deepEqual } from "node:assert/strict";
import type { Change } from "../../../cli/commands/review/change";
import { meaningsOf } from "../../../cli/commands/review/meaning";

const server = "urn:pulumi:prod::catalog::openmetadata-auth0:index:OpenMetadataServer::sso";
const urn = server.replace("::sso", "$openmetadata-server:index:Teams::sso");

/** What is said of a change of a server's teams. */
function saidOf(op: Change["op"], before?: Record<string, string[]>, after?: Record<string, string[]>): string[] {
    const change = { op, urn, parent: server, custom: true, before: { teams: before }, after: { teams: after } };
    return meaningsOf([{ ...change, properties: [] }], []).map(({ risk, text }) => `${risk}: ${text}`);
}

describe("Summary of team changes", () => {
    it("The summary names new teams and the default roles of their users", () => {
        deepEqual(saidOf("create", undefined, { Stewards: ["DataSteward"], Users: [] }), [
            "careful: All users in the team `Stewards` get these roles from it, and no others: `DataSteward`.",
            "note: The server gets any of the teams `Stewards`, `Users` that it does not have yet.",
        ]);
    });

    it("The summary says what happens to removed teams and changed default roles", () => {
        deepEqual(saidOf("update", { Users: [], Stewards: ["A"], "B.c": [] }, { Users: [], Stewards: ["A", "B"] }), [
            "careful: All users in the team `Stewards` get these roles from it, and no others: `A`, `B`.",
            "note: Of the teams `B.c`, those that this stack made are deleted unless they have users, own something, have a policy or are named in one.",
        ]);
        deepEqual(saidOf("delete", { Users: [] }), [
            "note: Of the teams `Users`, those that this stack made are deleted unless they have users, own something, have a policy or are named in one.",
        ]);
        deepEqual(saidOf("update", { Users: ["A"] }, { Users: [] }), [
            "note: The default roles of the team `Users` stay, and are no longer managed.",
        ]);
    });

    it("The summary says that teams changed on the server are restored", () => {
        deepEqual(saidOf("update", { Users: [] }, { Users: [] }), [
            "note: Teams that were deleted or changed on the server become as the stack has them.",
        ]);
    });

    it("The summary explains changed settings for teams and roles", () => {
        const saidOfSetting = (key: string, before: unknown, after: unknown): string[] =>
            meaningsOf([], [{ path: `settings.https://om.example.com.${key}`, before, after }])
                .map(({ risk, text }) => `${risk}: ${text}`)
                .filter((line) => !line.includes("Servers have new settings"));
        const claim = "https://open-metadata.org/teams";
        const team = "authenticationConfiguration.jwtTeamClaimMapping";
        deepEqual(saidOfSetting(team, undefined, claim), [
            `note: OpenMetadata adds users to the teams in the claim \`${claim}\` when they sign in.`,
        ]);
        deepEqual(saidOfSetting(team, claim, undefined), [
            "note: OpenMetadata no longer adds users to teams when they sign in; those in a team stay.",
        ]);
        const role = "authorizerConfiguration.defaultOAuthRole";
        deepEqual(saidOfSetting(role, "A", "DataConsumer"), [
            "careful: Users who sign in for the first time get the role `DataConsumer`; other users keep their roles.",
        ]);
        deepEqual(saidOfSetting(role, "A", undefined), [
            "note: Users who sign in for the first time no longer get a role; those who have it keep it.",
        ]);
        const strips = "authorizerConfiguration.useRolesFromProvider";
        deepEqual(saidOfSetting(strips, undefined, false), []);
        deepEqual(saidOfSetting(strips, true, false), [
            "careful: Users keep their roles: OpenMetadata no longer takes away those that a token does not name.",
        ]);
    });
});
