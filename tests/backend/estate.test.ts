import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { stringify } from "yaml";
import type { Environment } from "../../cli/commands/estate/environment";
import { checkEnvironment, readEstate } from "../../cli/commands/estate/environments";
import { type Outcome, runEstate } from "../../cli/commands/estate/estate";
import type { Policies } from "../../cli/commands/policyPack";
import { projectFolder } from "../../cli/commands/project";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { ensureEngine } from "../../cli/engine/engine";
import { createProgress } from "../../cli/engine/progress";
import { outputOf, runProcess } from "../../processes/childProcess";
import { programFolder } from "../engine/deployment";
import { type ManagementApi, managementApi } from "../engine/managementApi";
import { filledIn, outputsIn, workflow } from "../workflows/steps";

/** How many environments; with ESTATE_ENVIRONMENTS=100 it takes minutes. */
const count = Number(process.env["ESTATE_ENVIRONMENTS"] ?? 9);
const shards = 3;
/** Where those are that fail: in one shard. */
const broken = [1, count - 1 - ((count - 2) % shards)];
/** Fewer than there are, so that some wait for their turn. */
const parallel = 4;
const fernetKey = randomBytes(32).toString("base64");
const otherFernetKey = randomBytes(32).toString("base64");

interface Entry {
    stack: string;
    tenant: Record<string, string>;
    config: Record<string, unknown>;
    secrets?: Record<string, string>;
}

let folder: string;
let tenantFolder: string;
let tenant: Tenant;
let api: ManagementApi;

/** The environments of an estate; the connections of two of them do not exist. */
function estate(): Entry[] {
    return Array.from({ length: count }, (_, index) => ({
        stack: `team-${index + 1}`,
        tenant: { domain: tenant.domain, clientId: "ESTATE_CLIENT_ID", clientSecret: "ESTATE_CLIENT_SECRET" },
        config: {
            applicationType: "web",
            openMetadataUrl: `https://team-${index + 1}.example.com`,
            admins: ["jane.doe@example.com"],
            connections: broken.includes(index) ? [`Connection-${index}`] : [],
            protect: false,
        },
        ...(index === 0 && { secrets: { fernetKey: "ESTATE_FERNET_KEY" } }),
    }));
}

async function run(
    environments: readonly Entry[],
    action: "up" | "preview" = "up",
    policies: Policies = { packs: [], configs: [] },
    refresh = false,
): Promise<Outcome[]> {
    const progress = createProgress(new PassThrough() as unknown as NodeJS.WriteStream);
    return runEstate({
        action,
        environments: await read(environments),
        folder,
        parallel,
        refresh,
        policies,
        progress,
    });
}

/** Writes the file of an estate. */
async function write(environments: readonly Entry[], where = folder): Promise<string> {
    const file = join(where, "environments.yaml");
    await writeFile(file, stringify({ environments }));
    return file;
}

/** Writes the file of an estate, and reads it. */
async function read(environments: readonly Entry[]): Promise<readonly Environment[]> {
    return readEstate(await write(environments), ({ environments: all }) =>
        all.flatMap((environment) => checkEnvironment(environment, true)),
    ).environments;
}

/** The stacks that have ended in a way. */
function stacks(outcomes: readonly Outcome[], wanted: Outcome["result"]): string[] {
    return outcomes.filter(({ result }) => result === wanted).map(({ stack }) => stack);
}

/** The names of the applications in the tenant, sorted. */
async function applications(): Promise<string[]> {
    const all: { name: string }[] = [];
    for (let page = 0; all.length === page * 50; page += 1) {
        all.push(...(await api.request<{ name: string }[]>("GET", `clients?per_page=50&page=${page}`)));
    }
    return all
        .map(({ name }) => name)
        .filter((name) => name.startsWith("OpenMetadata ("))
        .sort();
}

