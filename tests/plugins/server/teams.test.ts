import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import type { TeamsOutputs } from "../../../openmetadata/serverResources";
import { teams } from "../../../plugins/server/teams";
import { type OpenMetadataServer, startOpenMetadataServer } from "../../openMetadataServer/server";
import { contextFor, type ToldContext } from "./context";
import { tokenOf } from "./signIn";

describe("Teams resource", () => {
    let server: OpenMetadataServer;
    let context: ToldContext;
    let access: { readonly url: string; readonly token: string };
    beforeEach(async () => {
        server = await startOpenMetadataServer({ environment: { AUTHORIZER_ADMIN_PRINCIPALS: "[jane.doe]" } });
        access = { url: server.url, token: await tokenOf(server, "jane.doe") };
        context = contextFor(access);
    });
    afterEach(async () => {
        await server.close();
    });

    const create = (wanted: Record<string, string[]>): Promise<TeamsOutputs> =>
        teams.create({ ...access, teams: wanted }, context);
    const changesMade = (): string[] => server.requests.filter((made) => /^(POST|PUT|PATCH|DELETE) .*teams/.test(made));

    /** What a look finds. */
    async function look(outputs: TeamsOutputs): Promise<TeamsOutputs> {
        const found = await teams.read(outputs, context);
        ok(found);
        return found.outputs;
    }

    it("New teams are groups that nobody can join freely, with their default roles", async () => {
        const wanted = { "Data Stewards": ["DataSteward", "DataConsumer"], "A.b/c": [] };
        const made = await create(wanted);
        const team = server.database.team("Data Stewards");
        deepEqual([team?.teamType, team?.isJoinable, team?.parent], ["Group", false, "Organization"]);
        deepEqual(team?.defaultRoles, ["DataSteward", "DataConsumer"]);
        deepEqual(server.database.team("A.b/c")?.defaultRoles, []);
        deepEqual(made.made["Data Stewards"], team.id);
        deepEqual(context.told, []);
        const now = await look(made);
        equal(teams.differs(now, { ...access, teams: wanted }), false);
        equal(teams.drift(made, now), undefined);
    });

    it("Existing teams change only in the default roles that are set", async () => {
        const plain = server.database.addTeam({ name: "Users", defaultRoles: ["DataSteward"], displayName: "All" });
        const given = server.database.addTeam({ name: "Stewards", defaultRoles: ["DataConsumer"], policies: ["p"] });
        const before = structuredClone(plain);
        server.database.user("jane.doe")?.teams.push("Stewards");
        const made = await create({ Users: [], Stewards: ["DataSteward"] });
        deepEqual(server.database.team("Users"), before);
        deepEqual(server.database.team("Stewards"), { ...given, defaultRoles: ["DataSteward"] });
        deepEqual(server.database.user("jane.doe")?.teams, ["Stewards"]);
        deepEqual(made.made, {});
        match(context.told.join("\n"), /^warning: .*Stewards.* no longer get these roles from it: DataConsumer/);
        match(context.told.join("\n"), /Any user .* can join the team Stewards, and then has its roles: DataSteward/);
        equal(teams.differs(await look(made), { ...access, teams: { Users: [], Stewards: ["DataSteward"] } }), false);
    });

    it("All invalid teams and roles are reported before any team changes", async () => {
        server.database.addTeam({ name: "Sales", teamType: "Department" });
        await rejects(
            create({ New: ["DataConsumer", "Data Consumer"], Other: ["Nobody"], Sales: [] }),
            (error: Error) => {
                match(error.message, /^No team was changed on http/);
                match(error.message, /the team Sales is of the type Department/);
                match(error.message, /no role Data Consumer, which teamDefaultRoles has for the team New/);
                match(error.message, /no role Nobody, which teamDefaultRoles has for the team Other/);
                return true;
            },
        );
        deepEqual(changesMade(), []);
    });

    it("Teams cannot be created with the token of a user who is not an admin", async () => {
        server.database.addUser({ name: "eve", email: "eve@open-metadata.org", password: "admin" });
        const eve = { ...access, token: await tokenOf(server, "eve") };
        await rejects(teams.create({ ...eve, teams: { New: [] } }, contextFor(eve)), /403[^]*Use an admin's token/);
    });

    it("Teams deleted or changed by hand are detected and restored", async () => {
        const wanted = { Gone: [], Soft: ["DataConsumer"], Changed: ["DataSteward"] };
        const made = await create(wanted);
        const { Gone: gone = "" } = made.made;
        server.database.teams.delete(gone);
        const [soft, changed] = [server.database.team("Soft"), server.database.team("Changed")];
        ok(soft && changed);
        soft.deleted = true;
        changed.defaultRoles = [];
        const now = await look(made);
        deepEqual(now.teams, { Changed: [] });
        equal(teams.differs(now, { ...access, teams: wanted }), true);
        match(
            teams.drift(made, now) ?? "",
            /no team .* called Gone, Soft any more.* other default roles for the team Changed/,
        );
        const again = await teams.update(now, { ...access, teams: wanted }, context);
        deepEqual([soft.deleted, changed.defaultRoles], [false, ["DataSteward"]]);
        match(context.told.join("\n"), /The team Soft of .* was deleted, and is restored/);
        equal(again.made["Soft"], soft.id);
        deepEqual([again.made["Gone"], again.made["Gone"] === gone], [server.database.team("Gone")?.id, false]);
        equal(teams.drift(again, await look(again)), undefined);
    });

    it("Teams created before a failure stay the stack's own: the next up completes them, and destroy deletes all", async () => {
        const wanted = { One: [], Three: ["DataSteward"], Two: [] };
        const createTeam = context.api.createTeam.bind(context.api);
        context.api.createTeam = async (name, roles) => {
            if (name === "Two") {
                throw new Error("the server is down");
            }
            return createTeam(name, roles);
        };
        let left: TeamsOutputs | undefined;
        await rejects(create(wanted), (error: Error & { outputs?: TeamsOutputs }) => {
            left = error.outputs;
            return error.message === "the server is down";
        });
        ok(left);
        deepEqual(left.teams, { One: [], Three: ["DataSteward"] });
        deepEqual(left.made, { One: server.database.team("One")?.id, Three: server.database.team("Three")?.id });

        context.api.createTeam = createTeam;
        const whole = await teams.update(await look(left), { ...access, teams: wanted }, context);
        deepEqual(Object.keys(whole.made).sort(), ["One", "Three", "Two"]);
        await teams.delete(whole, context);
        deepEqual(
            ["One", "Two", "Three"].map((name) => server.database.team(name)),
            [undefined, undefined, undefined],
        );
    });

    it("Only teams that the stack created and nobody uses are deleted", async () => {
        server.database.addTeam({ name: "There" });
        const made = await create({ Empty: [], Used: [], Owner: [], There: [], Foreign: [], Kept: [] });
        server.database.user("jane.doe")?.teams.push("Used");
        server.database.team("Owner")?.owns.push("orders", "customers");
        server.database.teams.delete(made.made["Foreign"] ?? "");
        server.database.addTeam({ name: "Foreign" });

        const now = await teams.update(made, { ...access, teams: { Kept: [] } }, context);
        equal(server.database.team("Empty"), undefined);
        for (const name of ["Used", "Owner", "There", "Foreign", "Kept"]) {
            ok(server.database.team(name), name);
        }
        match(context.told.join("\n"), /The team Used stays on .*: it has 1 user\./);
        match(context.told.join("\n"), /The team Owner stays on .*: it has 2 owned assets\./);
        deepEqual(Object.keys(now.made), ["Kept"]);
        await teams.delete(now, context);
        equal(server.database.team("Kept"), undefined);
    });

    it("Teams named in a policy's condition are not deleted", async () => {
        const conditions = ["inAnyTeam('Named')", "isOwner() && inAnyTeam('Other', 'Listed')", "hasAnyRole('Free')"];
        const rules = conditions.map((condition, index) => ({
            name: String(index),
            effect: "allow" as const,
            condition,
        }));
        server.database.policies.push({ name: "Access", rules });
        // Part of another team's name is not the team.
        rules.push({ name: "longer", effect: "allow", condition: "inAnyTeam('Free Riders')" });
        conditions.push("inAnyTeam('Free Riders')");
        const made = await create({ Named: [], Listed: [], Free: [] });
        const kept = await teams.update(made, { ...access, teams: { Free: [] } }, context);
        match(context.told.join("\n"), /The team Named stays on .* policies with it: Access\..*applies to everyone/);
        match(context.told.join("\n"), /The team Listed stays on/);

        // What is not in single quotes is lost whichever team is deleted.
        rules.push({ name: "quoted", effect: "allow", condition: 'inAnyTeam("Someone")' });
        await teams.delete(kept, context);
        match(context.told.join("\n"), /The team Free stays on/);
        deepEqual(
            rules.map(({ condition }) => condition),
            [...conditions, 'inAnyTeam("Someone")'],
        );
        rules.pop();
        await teams.delete(kept, context);
        deepEqual(
            ["Named", "Listed", "Free"].filter((name) => server.database.team(name) !== undefined),
            ["Named", "Listed"],
        );
        deepEqual(
            rules.map(({ condition }) => condition),
            conditions,
        );
    });

    it("Deletion only warns if the server is gone, but fails if it refuses", async () => {
        const made = await create({ New: [] });
        const refused = contextFor({ ...access, token: "wrong" });
        await rejects(teams.delete(made, refused), /401/);
        const other = await startOpenMetadataServer({ environment: {} });
        await other.close();
        const { url } = other;
        const gone = contextFor({ ...access, url });
        await teams.delete({ ...made, url }, gone);
        match(gone.told.join("\n"), /^warning: The teams that this stack made stay on .*: New\. .* got no answer/);
        const none = contextFor({ ...access, url });
        await teams.delete({ ...made, url, made: {} }, none);
        deepEqual(none.told, []);
    });
});
