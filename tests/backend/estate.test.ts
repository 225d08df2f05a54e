import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { stringify } from "yaml";
import type { Environment } from "../../cli/commands/estate/environment";
import { readEnvironments } from "../../cli/commands/estate/environments";
import { type Outcome, runEstate } from "../../cli/commands/estate/estate";
import type { Policies } from "../../cli/commands/policyPack";
import { projectFolder } from "../../cli/commands/project";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { ensureEngine } from "../../cli/engine/engine";
import { createProgress } from "../../cli/engine/progress";
import { outputOf } from "../../processes/childProcess";
import { programFolder } from "../engine/deployment";
import { type ManagementApi, managementApi } from "../engine/managementApi";

/** How many environments; with ESTATE_ENVIRONMENTS=100 it takes minutes. */
const count = Number(process.env["ESTATE_ENVIRONMENTS"] ?? 6);
/** Where those are that fail. */
const broken = [2, count - 3];
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

/** The environments of an estate; the connection of two of them does not exist. */
function estate(): Entry[] {
    return Array.from({ length: count }, (_, index) => ({
        stack: `team-${index + 1}`,
        tenant: { domain: tenant.domain, clientId: "AUTH0_CLIENT_ID", clientSecret: "AUTH0_CLIENT_SECRET" },
        config: {
            applicationType: "web",
            openMetadataUrl: `https://team-${index + 1}.example.com`,
            admins: ["jane.doe@example.com"],
            connections: broken.includes(index) ? ["No-Such-Connection"] : [],
            protect: false,
        },
        secrets: { fernetKey: "ESTATE_TEST_FERNET_KEY" },
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

/** Writes the file of an estate, and reads it. */
async function read(environments: readonly Entry[]): Promise<Environment[]> {
    const file = join(folder, "environments.yaml");
    await writeFile(file, stringify({ environments }));
    return readEnvironments(file);
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

describe("an estate of many environments", function () {
    const environment = { ...process.env };

    before(async () => {
        tenantFolder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: tenantFolder, port: 0 });
        api = await managementApi(tenant);
        folder = await programFolder();
        Object.assign(process.env, tenant.environment, {
            PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
            ESTATE_TEST_FERNET_KEY: fernetKey,
        });
    });
    after(async () => {
        for (const name of Object.keys(process.env).filter((name) => !(name in environment))) {
            Reflect.deleteProperty(process.env, name);
        }
        Object.assign(process.env, environment);
        await tenant.close();
        await Promise.all([folder, tenantFolder].map((path) => rm(path, { recursive: true })));
    });

    it("is set up in one run, where an environment that fails stops no other, and a rerun does only what is left", async () => {
        const environments = estate();
        const names = environments.map(({ stack }) => stack);
        const failing = broken.map((index) => names[index]);
        const first = await run(environments);
        deepEqual(stacks(first, "failed"), failing);
        deepEqual(
            stacks(first, "done"),
            names.filter((name) => !failing.includes(name)),
        );
        for (const outcome of first) {
            ok(outcome.result !== "failed" || outcome.reason.includes("No-Such-Connection"), JSON.stringify(outcome));
        }

        const second = await run(environments);
        deepEqual(stacks(second, "failed"), failing);
        deepEqual(stacks(second, "unchanged"), stacks(first, "done"));

        const third = await run(
            environments.map((entry) => {
                const connections = failing.includes(entry.stack) ? ["Username-Password-Authentication"] : [];
                return { ...entry, config: { ...entry.config, connections } };
            }),
        );
        deepEqual(stacks(third, "done"), failing);
        equal(stacks(third, "unchanged").length, count - failing.length);
        deepEqual(await applications(), names.map((name) => `OpenMetadata (${name})`).sort());
    });

    it("keeps secrets and credentials out of the files that it reads and writes", async () => {
        const [environment] = estate();
        ok(environment);
        const [outcome] = await run([{ ...environment, stack: "secrets" }]);
        equal(outcome?.result, "done");
        for (const name of await readdir(folder)) {
            if (name.startsWith("Pulumi.") || name === "environments.yaml") {
                const text = await readFile(join(folder, name), "utf8");
                ok(!text.includes(fernetKey), name);
                ok(!text.includes(tenant.managementClientSecret), name);
            }
        }
        match(await readFile(join(folder, "Pulumi.secrets.yaml"), "utf8"), /fernetKey:\s+secure: v1:/);
    });

    it("does an environment again whose configuration or secret has changed, and previews it without doing it", async () => {
        const [environment] = estate();
        ok(environment);
        const one = { ...environment, stack: "changed" };
        await run([one]);
        deepEqual(stacks(await run([one]), "unchanged"), ["changed"]);

        const renamed = { ...one, config: { ...one.config, displayName: "Renamed" } };
        const [previewed] = await run([renamed], "preview");
        ok(previewed?.result === "done");
        equal(previewed.changes["update"], 1);
        ok((await applications()).includes("OpenMetadata (changed)"));
        deepEqual(stacks(await run([renamed]), "done"), ["changed"]);
        ok(!(await applications()).includes("OpenMetadata (changed)"));

        // No resource has it, but the outputs do.
        process.env["ESTATE_TEST_FERNET_KEY"] = otherFernetKey;
        deepEqual(stacks(await run([renamed]), "unchanged"), ["changed"]);
        const engine = await ensureEngine();
        const args = ["stack", "output", "fernetKey", "--show-secrets", "--stack", "changed"];
        equal(await outputOf(engine.pulumi, args, { cwd: folder, env: engine.environment }), otherFernetKey);
        deepEqual(stacks(await run([renamed]), "unchanged"), ["changed"]);
    });

    it("undoes drift with --refresh, and goes by what the engine says, not by what was configured last", async () => {
        const [environment] = estate();
        ok(environment);
        const one = { ...environment, stack: "drifted" };
        await run([one]);
        const clients = await api.request<{ client_id: string; name: string }[]>("GET", "clients?per_page=50");
        const application = clients.find(({ name }) => name === "OpenMetadata (drifted)");
        ok(application);
        await api.request("PATCH", `clients/${application.client_id}`, { name: "OpenMetadata (by hand)" });
        deepEqual(stacks(await run([one]), "unchanged"), ["drifted"]);
        deepEqual(stacks(await run([one], "up", undefined, true), "done"), ["drifted"]);
        ok((await applications()).includes("OpenMetadata (drifted)"));
    });

    it("is held to the policies, with those that are given beside the project's own, and says which stopped it", async () => {
        const [environment] = estate();
        ok(environment);
        const further = { ...environment.config, additionalGrantTypes: ["client_credentials"] };
        const entries = [
            { ...environment, stack: "held" },
            { ...environment, stack: "stopped", config: further },
        ];
        for (const action of ["preview", "up"] as const) {
            const [held, stopped] = await run(entries, action);
            equal(held?.result, "done");
            ok(stopped?.result === "failed");
            match(
                stopped.reason,
                /^stopped by policy auth0-client-grants: .*grantTypes: "client_credentials" is not allowed here\./,
            );
        }
        ok(!(await applications()).includes("OpenMetadata (stopped)"));

        const allowed = join(folder, "allowed.json");
        const grants = ["authorization_code", "refresh_token", "client_credentials"];
        await writeFile(allowed, JSON.stringify({ "auth0-client-grants": { allowedGrants: grants } }));
        const [, taken] = await run(entries, "preview", { packs: [], configs: [allowed] });
        equal(taken?.result, "done");

        const own = join(folder, "own-pack");
        await cp(join(__dirname, "policyPack"), own, { recursive: true });
        const [named] = await run(entries, "preview", { packs: [own], configs: [] });
        ok(named?.result === "failed");
        match(named.reason, /^stopped by policy no-held: /);
    });

    it("names all mistakes of its file at once, before anything is done", async () => {
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
            match(message, /^twice: is there more than once/m);
            match(message, /^variable: the environment variable ESTATE_TEST_UNSET is not set/m);
            match(message, /^plain: config\.fernetKey: is a secret/m);
            match(message, /^mistyped: openmetadata-auth0:applicationType: /m);
            match(message, /^mistyped: openmetadata-auth0:adminz: there is no such key/m);
            ok(!message.includes(fernetKey));
            return true;
        });
        await rejects(read([{ ...good, stack: "a b" }]), /\/environments\/0\/stack must match pattern/);
    });

    it("reads the example of docs/state.md, with what its environments share", async () => {
        const page = await readFile(join(projectFolder, "docs", "state.md"), "utf8");
        const [, example = ""] = /^```yaml\n([^]*?)^```$/m.exec(page) ?? [];
        const file = join(folder, "example.yaml");
        await writeFile(file, example);
        Object.assign(process.env, {
            AUTH0_EU_CLIENT_ID: "id",
            AUTH0_EU_CLIENT_SECRET: "secret",
            FERNET_KEY_EU: fernetKey,
            OPENMETADATA_TOKEN_EU: "token",
        });
        const [environment] = readEnvironments(file);
        equal(environment?.config["applicationType"], "web");
    });
});