describe("npm run estate", function () {
    const environment = { ...process.env };
    let state: string;

    before(async () => {
        tenantFolder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: tenantFolder, port: 0 });
        api = await managementApi(tenant);
        folder = await programFolder();
        state = await mkdtemp(join(tmpdir(), "openmetadata-auth0-estate-"));
        Object.assign(process.env, tenant.environment, {
            PULUMI_BACKEND_URL: `file://${state}`,
            PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
            ESTATE_CLIENT_ID: tenant.managementClientId,
            ESTATE_CLIENT_SECRET: tenant.managementClientSecret,
            ESTATE_FERNET_KEY: fernetKey,
        });
    });
    after(async () => {
        for (const name of Object.keys(process.env).filter((name) => !(name in environment))) {
            Reflect.deleteProperty(process.env, name);
        }
        Object.assign(process.env, environment);
        await tenant.close();
        await Promise.all([folder, tenantFolder, state].map((path) => rm(path, { recursive: true })));
    });

    describe("Estate workflow on GitHub", () => {
        let bin: string;
        before(async () => {
            bin = await mkdtemp(join(tmpdir(), "openmetadata-auth0-bin-"));
            await copyFile(join(projectFolder, "tests", "workflows", "gh.mjs"), join(bin, "gh"));
            await chmod(join(bin, "gh"), 0o755);
        });
        after(async () => {
            await rm(bin, { recursive: true });
        });

        /** Runs a step of the workflow as GitHub does, in a checkout of its own. */
        async function step(
            jobName: string,
            name: string,
            checkout: string,
            contexts: object = {},
        ): Promise<{ exitCode: number; said: string; outputs: Record<string, string> }> {
            const { env, jobs } = await workflow("estate");
            const job = jobs[jobName];
            const { run: script } = job?.steps?.find((one) => one.name === name) ?? {};
            ok(script !== undefined, name);
            const output = join(bin, "output");
            await writeFile(output, "");
            const all = {
                vars: {
                    ESTATE_FILE: "environments.yaml",
                    ESTATE_SHARDS: String(shards),
                    ESTATE_CLIENT_ID: tenant.managementClientId,
                    PULUMI_BACKEND_URL: process.env["PULUMI_BACKEND_URL"],
                },
                secrets: {
                    ESTATE_CLIENT_SECRET: tenant.managementClientSecret,
                    ESTATE_FERNET_KEY: fernetKey,
                    PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
                    OF_ANOTHER: "a secret that no environment names",
                },
                github: {
                    event_name: "push",
                    token: "token",
                    repository: "owner/repository",
                    event: { pull_request: { number: 7 } },
                },
                ...contexts,
            };
            const ofStep = job?.steps?.find((one) => one.name === name)?.env;
            const { exitCode, all: said } = await runProcess("bash", ["-eo", "pipefail", "-c", script], {
                cwd: checkout,
                env: {
                    ESTATE_CLIENT_ID: undefined,
                    ESTATE_CLIENT_SECRET: undefined,
                    ESTATE_FERNET_KEY: undefined,
                    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
                    GH_STATE: join(bin, "github.json"),
                    GITHUB_OUTPUT: output,
                    GITHUB_STEP_SUMMARY: join(bin, "step-summary.md"),
                    ...filledIn(env, all),
                    ...filledIn(job?.env, all),
                    ...filledIn(ofStep, all),
                    COMMAND: `node ${join(projectFolder, "cli", "commands", "main.cjs")}`,
                },
            });
            return { exitCode, said, outputs: await outputsIn(output) };
        }

        /** What a checkout is made of for each job: nothing is left of another. */
        async function inCheckout<T>(work: (checkout: string) => Promise<T>): Promise<T> {
            const checkout = await programFolder();
            await write(estate(), checkout);
            try {
                return await work(checkout);
            } finally {
                await rm(checkout, { recursive: true });
            }
        }

        interface ShardJob {
            readonly shard: string;
            readonly stacks: string;
            readonly variables: string;
        }

        /** Runs the job of one shard; its summary goes where the artifacts of all are. */
        async function runShard(job: ShardJob, index: number): Promise<{ exitCode: number; summary: string }> {
            return inCheckout(async (checkout) => {
                const { exitCode, said } = await step("environments", "Environments", checkout, { matrix: job });
                ok(!said.includes(tenant.managementClientSecret), said);
                const artifact = join(bin, "shards", `estate-${index}`);
                await mkdir(artifact, { recursive: true });
                await copyFile(join(checkout, "summary.md"), join(artifact, "summary.md"));
                return { exitCode, summary: await readFile(join(artifact, "summary.md"), "utf8") };
            });
        }

        it("The workflow deploys valid environments, reports failures in one comment and reruns only those", async () => {
            const names = estate().map(({ stack }) => stack);
            const failing = broken.map((index) => names[index] ?? "");
            const { outputs, said } = await inCheckout((checkout) => step("shards", "Matrix", checkout));
            const matrix = outputs["matrix"] ?? "";
            const { include: jobs } = JSON.parse(matrix || "{}") as { include: ShardJob[] };
            equal(jobs.length, shards, said);
            deepEqual(jobs.flatMap((job) => job.stacks.split(" ")).sort(), [...names].sort());
            equal(jobs[0]?.variables, "ESTATE_CLIENT_ID ESTATE_CLIENT_SECRET ESTATE_FERNET_KEY");
            equal(jobs[1]?.variables, "ESTATE_CLIENT_ID ESTATE_CLIENT_SECRET");

            const failed: number[] = [];
            for (const [index, job] of jobs.entries()) {
                const { exitCode, summary } = await runShard(job, index);
                const here = failing.filter((name) => job.stacks.split(" ").includes(name));
                equal(exitCode, here.length > 0 ? 1 : 0, summary);
                failed.push(...(here.length > 0 ? [index] : []));
                for (const name of here) {
                    const place = names.indexOf(name);
                    match(summary, new RegExp(`^- \`${name}\` \\*\\*failed\\*\\*: .*Connection-${place}`, "m"));
                }
            }
            equal(failed.length, 1);
            const done = names.filter((name) => !failing.includes(name));
            const made = await applications();
            ok(done.every((name) => made.includes(`OpenMetadata (${name})`)));

            const comments = async (): Promise<string[]> => {
                const contexts = { needs: { shards: { outputs: { matrix } } } };
                for (const name of ["Summary", "Comment"]) {
                    const ended = await step("summary", name, bin, contexts);
                    equal(ended.exitCode, 0, ended.said);
                }
                const text = await readFile(join(bin, "github.json"), "utf8");
                return (JSON.parse(text) as { comments: string[] }).comments;
            };
            const [comment = "", ...others] = await comments();
            deepEqual(others, []);
            equal([...comment.matchAll(/^## Shard \d\/3: /gm)].length, shards, comment);
            equal([...comment.matchAll(/^- `team-\d+`: \d+ create/gm)].length, count - 2, comment);
            equal([...comment.matchAll(/\*\*failed\*\*/g)].length, 2, comment);

            for (const index of broken) {
                await api.request("POST", "connections", { name: `Connection-${index}`, strategy: "auth0" });
            }
            for (const index of failed) {
                const job = jobs[index];
                ok(job);
                const { exitCode, summary } = await runShard(job, index);
                equal(exitCode, 0, summary);
                match(summary, new RegExp(`^## Shard ${job.shard}: 2 changed, ${count / shards - 2} unchanged\n`));
                for (const name of failing) {
                    match(summary, new RegExp(`^- \`${name}\`: `, "m"));
                }
            }
            deepEqual(await applications(), names.map((name) => `OpenMetadata (${name})`).sort());
            const again = await comments();
            equal(again.length, 1);
            ok(!again[0]?.includes("failed"), again[0]);
        });

        it("The workflow fails if PULUMI_BACKEND_URL is not set", async () => {
            const { exitCode, said } = await step("shards", "Matrix", folder, {
                vars: { ESTATE_FILE: "environments.yaml", PULUMI_BACKEND_URL: "" },
            });
            equal(exitCode, 1);
            match(said, /^::error::PULUMI_BACKEND_URL is not set/);
        });
    });

    describe("Estate on one machine", () => {
        /** The stack's file, as each of two runs has left it. */
        const files: string[] = [];

        it("estate up reverts drift only with --refresh", async () => {
            const [one] = estate();
            ok(one);
            const clients = await api.request<{ client_id: string; name: string }[]>("GET", "clients?per_page=50");
            const application = clients.find(({ name }) => name === "OpenMetadata (team-1)");
            ok(application);
            await api.request("PATCH", `clients/${application.client_id}`, { name: "OpenMetadata (by hand)" });
            for (const refresh of [false, true]) {
                const outcomes = await run([one], "up", undefined, refresh);
                deepEqual(stacks(outcomes, refresh ? "done" : "unchanged"), ["team-1"]);
                files.push(await readFile(join(folder, "Pulumi.team-1.yaml"), "utf8"));
            }
            ok((await applications()).includes("OpenMetadata (team-1)"));
        });

        it("Stack and estate files contain no plain-text secret, and a second run leaves them unchanged", async () => {
            const [first = "", second] = files;
            match(first, /fernetKey:\s+secure: v1:/);
            equal(second, first);
            for (const name of await readdir(folder)) {
                if (name.startsWith("Pulumi.") || name === "environments.yaml") {
                    const text = await readFile(join(folder, name), "utf8");
                    ok(!text.includes(fernetKey), name);
                    ok(!text.includes(tenant.managementClientSecret), name);
                }
            }
        });

        it("estate up applies changed configuration and secrets; estate preview applies nothing", async () => {
            const [one] = estate();
            ok(one);
            const renamed = { ...one, config: { ...one.config, displayName: "Renamed" } };
            const [previewed] = await run([renamed], "preview");
            ok(previewed?.result === "done");
            equal(previewed.changes.update, 1);
            ok((await applications()).includes("OpenMetadata (team-1)"));
            deepEqual(stacks(await run([renamed]), "done"), ["team-1"]);
            ok(!(await applications()).includes("OpenMetadata (team-1)"));

            // No resource has it, but the outputs do.
            process.env["ESTATE_FERNET_KEY"] = otherFernetKey;
            deepEqual(stacks(await run([renamed]), "unchanged"), ["team-1"]);
            const engine = await ensureEngine();
            const args = ["stack", "output", "fernetKey", "--show-secrets", "--stack", "team-1"];
            equal(await outputOf(engine.pulumi, args, { cwd: folder, env: engine.environment }), otherFernetKey);
        });

        it("estate up applies a new version of the program to an unchanged configuration", async () => {
            const [one] = estate();
            ok(one);
            const applied = await run([one]);
            ok(applied[0]?.result !== "failed");
            deepEqual(stacks(await run([one]), "unchanged"), ["team-1"]);
            const program = join(folder, "index.ts");
            const text = await readFile(program, "utf8");
            // What is there is a link to the checkout's own.
            await rm(program);
            await writeFile(program, text.replace("readConfig()", '{ ...readConfig(), description: "New version" }'));
            deepEqual(stacks(await run([one]), "done"), ["team-1"]);
            await rm(program);
            await symlink(join(projectFolder, "index.ts"), program);
            const clients = await api.request<{ description: string }[]>("GET", "clients?per_page=50");
            ok(clients.some(({ description }) => description === "New version"));
        });

        it("estate enforces the project's and additional policies and names the violated one", async () => {
            const [environment] = estate();
            ok(environment);
            const further = { ...environment.config, additionalGrantTypes: ["client_credentials"] };
            const held = { ...environment, stack: "held" };
            const stopped = { ...environment, stack: "stopped", config: further };
            for (const action of ["preview", "up"] as const) {
                const [first, second] = await run([held, stopped], action);
                equal(first?.result, "done");
                ok(second?.result === "failed");
                match(
                    second.reason,
                    /^stopped by policy auth0-client-grants: .*grantTypes: "client_credentials" is not allowed here\./,
                );
            }
            ok(!(await applications()).includes("OpenMetadata (stopped)"));

            const allowed = join(folder, "allowed.json");
            const grants = ["authorization_code", "refresh_token", "client_credentials"];
            await writeFile(allowed, JSON.stringify({ "auth0-client-grants": { allowedGrants: grants } }));
            const [taken] = await run([stopped], "preview", { packs: [], configs: [allowed] });
            equal(taken?.result, "done");

            const own = join(folder, "own-pack");
            await cp(join(__dirname, "policyPack"), own, { recursive: true });
            const [named] = await run([held], "preview", { packs: [own], configs: [] });
            ok(named?.result === "failed");
            match(named.reason, /^stopped by policy no-held: /);
        });
    });

    it("All mistakes in the estate file are reported at once, without secret values", async () => {
        const [good] = estate();
        ok(good);
        const entries = [
            { ...good, stack: "twice" },
            { ...good, stack: "twice" },
            { ...good, stack: "variable", tenant: { ...good.tenant, clientSecret: "ESTATE_TEST_UNSET" } },
            { ...good, stack: "plain", config: { ...good.config, fernetKey } },
            { ...good, stack: "mistyped", config: { ...good.config, applicationType: "wep", adminz: [] } },
        ];
        await rejects(read(entries), ({ message }: Error) => {
            match(message, /^Nothing was done/);
            match(message, /^twice: appears more than once/m);
            match(message, /^variable: the environment variable ESTATE_TEST_UNSET is not set/m);
            match(message, /^plain: config\.fernetKey: is a secret/m);
            match(message, /^mistyped: openmetadata-auth0:applicationType: /m);
            match(message, /^mistyped: openmetadata-auth0:adminz: there is no such key/m);
            ok(!message.includes(fernetKey));
            return true;
        });
    });

    it("The example in docs/many-environments.md is a valid estate file", async () => {
        const page = await readFile(join(projectFolder, "docs", "many-environments.md"), "utf8");
        const [, example = ""] = /^```yaml\n([^]*?)^```$/m.exec(page) ?? [];
        const file = join(folder, "example.yaml");
        await writeFile(file, example);
        Object.assign(process.env, {
            AUTH0_EU_CLIENT_ID: "id",
            AUTH0_EU_CLIENT_SECRET: "secret",
            FERNET_KEY_EU: fernetKey,
            OPENMETADATA_TOKEN_EU: "token",
        });
        const { environments } = readEstate(file, ({ environments: all }) =>
            all.flatMap((environment) => checkEnvironment(environment, true)),
        );
        equal(environments[0]?.config["applicationType"], "web");
    });
});
