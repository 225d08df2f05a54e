import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeProtectedHeader } from "jose";
import { fetch } from "undici";
import { trustingAgent } from "../../sandbox/trustingAgent";
import { writeExport } from "../../cli/commands/export/exportFolder";
import { exportedFiles } from "../../cli/commands/export/formats";
import { stackExport } from "../../cli/commands/export/stackExport";
import { defaultKubernetesSecretNames } from "../../openmetadata/renderings/kubernetesSecrets";
import { environmentOf } from "../../openmetadata/renderings/environment";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { OpenMetadataApi } from "../../openmetadata/api";
import { type OpenMetadataServer, startOpenMetadataServer } from "../openMetadataServer/server";
import { lastingPort } from "../ports";
import { Person } from "../sandbox/person";
import { changesOf, Deployment, resourceOf } from "./deployment";
import { managementApi } from "./managementApi";
import type { Step } from "./pulumiStack";
import { linesOf, nowhere } from "./secrets";

interface Outputs {
    readonly keyId: string;
    readonly privateKeyDer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly ingestion?: Record<
        string,
        Record<
            string,
            { workflowConfig: { openMetadataServerConfig: { hostPort: string; securityConfig: { jwtToken: string } } } }
        >
    >;
}

/** How a new OpenMetadata is started: people sign in with a password, and Jane is an admin beside the shipped one. */
const asShipped = { AUTHORIZER_ADMIN_PRINCIPALS: "[admin,jane.doe]", AUTHORIZER_PRINCIPAL_DOMAIN: "example.com" };

const securityPath = "/api/v1/system/security/config";

