import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { parse, parseAllDocuments, stringify } from "yaml";
import { projectFolder } from "../../cli/commands/project";
import { version } from "../../package.json";
import { outputOf, runProcess } from "../../processes/childProcess";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { ensureEngine } from "../../cli/engine/engine";
import { type ManagementApi, managementApi } from "../engine/managementApi";
import { nowhere } from "../engine/secrets";
import { ensureGoTool } from "../../cli/engine/goTool";
import { type EmptyRegistry, startEmptyRegistry } from "../package/emptyRegistry";
import { actionlint } from "../goTools/goTools";
import { postgresObstacle, startPostgres } from "../backend/postgresServer";
import { checkOut } from "../checkout";
import { filledIn, outputsIn, valueOf, workflow, workflowFolder } from "./steps";

/** What GitLab includes, here and in programs of their own. */
const gitlabStack = join(projectFolder, ".gitlab", "stack.yml");

describe("CI workflows", () => {
    it("actionlint accepts all GitHub workflows", async function () {
        const files = (await readdir(workflowFolder)).map((name) => join(workflowFolder, name));
        await outputOf(await ensureGoTool(actionlint), files);
    });

    it("GitHub workflows pin actions by commit and have read-only default permissions", async () => {
        for (const name of await readdir(workflowFolder)) {
            const { permissions, jobs } = await workflow(name.replace(/\.yml$/, ""));
            deepEqual(permissions, name === "stack.yml" ? undefined : { contents: "read" });
            for (const { uses: other, steps = [] } of Object.values(jobs)) {
                ok(other === undefined || other.startsWith("./.github/workflows/"), other);
                for (const { uses } of steps) {
                    ok(uses === undefined || /@[0-9a-f]{40}$/.test(uses), uses);
                }
            }
        }
    });

    it("Only the deploying job of each pipeline gets write credentials for Auth0", async () => {
        const writers: string[] = [];
        for (const name of await readdir(workflowFolder)) {
            const { env = {}, jobs } = await workflow(name.replace(/\.yml$/, ""));
            ok(!Object.values(env).some((value) => value.includes("AUTH0_CLIENT_")), name);
            for (const [job, { environment, ...rest }] of Object.entries(jobs)) {
                if (/(vars|secrets)\.AUTH0_CLIENT_/.test(JSON.stringify(rest))) {
                    writers.push(`${name} ${job} in ${String(environment)}`);
                }
            }
        }
        deepEqual(writers, ["stack.yml up in ${{ inputs.environment }}"]);

        // The names of an estate's credentials are its own; what a pull request gets are those of another environment.
        const { env, jobs: ofEstate } = await workflow("estate");
        ok(!/toJSON|AUTH0_/.test(JSON.stringify(env)));
        const all = Object.entries(ofEstate).filter(([, job]) => JSON.stringify(job).includes("toJSON(secrets)"));
        deepEqual(
            all.map(([name, { environment }]) => [name, environment]),
            [["environments", "${{ github.event_name == 'pull_request' && 'preview' || 'production' }}"]],
        );

        const [spec, jobs] = parseAllDocuments(await readFile(gitlabStack, "utf8")).map(
            (document) => document.toJS() as Record<string, { extends?: string; script?: string[] }>,
        );
        deepEqual(Object.keys(spec ?? {}), ["spec"]);
        const without = Object.entries(jobs ?? {})
            .filter(([, { extends: of, script }]) => of !== ".reads" && script !== undefined)
            .map(([name]) => name);
        deepEqual(without, ["settings $[[ inputs.stack ]]", "up $[[ inputs.stack ]]"]);
    });

    it("The estate workflow previews pull requests in parallel and deploys pushes in sequence", async () => {
        const { concurrency, jobs } = await workflow("estate");
        const { environment, steps = [] } = jobs["environments"] ?? {};
        const action = steps.find(({ name }) => name === "Environments")?.env?.["ACTION"];
        const on = (event: string) =>
            Object.values(
                filledIn(
                    { action: action ?? "", environment: environment ?? "", ...concurrency },
                    { github: { event_name: event, ref: "refs/pull/7/merge" } },
                ),
            );
        deepEqual(on("pull_request"), ["preview", "preview", "estate-preview-refs/pull/7/merge", "true"]);
        deepEqual(on("push"), ["up", "production", "estate", "false"]);
        deepEqual(on("workflow_dispatch"), on("push"));
    });

    it("Only the npm publish job gets an ID token, and it runs no project code", async () => {
        for (const name of await readdir(workflowFolder)) {
            const { jobs } = await workflow(name.replace(/\.yml$/, ""));
            for (const [job, { permissions = {}, environment, steps = [] }] of Object.entries(jobs)) {
                if (permissions["id-token"] === undefined) {
                    continue;
                }
                deepEqual(
                    [name, job, environment, permissions],
                    ["release.yml", "publish", "npm", { "id-token": "write" }],
                );
                deepEqual(
                    steps.map(({ name: step, uses = "" }) => step ?? uses.split("@")[0]),
                    ["actions/setup-node", "actions/download-artifact", "Publish"],
                );
            }
        }
    });

    it("The workflows call only existing npm scripts", async () => {
        const { scripts } = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")) as {
            scripts: Record<string, string>;
        };
        const texts = [
            await readFile(join(projectFolder, ".gitlab-ci.yml"), "utf8"),
            (await readFile(gitlabStack, "utf8")).replaceAll("$[[ inputs.command ]]", "$COMMAND"),
            ...(await Promise.all(
                (await readdir(workflowFolder)).map((name) => readFile(join(workflowFolder, name), "utf8")),
            )),
        ];
        const commands = texts
            .map((text) => text.replaceAll(/^\s*#.*$/gm, ""))
            .flatMap((text) => [...text.matchAll(/(?:npm (?:run )?(?:--silent )?|\$COMMAND )(?<name>[\w:]+)/g)])
            .map((found) => found.groups?.["name"] ?? "");
        for (const expected of ["lint", "preview", "up", "drift", "release:notes"]) {
            ok(commands.includes(expected), expected);
        }
        for (const command of commands) {
            ok(["ci", "config", "pack", "publish"].includes(command) || command in scripts, `npm run ${command}`);
        }
    });

    describe("GitLab jobs", () => {
        interface GitlabJob {
            readonly before_script?: readonly string[];
            readonly script?: readonly string[];
            readonly rules?: readonly (readonly string[] | { readonly if: string; readonly when?: string })[];
        }
        const all = {
            PULUMI_BACKEND_URL: "s3://bucket",
            AUTH0_DOMAIN: "example.eu.auth0.com",
            AUTH0_READ_CLIENT_ID: "reader",
            AUTH0_READ_CLIENT_SECRET: "secret of the reader",
        };
        let jobs: Readonly<Record<string, GitlabJob>>;

        before(async () => {
            jobs = parseAllDocuments(await readFile(gitlabStack, "utf8"))[1]?.toJS() as typeof jobs;
        });

        /** Whether a job is part of a pipeline. */
        function runs(name: string, variables: Readonly<Record<string, string>>): boolean {
            const rules = (jobs[name]?.rules ?? []).flatMap((rule) =>
                "if" in rule ? [rule] : ((jobs[rule[0] ?? ""]?.rules ?? []) as { if: string; when?: string }[]),
            );
            const found = rules.find((rule) =>
                runInNewContext(rule.if.replaceAll("$", ""), {
                    ...Object.fromEntries(
                        [...rule.if.matchAll(/\$(\w+)/g)].map(([, variable = ""]) => [variable, null]),
                    ),
                    ...variables,
                }),
            );
            return found !== undefined && found.when !== "never";
        }

        const works = ["preview", "plan", "up", "drift"].map((job) => `${job} $[[ inputs.stack ]]`);
        const pipelines: Record<string, string>[] = [
            { CI_PIPELINE_SOURCE: "merge_request_event" },
            { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" },
            { CI_PIPELINE_SOURCE: "schedule" },
        ];
        const settings = "settings $[[ inputs.stack ]]";

        it("GitLab jobs run once all variables are set", () => {
            const { AUTH0_READ_CLIENT_SECRET: _secret, ...rest } = all;
            for (const set of [all, { ...rest, AUTH0_READ_CLIENT_ASSERTION_PRIVATE_KEY: "key" }]) {
                for (const pipeline of pipelines) {
                    ok(!runs(settings, { ...set, ...pipeline }));
                    ok(works.some((job) => runs(job, { ...set, ...pipeline })));
                }
            }
        });

        it("GitLab jobs are skipped with one line that names the missing variable", async () => {
            for (const missing of Object.keys(all)) {
                const set = Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing));
                for (const pipeline of pipelines) {
                    ok(runs(settings, { ...set, ...pipeline }), missing);
                    ok(!works.some((job) => runs(job, { ...set, ...pipeline })), missing);
                }
                const { exitCode, all: said } = await runProcess(
                    "sh",
                    ["-ec", (jobs[settings]?.script ?? []).join("\n")],
                    {
                        env: { ...Object.fromEntries(Object.keys(all).map((name) => [name, undefined])), ...set },
                    },
                );
                equal(exitCode, 0, said);
                match(said.trim(), new RegExp(`^Skipped\\. Not set: ${missing}\\. .*$`));
            }
        });

        it("Reading GitLab jobs use the read-only credentials", async () => {
            const [...exports] = (jobs[".reads"]?.before_script ?? []).slice(0, 3);
            const { stdout } = await runProcess(
                "sh",
                ["-ec", [...exports, 'echo "$AUTH0_CLIENT_ID, $AUTH0_CLIENT_SECRET"'].join("\n")],
                { env: { ...all, AUTH0_CLIENT_ID: "writer", AUTH0_CLIENT_SECRET: "secret of the writer" } },
            );
            equal(stdout.trim(), "reader, secret of the reader");
        });
    });

    describe("GitHub workflows in a clean checkout", function () {
        let state: string;
        let checkout: string;
        let tenant: Tenant;
        let api: ManagementApi;
        let environment: Record<string, string>;
        let installed = false;
        let tag = "";
        /** What each step of each workflow has printed. */
        const printed: string[] = [];
        /** Variables of the repository that are set in another way. */
        let variables: Record<string, string> = {};
        /** Its secrets besides. */
        let secrets: Record<string, string> = {};

        const config = {
            "openmetadata-auth0:applicationType": "web",
            "openmetadata-auth0:openMetadataUrl": "https://om.example.com",
            "openmetadata-auth0:admins": ["jane.doe@example.com"],
        };

        before(async () => {
            state = await mkdtemp(join(tmpdir(), "openmetadata-auth0-workflows-"));
            checkout = join(state, "checkout");
            await checkOut(checkout, "to be installed");
            tenant = await startTenant({ state: join(state, "tenant"), port: 0 });
            api = await managementApi(tenant);
            await mkdir(join(state, "bin"));
            await copyFile(join(__dirname, "gh.mjs"), join(state, "bin", "gh"));
            await chmod(join(state, "bin", "gh"), 0o755);
            await mkdir(join(state, "backend"));
            environment = {
                ...tenant.environment,
                PATH: `${join(state, "bin")}:${process.env["PATH"] ?? ""}`,
                GH_STATE: join(state, "github.json"),
                GITHUB_STEP_SUMMARY: join(state, "step-summary.md"),
            };
        });
        after(async () => {
            await tenant.close();
            await rm(state, { recursive: true });
        });

        /** What stands in for the contexts of the expressions that GitHub fills in. */
        const contexts = () => ({
            vars: {
                PULUMI_STACK: "prod",
                PULUMI_BACKEND_URL: `file://${join(state, "backend")}`,
                AUTH0_DOMAIN: tenant.domain,
                AUTH0_READ_CLIENT_ID: tenant.environment["AUTH0_CLIENT_ID"],
                AUTH0_CLIENT_ID: tenant.environment["AUTH0_CLIENT_ID"],
                ...variables,
            } as Record<string, string>,
            secrets: {
                PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
                AUTH0_READ_CLIENT_SECRET: tenant.environment["AUTH0_CLIENT_SECRET"],
                AUTH0_CLIENT_SECRET: tenant.environment["AUTH0_CLIENT_SECRET"],
                ...secrets,
            } as Record<string, string>,
            github: {
                token: "token",
                repository: "owner/repository",
                event_name: "push",
                event: { pull_request: { number: 7 } },
                ref_name: tag,
            },
        });

        function evaluated(expression: string, more: object): string | boolean | undefined {
            return valueOf(expression, { ...contexts(), ...more });
        }

        function filled(env: Record<string, string> = {}, more: object = {}): Record<string, string> {
            return filledIn(env, { ...contexts(), ...more });
        }

        /**
         * Runs the steps of a workflow in their order; the packages are installed by the first that wants them.
         *
         * @param more - variables for single steps, by their names
         * @param given - the inputs
         */
        async function run(
            name: string,
            more: Record<string, Record<string, string>> = {},
            given: Record<string, string> = {},
        ): Promise<{ exitCode: number; said: string; skipped: string[] }> {
            const { on, env, jobs } = await workflow(name);
            const defaults = Object.entries(on.workflow_call?.inputs ?? {}).map(([input, { default: value }]) => [
                input,
                value ?? "",
            ]);
            const inputs = { ...(Object.fromEntries(defaults) as Record<string, string>), ...given };
            const needs: Record<string, { outputs: Record<string, string> }> = {};
            const skipped: string[] = [];
            let said = "";
            for (const [title, job] of Object.entries(jobs)) {
                const steps: Record<string, { outputs: Record<string, string> }> = {};
                const known = { inputs, needs, steps };
                const without = [job.needs ?? []].flat().some((needed) => skipped.includes(needed));
                if (without || (job.if !== undefined && evaluated(job.if, known) !== true)) {
                    skipped.push(title);
                    continue;
                }
                if (job.uses !== undefined && name !== "release") {
                    const called = job.uses.replace(/^.*\/(?<called>\w+)\.yml$/, "$<called>");
                    const of = await run(called, more, filled(job.with, known));
                    return { ...of, said: said + of.said };
                }
                const folder = filled(job.defaults?.run, known)["working-directory"] ?? ".";
                for (const step of (job.steps ?? []).filter(({ run: script }) => script !== undefined)) {
                    const unwanted = step.if !== undefined && evaluated(step.if, known) !== true;
                    if (unwanted || (step.name === "Install" && installed)) {
                        continue;
                    }
                    const output = join(state, "output");
                    await writeFile(output, "");
                    const { exitCode, all } = await runProcess("bash", ["-eo", "pipefail", "-c", step.run ?? ""], {
                        cwd: join(checkout, folder),
                        env: {
                            ...environment,
                            GITHUB_OUTPUT: output,
                            ...filled(env, known),
                            ...filled(job.env, known),
                            ...filled(step.env, known),
                            ...more[step.name ?? ""],
                        },
                    });
                    said += all;
                    printed.push(all);
                    if (exitCode !== 0) {
                        return { exitCode, said, skipped };
                    }
                    steps[step.id ?? ""] = { outputs: await outputsIn(output) };
                    installed ||= step.name === "Install";
                }
                needs[title] = { outputs: filled(job.outputs, known) };
            }
            return { exitCode: 0, said, skipped };
        }

        async function github(): Promise<{
            comments: string[];
            issues: { title: string; body: string; closed?: boolean }[];
            releases: { tag: string; notes: string; files: string[] }[];
        }> {
            return JSON.parse(await readFile(environment["GH_STATE"] ?? "", "utf8")) as never;
        }

        async function configure(changes: Record<string, unknown> = {}): Promise<void> {
            const file = join(checkout, "Pulumi.prod.yaml");
            const kept = await readFile(file, "utf8").then(
                (text) => parse(text) as { encryptionsalt?: string },
                () => ({}),
            );
            await writeFile(file, stringify({ ...kept, config: { ...config, ...changes } }));
        }

        it("Workflows are skipped with one line that names the missing variables", async () => {
            variables = { PULUMI_STACK: "", PULUMI_BACKEND_URL: "", AUTH0_DOMAIN: "" };
            for (const name of ["preview", "deploy", "drift"]) {
                const { exitCode, said, skipped } = await run(name);
                equal(exitCode, 0, said);
                match(
                    said.trim(),
                    /^::notice title=Skipped::Not set: PULUMI_STACK PULUMI_BACKEND_URL AUTH0_DOMAIN\. .*$/,
                );
                deepEqual(skipped, ["look", "up"], name);
            }
            for (const [url, missing] of [
                ["https://api.pulumi.com", "PULUMI_ACCESS_TOKEN"],
                ["postgres://pulumi@db.example.com/pulumi", "PGPASSWORD"],
            ] as const) {
                variables = { PULUMI_BACKEND_URL: url };
                match((await run("preview")).said, new RegExp(`Not set: ${missing}\\.`));
            }
            variables = { AUTH0_READ_CLIENT_ID: "" };
            match((await run("preview")).said, /Not set: AUTH0_READ_CLIENT_ID\./);
            variables = {};
        });

        it("A pull request gets one preview comment, which the next push updates", async () => {
            const engine = await ensureEngine();
            await outputOf(engine.pulumi, ["stack", "init", "prod", "--no-select"], {
                cwd: checkout,
                env: {
                    ...engine.environment,
                    PULUMI_BACKEND_URL: contexts().vars["PULUMI_BACKEND_URL"],
                    PULUMI_CONFIG_PASSPHRASE: contexts().secrets["PULUMI_CONFIG_PASSPHRASE"],
                },
            });
            await configure();
            const { exitCode, said } = await run("preview");
            equal(exitCode, 0, said);
            await configure({ "openmetadata-auth0:connections": ["Username-Password-Authentication"] });
            equal((await run("preview")).exitCode, 0);
            const { comments } = await github();
            equal(comments.length, 1);
            match(comments[0] ?? "", /### Stack `prod`: 10 to create[^]*Everyone in the connection `Username-Password/);
        });

        it("A merge deploys the stack and summarises its plan", async () => {
            const { exitCode, said } = await run("deploy");
            equal(exitCode, 0, said);
            const applications = await api.request<{ name: string }[]>("GET", "clients");
            equal(applications.filter(({ name }) => name === "OpenMetadata (prod)").length, 1);
            match(await readFile(environment["GITHUB_STEP_SUMMARY"] ?? "", "utf8"), /### Stack `prod`: 10 to create/);
        });

        it("Drift opens one issue, updates it and closes it once resolved", async () => {
            equal((await run("drift")).exitCode, 0);
            deepEqual((await github()).issues, []);
            const applications = await api.request<{ name: string; client_id: string }[]>("GET", "clients");
            const application = applications.find(({ name }) => name === "OpenMetadata (prod)");
            ok(application);
            for (const host of ["evil.example.net", "worse.example.net"]) {
                await api.request("PATCH", `clients/${application.client_id}`, {
                    callbacks: [`https://${host}/callback`],
                });
                const { exitCode, said } = await run("drift");
                equal(exitCode, 0, said);
            }
            const { issues } = await github();
            equal(issues.length, 1);
            equal(issues[0]?.title, "Drift in the stack prod");
            match(issues[0].body, /new callback, `https:\/\/worse\.example\.net\/callback/);
            await api.request("PATCH", `clients/${application.client_id}`, {
                callbacks: ["https://om.example.com/callback"],
            });
            equal((await run("drift")).exitCode, 0);
            deepEqual(
                (await github()).issues.map(({ closed }) => closed),
                [true],
            );
        });

        it("A separate program in its own folder keeps its state in PostgreSQL", async function () {
            if ((await postgresObstacle()) !== undefined) {
                this.skip();
            }
            const postgres = await startPostgres();
            try {
                variables = { PULUMI_BACKEND_URL: postgres.url };
                secrets = { PGPASSWORD: postgres.password };
                const folder = join(checkout, "sign-in");
                await mkdir(folder);
                await writeFile(
                    join(folder, "Pulumi.yaml"),
                    stringify({ name: "own", runtime: "nodejs", main: "index.cjs" }),
                );
                await writeFile(
                    join(folder, "index.cjs"),
                    `require("../tools/compile.cjs");
const { SingleSignOn, stackOutputs } = require("../components");
module.exports = stackOutputs(new SingleSignOn("own", {
    applicationType: "spa",
    displayName: "Own",
    serverUrls: ["https://own.example.com"],
    admins: ["jane.doe@example.com"],
}));
`,
                );
                const engine = await ensureEngine();
                await outputOf(engine.pulumi, ["stack", "init", "own", "--no-select"], {
                    cwd: folder,
                    env: {
                        ...engine.environment,
                        ...secrets,
                        PULUMI_BACKEND_URL: postgres.url,
                        PULUMI_CONFIG_PASSPHRASE: contexts().secrets["PULUMI_CONFIG_PASSPHRASE"],
                    },
                });
                const given = { stack: "own", directory: "sign-in", command: "node ../cli/commands/main.cjs" };
                for (const operation of ["preview", "deploy", "drift"]) {
                    const { exitCode, said, skipped } = await run("stack", {}, { ...given, operation });
                    equal(exitCode, 0, said);
                    deepEqual(skipped, operation === "deploy" ? [] : ["up"]);
                    ok(!said.includes(postgres.password));
                }
                const applications = await api.request<{ name: string }[]>("GET", "clients");
                equal(applications.filter(({ name }) => name === "Own").length, 1);
                const { comments, issues } = await github();
                match(comments.at(-1) ?? "", /### Stack `own`: \d to create/);
                ok(issues.every(({ title }) => !title.includes("own")));
            } finally {
                await postgres.close();
                variables = {};
                secrets = {};
            }
        });

        it("A failed drift check fails the workflow and opens no issue", async () => {
            const before = await github();
            const right = environment;
            environment = { ...right, AUTH0_API_TOKEN: "not-a-token" };
            notEqual((await run("drift")).exitCode, 0);
            environment = right;
            deepEqual(await github(), before);
        });

        describe("Release workflow", () => {
            let registry: EmptyRegistry;
            let publishing: Record<string, Record<string, string>>;

            before(async () => {
                registry = await startEmptyRegistry();
                publishing = { Publish: { ...registry.environment, npm_config_dry_run: "true" } };
            });
            after(() => {
                registry.close();
            });

            it("A tag without its version in the changelog publishes nothing", async () => {
                tag = "v9.9.9";
                const { exitCode, said } = await run("release", publishing);
                equal(exitCode, 1);
                match(said, new RegExp(`The tag is v9\\.9\\.9, and package\\.json says ${version}`));
                match(said, /CHANGELOG\.md still has entries under "Unreleased"/);
                ok(!said.includes("Publishing to"));
            });

            it("A version tag publishes both packages and creates a release with its notes", async () => {
                tag = `v${version}`;
                const changelog = join(checkout, "CHANGELOG.md");
                const text = await readFile(changelog, "utf8");
                await writeFile(changelog, text.replace("## Unreleased\n", `$&\n## ${version} - 2027-01-31\n`));
                const { exitCode, said } = await run("release", publishing);
                equal(exitCode, 0, said);
                match(said, /Publishing to http:\S+ with tag latest and public access \(dry-run\)/);
                for (const name of ["openmetadata-auth0", "openmetadata-auth0-cli"]) {
                    match(said, new RegExp(`\\+ ${name}@${version}`));
                }
                const { releases } = await github();
                deepEqual(
                    releases.map(({ tag: of, files }) => [of, files]),
                    [
                        [
                            `v${version}`,
                            [`./openmetadata-auth0-${version}.tgz`, `./openmetadata-auth0-cli-${version}.tgz`],
                        ],
                    ],
                );
                match(releases[0]?.notes ?? "", /^### Added\n\n- Components `SingleSignOn`/);
            });
        });

        describe("Secrets", () => {
            it("No workflow shows a secret in its output, its summaries, comments or issues", async () => {
                const applications = await api.request<{ client_secret?: string }[]>("GET", "clients");
                const texts = [
                    ...printed,
                    await readFile(environment["GH_STATE"] ?? "", "utf8"),
                    await readFile(environment["GITHUB_STEP_SUMMARY"] ?? "", "utf8"),
                ].map((text, index) => [`text ${index}`, text] as const);
                ok(texts.some(([, text]) => text.includes("### Stack `own`")));
                nowhere(
                    {
                        "the passphrase": [contexts().secrets["PULUMI_CONFIG_PASSPHRASE"] ?? ""],
                        "the secret of Pulumi's own application": [tenant.managementClientSecret],
                        "a client secret": applications.flatMap(({ client_secret: one }) => one ?? []),
                    },
                    texts,
                );
            });
        });
    });
});
