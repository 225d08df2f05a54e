import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment } from "../engine/deployment";
import { type ManagementApi, managementApi } from "../engine/managementApi";
import { linesOf } from "../engine/secrets";
import { onApplicationMade } from "./applicationMade";
import { documentedSteps } from "./documentedSteps";
import { killAfter, killOnceMade } from "./killedEngine";
import { postgresObstacle, type PostgresServer, startPostgres } from "./postgresServer";

const kills = 20;
const up = ["up", "--yes", "--skip-preview"];
/** The section of docs/recovery.md. */
const killed = "An `up` was killed";
/** What a run is told that loses: of the lock, or that a lock that it had found was gone when it read it. */
const refusal = /the stack is currently locked by|key not found: sql: no rows in result set/;

const config = {
    applicationType: "web",
    openMetadataUrl: "https://om.example.com",
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
    protect: false,
};

interface Outputs {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly keyId: string;
    readonly privateKeyDer: string;
}

interface Application {
    readonly client_id: string;
    readonly client_secret: string;
    readonly name: string;
}

let tenant: Tenant;
let api: ManagementApi;
let postgres: PostgresServer;
let tables = 0;
const closing: (() => Promise<void>)[] = [];

/** The applications of the stack `prod` in the tenant. */
async function applications(): Promise<Application[]> {
    const all = await api.request<Application[]>("GET", "clients");
    return all.filter(({ name }) => name === "OpenMetadata (prod)");
}

/** Runs a test on a stack `prod`, in a state table of its own. */
async function withProd(test: (prod: Deployment) => Promise<void>): Promise<void> {
    tables += 1;
    const prod = await Deployment.create(tenant, "prod", {
        PULUMI_BACKEND_URL: `${postgres.url}&table=state_${tables}`,
        PGPASSWORD: postgres.password,
    });
    try {
        await prod.configure(config);
        await test(prod);
    } finally {
        // What pulumi would take a second for: no other test has this table, and the tenant is asked by name.
        await Promise.all((await applications()).map(({ client_id }) => api.request("DELETE", `clients/${client_id}`)));
        await rm(prod.folder, { recursive: true });
    }
}

/** Recovers from a killed `up` by the documented steps, as a person does who looks into the tenant. */
async function recover(prod: Deployment): Promise<void> {
    const [cancel = "", show = "", takeOver = "", goOn = ""] = documentedSteps(killed);
    await prod.script(cancel);
    const { stdout } = await prod.script(show);
    const [made] = await applications();
    if (stdout === "none" && made !== undefined) {
        await prod.script(takeOver, { CLIENT_ID: made.client_id });
    }
    await prod.script(goOn);
}

/** Tells where there is not exactly one application, or the state has another one. */
async function nothingLostOrDoubled(prod: Deployment): Promise<void> {
    const { clientId, clientSecret } = await prod.outputs<Outputs>();
    const found = await applications();
    deepEqual(
        found.map(({ client_id, client_secret }) => ({ client_id, client_secret })),
        [{ client_id: clientId, client_secret: clientSecret }],
    );
    const [connection] = await api.request<{ id: string }[]>(
        "GET",
        "connections?name=Username-Password-Authentication",
    );
    const { clients } = await api.request<{ clients: { client_id: string }[] }>(
        "GET",
        `connections/${connection?.id ?? ""}/clients`,
    );
    ok(clients.some(({ client_id }) => client_id === clientId));
    const { stdout } = await prod.ok(["stack", "export"]);
    const { deployment } = JSON.parse(stdout) as { deployment: { pending_operations?: unknown[] } };
    deepEqual(deployment.pending_operations ?? [], []);
}