describe("Running OpenMetadata server", function () {
    let folder: string;
    let tenant: Tenant;
    let authority: string;
    let server: OpenMetadataServer;
    let deployment: Deployment;
    let config: Record<string, unknown>;
    /** The bot's tokens so far. */
    const botTokens = new Set<string>();

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-running-"));
        tenant = await startTenant({ state: join(folder, "tenant"), port: 0 });
        authority = await readFile(tenant.certificateBundle, "utf8");
        server = await startOpenMetadataServer({
            environment: asShipped,
            trusts: authority,
            port: await lastingPort(),
        });
        deployment = await Deployment.create(tenant);
        config = {
            applicationType: "web",
            openMetadataUrl: server.url,
            admins: ["jane.doe@example.com"],
            connections: ["Username-Password-Authentication"],
            keyFolder: join(folder, "export", "jwtkeys"),
            selfSignup: true,
            protect: false,
        };
    });
    after(async () => {
        await deployment.remove();
        await server.close();
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    /** Restarts the server with what the stack exports, or another environment; its database stays. */
    async function restart(environment?: Record<string, string>): Promise<void> {
        const outputs = await deployment.outputs<Record<string, unknown>>();
        const from = stackExport(outputs, server.url);
        const files = exportedFiles("env", from, { names: defaultKubernetesSecretNames, exist: false });
        await writeExport(join(folder, "export"), { format: "env", server: server.url }, files);
        const port = Number(new URL(server.url).port);
        await server.close();
        server = await startOpenMetadataServer({
            environment: environment ?? environmentOf(from.settings, from.secrets),
            database: server.database,
            trusts: authority,
            port,
        });
    }

    async function withPassword(): Promise<string> {
        const response = await fetch(`${server.url}/api/v1/users/login`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ email: "jane.doe@example.com", password: Buffer.from("admin").toString("base64") }),
        });
        const { accessToken } = (await response.json()) as { accessToken: string };
        return accessToken;
    }

    /** The token with which Jane is signed in after Auth0 has sent her to OpenMetadata. */
    async function withAuth0(): Promise<string> {
        const { clientId, clientSecret } = await deployment.outputs<Outputs>();
        const callback = `${server.url}/callback`;
        const request = new URL("/authorize", `https://${tenant.domain}`);
        request.search = new URLSearchParams({
            client_id: clientId,
            response_type: "code",
            redirect_uri: callback,
            scope: "openid email profile",
            state: randomUUID(),
            nonce: randomUUID(),
        }).toString();
        const jane = new Person(tenant);
        const dispatcher = trustingAgent(authority);
        try {
            const { url } = await jane.signIn(request);
            const response = await fetch(`https://${tenant.domain}/oauth/token`, {
                method: "POST",
                dispatcher,
                body: new URLSearchParams({
                    grant_type: "authorization_code",
                    client_id: clientId,
                    client_secret: clientSecret,
                    redirect_uri: callback,
                    code: url.searchParams.get("code") ?? "",
                }),
            });
            return ((await response.json()) as { id_token: string }).id_token;
        } finally {
            await jane.close();
            await dispatcher.destroy();
        }
    }

    /** Jane signs in to the server itself, which sends her to Auth0 and redeems the code that she comes back with. */
    async function signInToServer(): Promise<void> {
        const login = await fetch(`${server.url}/api/v1/auth/login?redirectUri=${server.url}/auth/callback`, {
            redirect: "manual",
        });
        const cookie = login.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
        const jane = new Person(tenant);
        try {
            const { url } = await jane.signIn(new URL(login.headers.get("location") ?? ""));
            const { status } = await fetch(url, { redirect: "manual", headers: { cookie } });
            equal(status, 302, server.log.at(-1));
        } finally {
            await jane.close();
        }
    }

    /** What a token may see, as HTTP status. */
    async function statusWith(token: string): Promise<number> {
        const { status } = await fetch(`${server.url}/api/v1/users/loggedInUser`, {
            headers: { authorization: `Bearer ${token}` },
        });
        return status;
    }

    async function configure(changes: Record<string, unknown> = {}): Promise<void> {
        config = { ...config, ...changes };
        await deployment.configure(config);
    }

    /** What steps change: operation, resource and the fields. */
    function changes(steps: readonly Step[]): unknown[] {
        return steps.map((step) => [`${step.op} ${resourceOf(step)}`, changesOf(step)]);
    }

    async function botToken(): Promise<string> {
        const { ingestion } = await deployment.outputs<Outputs>();
        const token =
            ingestion?.[server.url]?.["ingestion-bot"]?.workflowConfig.openMetadataServerConfig.securityConfig.jwtToken;
        ok(token !== undefined);
        botTokens.add(token);
        return token;
    }

    const name = (): string => `openmetadata-${new URL(server.url).host}`;

    it("Without a token, up sends no request to the server", async () => {
        await configure();
        await deployment.up();
        deepEqual(
            server.requests.filter((request) => !request.includes("/users/login")),
            [],
        );
        equal((await deployment.outputs<Outputs>()).ingestion, undefined);
    });

    it("A restarted server prefers the settings in its database to its environment", async () => {
        await restart();
        equal(server.database.authenticationConfiguration?.provider, "basic");
    });

    it("With a token, up stores the settings, deletes the default admin and issues a bot token", async () => {
        await configure({ "openmetadata:token": await withPassword() });
        match((await deployment.ok(["preview"])).stdout, /bot ingestion-bot gets a new token/);
        await deployment.up();
        equal(server.database.authenticationConfiguration?.provider, "auth0");
        deepEqual(server.database.authorizerConfiguration?.adminPrincipals, ["jane.doe"]);
        equal(server.database.user("admin"), undefined);
        equal(await statusWith(await botToken()), 200);
        equal(decodeProtectedHeader(await botToken()).kid, (await deployment.outputs<Outputs>()).keyId);
    });

    it("Refresh shows manual changes field by field, and up reverts them", async () => {
        await configure({ "openmetadata:token": await withAuth0() });
        // The token of the resources is another one, and nothing else.
        deepEqual(
            new Set(changes(await deployment.upSteps())),
            new Set(
                [
                    `SecurityConfiguration ${name()}`,
                    `BotToken ${name()}-ingestion-bot`,
                    `BotTokenRenewal ${name()}`,
                    `DefaultAdminRemoval ${name()}`,
                ].map((resource) => [`update ${resource}`, []]),
            ),
        );
        const { authenticationConfiguration, authorizerConfiguration } = server.database;
        ok(authenticationConfiguration && authorizerConfiguration);
        server.database.saveSecurity({
            authenticationConfiguration: { ...authenticationConfiguration, enableSelfSignup: false },
            authorizerConfiguration: { ...authorizerConfiguration, adminPrincipals: ["jane.doe", "mallory"] },
        });
        await restart();
        await deployment.ok(["refresh", "--yes", "--skip-preview"]);
        deepEqual(changes(await deployment.upSteps()), [
            [
                `update SecurityConfiguration ${name()}`,
                [
                    "settings.authenticationConfiguration.enableSelfSignup",
                    "settings.authorizerConfiguration.adminPrincipals[1]",
                ],
            ],
        ]);
        equal(server.database.authenticationConfiguration?.["enableSelfSignup"], true);
    });

    it("Preview reports a default admin recreated by a restart, and up deletes it", async () => {
        server.database.addUser({ name: "admin", email: "admin@example.com", isAdmin: true });
        const { steps, messages } = await deployment.previewed();
        match(messages, /has the account admin, which `up` deletes\. .*its environment names at each start/);
        deepEqual(changes(steps), [[`update DefaultAdminRemoval ${name()}`, []]]);
        match((await deployment.up()).stdout, /The account admin is deleted from .*It stays gone as long as/);
        equal(server.database.user("admin"), undefined);
    });

    it("Preview reports a revoked bot token, and up issues a new one", async () => {
        const before = await botToken();
        const bot = server.database.user("ingestion-bot");
        ok(bot);
        delete bot.jwt;
        const { steps, messages } = await deployment.previewed();
        match(messages, /has a different token for ingestion-bot than this stack, or none/);
        deepEqual(changes(steps), [[`update BotToken ${name()}-ingestion-bot`, []]]);
        match((await deployment.up()).stdout, /may refuse the new token of ingestion-bot for two minutes/);
        notEqual(await botToken(), before);
        equal(await statusWith(await botToken()), 200);
    });

    it("Preview reports manual changes, and a new settingsRewrite rewrites all settings, secrets included", async () => {
        const { authenticationConfiguration: kept } = server.database;
        ok(kept?.oidcConfiguration);
        await configure({ settingsRewrite: "first" });
        const { steps, messages } = await deployment.upped();
        match(messages, /restart the others before the next `up`/);
        deepEqual(changes(steps), [[`update SecurityConfiguration ${name()}`, ["rewrite"]]]);
        server.database.saveSecurity({
            authenticationConfiguration: {
                ...kept,
                enableSelfSignup: false,
                oidcConfiguration: { ...kept.oidcConfiguration, secret: "changed by hand" },
            },
            authorizerConfiguration: server.database.authorizerConfiguration ?? raise(),
        });
        await restart();
        match(
            (await deployment.ok(["preview"])).stdout,
            /are not those of the last `up`: authenticationConfiguration\.enableSelfSignup is false\. Somebody/,
        );
        await configure({ settingsRewrite: "second" });
        await deployment.up();
        const { clientSecret } = await deployment.outputs<Outputs>();
        equal(server.database.authenticationConfiguration?.oidcConfiguration?.secret, clientSecret);
        equal(server.database.authenticationConfiguration["enableSelfSignup"], true);
        await deployment.ok(["preview", "--expect-no-changes"]);
    });

    it("Up reports all invalid teams and roles at once and changes nothing", async () => {
        server.database.addTeam({ name: "Sales", teamType: "Department" });
        const before = structuredClone(server.database.authenticationConfiguration);
        await configure({
            targetVersion: "1.12.6",
            teams: { seller: "Sales", steward: "Stewards" },
            teamDefaultRoles: { Stewards: ["Data Steward"] },
        });
        const { exitCode, stdout, stderr } = await deployment.run(["up", "--yes", "--skip-preview"]);
        notEqual(exitCode, 0);
        match(stdout + stderr, /the team Sales is of the type Department[^]*there is no role Data Steward/);
        equal(server.database.team("Stewards"), undefined);
        deepEqual(server.database.authenticationConfiguration, before);
    });

    it("Up creates the teams and sets the team claim, and completes an up that failed halfway", async () => {
        const users = server.database.addTeam({ name: "Users", displayName: "All" });
        const there = structuredClone(users);
        await configure({
            teams: { user: "Users", steward: "Stewards", owner: "Owners" },
            teamDefaultRoles: { Stewards: ["DataSteward"] },
        });
        const addTeam = server.database.addTeam.bind(server.database);
        server.database.addTeam = (team) => {
            if (team.name === "Stewards") {
                throw new Error("out of disk");
            }
            return addTeam(team);
        };
        notEqual((await deployment.run(["up", "--yes", "--skip-preview"])).exitCode, 0);
        server.database.addTeam = addTeam;
        const owners = server.database.team("Owners");
        ok(owners);
        await deployment.up();
        deepEqual(server.database.team("Owners"), owners);
        equal(server.database.authenticationConfiguration?.jwtTeamClaimMapping, "https://open-metadata.org/teams");
        deepEqual(server.database.team("Stewards")?.defaultRoles, ["DataSteward"]);
        deepEqual(server.database.team("Users"), there);
    });

    it("Sign-in adds a user only to the teams of their Auth0 roles", async () => {
        const auth0 = await managementApi(tenant);
        const [jane] = await auth0.request<{ user_id: string }[]>("GET", "users-by-email?email=jane.doe@example.com");
        for (const name of ["steward", "without a team"]) {
            const { id } = await auth0.request<{ id: string }>("POST", "roles", { name });
            await auth0.request("POST", `users/${encodeURIComponent(jane?.user_id ?? "")}/roles`, { roles: [id] });
        }
        await signInToServer();
        deepEqual(server.database.user("jane.doe")?.teams, ["Stewards"]);
    });

    it("Up recreates a team deleted by hand, with or without a refresh", async () => {
        for (const refresh of [false, true]) {
            const { id } = server.database.team("Owners") ?? raise();
            server.database.teams.delete(id);
            if (refresh) {
                const { stdout } = await deployment.ok(["refresh", "--yes", "--skip-preview"]);
                match(stdout, /Teams openmetadata-\S+ +updated/);
            }
            const { steps, messages } = await deployment.previewed();
            if (!refresh) {
                match(messages, /has no team of the type Group called Owners any more/);
            }
            deepEqual(changes(steps), [[`update Teams ${name()}`, refresh ? ["teams.Owners"] : []]]);
            await deployment.up();
            ok(server.database.team("Owners"));
        }
    });

    it("Removing the teams option deletes only teams that the stack created and nobody joined", async () => {
        const { teams: _teams, teamDefaultRoles: _roles, targetVersion: _version, ...rest } = config;
        config = rest;
        await configure();
        const { steps, messages } = await deployment.upped();
        match(messages, /The team Stewards stays on \S+: it has 1 user\./);
        deepEqual(steps.map((step) => `${step.op} ${resourceOf(step)}`).sort(), [
            "delete Action openmetadata",
            "delete SignInRules openmetadata",
            `delete Teams ${name()}`,
            "delete TriggerAction openmetadata",
            `update SecurityConfiguration ${name()}`,
        ]);
        deepEqual(
            ["Users", "Stewards", "Owners"].filter((team) => server.database.team(team) !== undefined),
            ["Users", "Stewards"],
        );
        equal(server.database.authenticationConfiguration?.jwtTeamClaimMapping ?? undefined, undefined);
    });

    it("A key rotation renews bot tokens only once the server signs with the new key", async () => {
        const before = await botToken();
        const other = server.database.addUser({ name: "profiler-bot", email: "profiler-bot@example.com", isBot: true });
        await new OpenMetadataApi({ url: server.url, token: await withAuth0() }).generateToken(other.id, "90");
        await configure({ keyRotations: ["initial", "2027-01"] });
        const { steps, messages } = await deployment.upped();
        deepEqual(steps.map((step) => `${step.op} ${resourceOf(step)}`).sort(), [
            "create RandomUuid openmetadata-2027-01",
            "create Stash openmetadata-2027-01",
            `update BotToken ${name()}-ingestion-bot`,
            `update BotTokenRenewal ${name()}`,
        ]);
        match(
            messages,
            /does not sign with the key \S+ yet, so these bots keep their tokens: .*profiler-bot[^]*The server still signs with the key|The server still signs with the key[^]*so these bots keep their tokens: .*profiler-bot/,
        );
        equal(await botToken(), before);

        await restart();
        await configure({ "openmetadata:token": await withAuth0() });
        await deployment.up();
        notEqual(await botToken(), before);
        equal(await statusWith(await botToken()), 200);
        ok((await statusWith(before)) >= 400);
        const { JWTToken: renewed = "", JWTTokenExpiry: expiry } = other.jwt ?? {};
        deepEqual([await statusWith(renewed), expiry], [200, "90"]);
        equal(decodeProtectedHeader(await botToken()).kid, (await deployment.outputs<Outputs>()).keyId);
    });

    it("A new botTokenExpiry or botTokenRotation issues a new bot token", async () => {
        const before = await botToken();
        await configure({ botTokenExpiry: "OneHour" });
        deepEqual(changes(await deployment.upSteps()), [
            [`update BotToken ${name()}-ingestion-bot`, ["expiry", "renewBefore"]],
        ]);
        const first = await botToken();
        notEqual(first, before);
        await configure({ botTokenRotation: "after the audit" });
        deepEqual(changes(await deployment.upSteps()), [[`update BotToken ${name()}-ingestion-bot`, ["rotation"]]]);
        notEqual(await botToken(), first);
    });

    it("Up does not send settings that would lock everyone out", async () => {
        const before = structuredClone(server.database.authenticationConfiguration);
        const token = await withAuth0();
        await configure({ "auth0:domain": "127.0.0.1:9", "openmetadata:token": token });
        // The provider for Auth0 takes the domain too; only the resources of the server are run.
        const refused = await deployment.run([
            "up",
            "--yes",
            "--skip-preview",
            "--target",
            `**SecurityConfiguration::${name()}`,
        ]);
        notEqual(refused.exitCode, 0);
        match(refused.stdout + refused.stderr, /would lock users out, and were not sent[^]*does not answer/);
        deepEqual(server.database.authenticationConfiguration, before);
        equal(await statusWith(token), 200);
        const { ["auth0:domain"]: _domain, ...rest } = config;
        config = rest;
    });

    it("Up keeps the default admin while no other person is an admin", async () => {
        // Not the bot whose token is new: for two minutes the server wants the one before.
        const [jane, bot] = ["jane.doe", "profiler-bot"].map((user) => server.database.user(user));
        ok(jane && bot?.jwt);
        for (const user of server.database.users.values()) {
            user.isAdmin = false;
        }
        server.database.addUser({ name: "admin", email: "admin@example.com", isAdmin: true });
        bot.isAdmin = true;
        await configure({ "openmetadata:token": bot.jwt.JWTToken });
        const { exitCode, stdout, stderr } = await deployment.run(["up", "--yes", "--skip-preview"]);
        notEqual(exitCode, 0);
        match(stdout + stderr, /admin is the only admin user/);
        ok(server.database.user("admin"));
        jane.isAdmin = true;
        bot.isAdmin = false;
        await configure({ "openmetadata:token": await withAuth0() });
        await deployment.up();
        equal(server.database.user("admin"), undefined);
    });

    describe("Server faults", () => {
        afterEach(() => {
            server.faults.clear();
        });

        /**
         * Deploys the only change there is; what the test before would have left would be one more.
         *
         * @param isMade - whether the server has made the change already, although the run failed
         */
        async function completes(isMade = false): Promise<void> {
            const change = [
                `update SecurityConfiguration ${name()}`,
                ["settings.authenticationConfiguration.enableSelfSignup"],
            ];
            deepEqual(changes(await deployment.upSteps()), isMade ? [] : [change]);
        }

        it("Preview succeeds with one warning while the server is down", async () => {
            await server.close();
            const { stdout } = await deployment.ok(["preview", "--expect-no-changes"]);
            equal(
                stdout.match(
                    /^ +warning: What was changed on \S+ since the last `up` is not seen here: .*got no answer/gm,
                )?.length,
                1,
            );
            await restart();
        });

        it("Up fails while the server is down, and the next up completes the deployment", async () => {
            await configure({ selfSignup: !(config["selfSignup"] as boolean) });
            await server.close();
            const { exitCode, stdout, stderr } = await deployment.run(["up", "--yes", "--skip-preview"]);
            notEqual(exitCode, 0);
            match(stdout + stderr, /got no answer[^]*Check that the server is running/);
            await restart();
            await completes();
        });

        const path = securityPath;
        const faults: [string, Parameters<OpenMetadataServer["faults"]["add"]>[0], RegExp][] = [
            ["a 401", { path, status: 401 }, /answers 401 to GET .*Get a new admin's token/],
            ["a 409", { path, method: "PUT", status: 409 }, /answers 409 to PUT/],
            [
                "a 429",
                { path, method: "PUT", status: 429 },
                /answers 429 to PUT .*Run again once the server has recovered/,
            ],
            ["a 500", { path, method: "PUT", status: 500 }, /answers 500 to PUT/],
            [
                "a truncated response",
                { path, method: "PUT", cut: true },
                /the connection broke before the whole answer arrived/,
            ],
        ];
        for (const [what, fault, message] of faults) {
            it(`Up reports ${what} from the server, and the next up completes the deployment`, async () => {
                await configure({ selfSignup: !(config["selfSignup"] as boolean) });
                server.faults.add(fault);
                const { exitCode, stdout, stderr } = await deployment.run(["up", "--yes", "--skip-preview"]);
                notEqual(exitCode, 0);
                match(stdout + stderr, message);
                server.faults.clear();
                await completes("cut" in fault);
                equal(server.database.authenticationConfiguration?.["enableSelfSignup"], config["selfSignup"]);
            });
        }
    });

    describe("Secrets", () => {
        it("No token, key or secret appears in state, outputs, previews, logs or errors", async () => {
            const { clientSecret, privateKeyDer } = await deployment.outputs<Outputs>();
            // A token that somebody writes into the configuration in plain text stands there, and Pulumi shows it.
            const { "openmetadata:token": token, ...rest } = config;
            config = rest;
            await configure({ selfSignup: !(config["selfSignup"] as boolean), botTokenRotation: "again" });
            const eventLog = join(deployment.folder, "events.json");
            const environment = { PULUMI_DEBUG_COMMANDS: "true", OPENMETADATA_TOKEN: String(token) };
            const earlier = deployment.printed.length;
            for (const args of [
                ["stack", "output"],
                ["stack", "output", "--json"],
                ["stack", "export"],
                ["preview", "--json"],
                ["up", "--yes", "--diff", "--event-log", eventLog],
                ["refresh", "--yes", "--diff", "--logtostderr", "-v=3"],
            ]) {
                await deployment.ok(args, environment);
            }
            await configure({ selfSignup: !(config["selfSignup"] as boolean) });
            server.faults.add({ path: securityPath, status: 500 });
            const failed = await deployment.run(["up", "--yes", "--diff"], environment);
            notEqual(failed.exitCode, 0);
            server.faults.clear();

            const texts = [
                ["the event log", await readFile(eventLog, "utf8")],
                ["the state", await deployment.state()],
            ] as const;
            nowhere({ "the token of the admin": [String(token)] }, [...deployment.printed.slice(earlier), ...texts]);
            await botToken();
            nowhere(
                {
                    "a token of the bot": [...botTokens],
                    "the client secret": [clientSecret],
                    "the secret of Pulumi's own application": [tenant.managementClientSecret],
                    "the private key": linesOf(privateKeyDer),
                },
                [...deployment.printed, ...texts],
            );
            await configure({ "openmetadata:token": token });
        });
    });

    describe("Destroy", () => {
        it("Destroy deletes only teams that the stack created and nobody joined", async () => {
            server.database.addTeam({ name: "There" });
            await configure({ targetVersion: "1.12.6", teams: { user: "There", owner: "Ours", steward: "Joined" } });
            await deployment.up();
            server.database.user("jane.doe")?.teams.push("Joined");
            const { stdout } = await deployment.ok(["destroy", "--yes", "--skip-preview"]);
            match(stdout, /The team Joined stays on \S+: it has 1 user\./);
            deepEqual(
                ["There", "Ours", "Joined"].filter((team) => server.database.team(team) !== undefined),
                ["There", "Joined"],
            );
        });
    });
});

function raise(): never {
    throw new Error("The server has no settings.");
}