describe("the state in PostgreSQL", function () {
    before(async function () {
        const obstacle = await postgresObstacle();
        if (obstacle !== undefined) {
            console.log(`    left out: ${obstacle}`);
            this.skip();
        }
        postgres = await startPostgres();
        closing.push(() => postgres.close());
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        closing.push(() => rm(folder, { recursive: true }));
        tenant = await startTenant({ state: folder, port: 0 });
        closing.push(() => tenant.close());
        api = await managementApi(tenant);
    });
    after(async () => {
        for (const close of closing.reverse()) {
            await close();
        }
    });

    it("who runs up while somebody else does is told who holds the lock, and nothing is overwritten", async () => {
        await withProd(async (prod) => {
            const first = await prod.start(up);
            await new Promise<void>((resolve) => {
                const unwatch = onApplicationMade(() => {
                    process.kill(first.pid, "SIGSTOP");
                    unwatch();
                    resolve();
                });
            });
            const second = await prod.run(up);
            process.kill(first.pid, "SIGCONT");

            notEqual(second.exitCode, 0);
            match(second.stderr, /the stack is currently locked by 1 lock\(s\)[^]*`pulumi cancel`/);
            ok(second.stderr.includes(`created by ${userInfo().username}@${hostname()} (pid ${first.pid}) at `));
            ok(!second.stderr.includes(postgres.password));
            equal((await first.ended).exitCode, 0);
            await nothingLostOrDoubled(prod);
            await prod.ok(["preview", "--expect-no-changes"]);
        });
    });

    it("of two people who run up at the same moment, one at most goes on", async () => {
        await withProd(async (prod) => {
            const runs = await Promise.all([prod.run(up), prod.run(up)]);
            const refused = runs.filter(({ exitCode }) => exitCode !== 0);
            ok(refused.length >= 1);
            for (const { stderr } of refused) {
                match(stderr, refusal);
            }
            await prod.up();
            await nothingLostOrDoubled(prod);
        });
    });

    it("an application that Auth0 made while up was killed is taken over by the documented steps", async () => {
        await withProd(async (prod) => {
            await killOnceMade(prod);
            const [made] = await applications();
            ok(made);
            const [, show = ""] = documentedSteps(killed);
            equal((await prod.script(show)).stdout, "none");
            await recover(prod);
            await nothingLostOrDoubled(prod);
            equal((await prod.outputs<Outputs>()).clientId, made.client_id);
        });
    });

    describe("an up that was killed is recovered by the documented steps, with nothing lost and nothing doubled", () => {
        let duration: number;

        before(async () => {
            await withProd(async (prod) => {
                const start = Date.now();
                await prod.up();
                duration = Date.now() - start;
            });
        });
        for (let point = 1; point <= kills; point += 1) {
            it(`killed at ${point} of ${kills} points`, async () => {
                await withProd(async (prod) => {
                    await killAfter(prod, ((point - 0.5) / kills) * duration);
                    await recover(prod);
                    await nothingLostOrDoubled(prod);
                });
            });
        }
    });

    it("a copy of the state brings a damaged one back", async () => {
        await withProd(async (prod) => {
            await prod.up();
            const [saveKey = "", saveState = ""] = documentedSteps("Keep a copy");
            const before = await prod.outputs<Outputs>();
            await prod.script(saveKey + saveState);
            const copy = await readFile(join(prod.folder, "prod.json"), "utf8");
            for (const secret of [before.clientSecret, ...linesOf(before.privateKeyDer)]) {
                ok(!copy.includes(secret));
            }

            await prod.ok(["stack", "rm", "prod", "--force", "--yes", "--preserve-config"]);
            await prod.ok(["stack", "init", "prod", "--no-select"]);
            await prod.script(documentedSteps("The state is damaged, and there is a copy").join(""));
            deepEqual(await prod.outputs<Outputs>(), before);
            await nothingLostOrDoubled(prod);
        });
    });

    it("a lost state is built again from Auth0 and the saved key, and the next preview shows no change", async () => {
        await withProd(async (prod) => {
            await prod.up();
            const before = await prod.outputs<Outputs>();
            const [saveKey = ""] = documentedSteps("Keep a copy");
            await prod.script(saveKey);
            await prod.ok(["stack", "rm", "prod", "--force", "--yes", "--preserve-config"]);

            await prod.script(documentedSteps("The state is lost").join(""), { CLIENT_ID: before.clientId });
            deepEqual(await prod.outputs<Outputs>(), before);
            await nothingLostOrDoubled(prod);
        });
    });

    it("a lost state whose key had been rotated is built again with the key in use", async () => {
        await withProd(async (prod) => {
            await prod.configure({ ...config, keyRotations: ["initial", "2027-01"] });
            await prod.up();
            const before = await prod.outputs<Outputs>();
            const [saveKey = ""] = documentedSteps("Keep a copy");
            await prod.script(saveKey);
            await prod.ok(["stack", "rm", "prod", "--force", "--yes", "--preserve-config"]);

            await prod.configure({ ...config, keyRotations: ["2027-01"] });
            await prod.script(documentedSteps("The state is lost").join(""), { CLIENT_ID: before.clientId });
            const { keyId, privateKeyDer } = await prod.outputs<Outputs>();
            deepEqual({ keyId, privateKeyDer }, { keyId: before.keyId, privateKeyDer: before.privateKeyDer });
            await nothingLostOrDoubled(prod);
        });
    });
});
