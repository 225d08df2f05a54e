import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment, resourceOf } from "./deployment";
import type { Step } from "./pulumiStack";
import { pack, violated } from "../policies/violated";
import { type ManagementApi, managementApi } from "./managementApi";
import { linesOf } from "./secrets";

const web = {
    applicationType: "web",
    openMetadataUrl: "https://om.example.com",
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
};
const unprotected = { ...web, protect: false };

interface Outputs {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly keyId: string;
    readonly publicKeyDer: string;
    readonly publicKeyPem: string;
    readonly privateKeyDer: string;
    readonly retiredKeys: Record<string, { keyId: string; publicKeyPem: string }>;
}

interface Application {
    readonly client_id: string;
    readonly client_secret: string;
    readonly name: string;
    readonly app_type: string;
    readonly token_endpoint_auth_method: string;
    readonly callbacks: string[];
    readonly jwt_configuration: Record<string, unknown>;
}

let folder: string;
let tenant: Tenant;
let api: ManagementApi;

async function application(clientId: string): Promise<Application> {
    return api.request("GET", `clients/${clientId}`);
}

/** Runs a test on a stack of its own. */
async function withStack(test: (deployment: Deployment) => Promise<void>, stack?: string): Promise<void> {
    const deployment = await Deployment.create(tenant, stack);
    try {
        await test(deployment);
    } finally {
        await deployment.remove();
    }
}

/** The types of the resources that a state has as protected, sorted. */
function protectedTypes(state: string): string[] {
    const { latest } = (JSON.parse(state) as { checkpoint: { latest: Kept } }).checkpoint;
    return latest.resources.flatMap(({ type, protect }) => (protect === true ? [type] : [])).sort();
}

interface Kept {
    readonly resources: readonly { readonly type: string; readonly protect?: boolean }[];
}

/** What steps change, as operation and resource. */
function changes(steps: readonly Step[]): string[] {
    return steps.map((step) => `${step.op} ${resourceOf(step)}`).sort();
}

describe("Rotation, import and protection", function () {
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        api = await managementApi(tenant);
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    it("Key rotation creates a new key in one up, keeps the old public key and passes all policies", async () => {
        await withStack(async (deployment) => {
            const upWithPolicies = async (): Promise<void> => {
                const run = await deployment.ok(["up", "--yes", "--skip-preview", ...pack]);
                deepEqual([violated(run, "mandatory"), violated(run, "advisory")], [[], []]);
            };
            await deployment.configure(web);
            await upWithPolicies();
            const first = await deployment.outputs<Outputs>();

            await deployment.configure({ ...web, keySize: 3072, keyRotations: ["initial", "2027-01"] });
            const { steps, messages } = await deployment.previewed();
            deepEqual(changes(steps), ["create RandomUuid openmetadata-2027-01", "create Stash openmetadata-2027-01"]);
            match(messages, /creates a new signing key[^]*personal access token[^]*After `up`/);
            await upWithPolicies();

            const second = await deployment.outputs<Outputs>();
            notEqual(second.keyId, first.keyId);
            notEqual(second.privateKeyDer, first.privateKeyDer);
            equal(second.clientId, first.clientId);
            equal(second.clientSecret, first.clientSecret);
            deepEqual(second.retiredKeys, {
                initial: { keyId: first.keyId, publicKeyPem: first.publicKeyPem },
            });
            equal(createPublicKey(second.publicKeyPem).asymmetricKeyDetails?.modulusLength, 3072);

            // Forgetting the old key needs no permission: it is in use no more. Nothing else was left to do.
            await deployment.configure({ ...web, keySize: 3072, keyRotations: ["2027-01"] });
            const forgotten = await deployment.upped();
            deepEqual(changes(forgotten.steps), [
                "delete RandomUuid openmetadata-initial",
                "delete Stash openmetadata-initial",
            ]);
            ok(!forgotten.messages.includes("creates a new signing key"));
            const third = await deployment.outputs<Outputs>();
            equal(third.keyId, second.keyId);
            deepEqual(third.retiredKeys, {});
        });
    });

    it("A supplied private key is the signing key, even after the state is lost", async () => {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const der = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
        const own = { privateKey: privateKey.export({ format: "pem", type: "pkcs1" }), keyId: "catalog-1" };
        await withStack(async (deployment) => {
            await deployment.configure({ ...unprotected, ...own });
            await deployment.up();
            const outputs = await deployment.outputs<Outputs>();
            deepEqual([outputs.privateKeyDer, outputs.keyId], [der, "catalog-1"]);
            const state = await deployment.state();
            ok(linesOf(der).every((line) => !state.includes(line)));

            // Another key is never taken or ignored in silence.
            const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
            const otherPem = other.export({ format: "pem", type: "pkcs8" }).toString();
            await deployment.configure({ ...unprotected, privateKey: otherPem, keyId: "catalog-2" });
            const refused = await deployment.run(["preview"]);
            notEqual(refused.exitCode, 0);
            match(refused.stdout, /privateKey: does not match the key stored[^]*keyId: does not match the key stored/);
            await deployment.configure({
                ...unprotected,
                privateKey: otherPem,
                keyId: "catalog-2",
                keyRotations: ["initial", "2027-01"],
            });
            deepEqual(changes(await deployment.upSteps()), [
                "create RandomUuid openmetadata-initial",
                "create Stash openmetadata-2027-01",
            ]);
            equal((await deployment.outputs<Outputs>()).keyId, "catalog-2");
        });
        // The state is lost: a new one.
        await withStack(async (deployment) => {
            await deployment.configure({ ...unprotected, ...own });
            await deployment.up();
            const outputs = await deployment.outputs<Outputs>();
            deepEqual([outputs.privateKeyDer, outputs.keyId], [der, "catalog-1"]);
        });
    });

    it("An application made in the dashboard keeps its client ID and secret on import", async () => {
        const made = await api.request<Application>("POST", "clients", {
            name: "Clicked together",
            app_type: "regular_web",
            callbacks: ["https://om.example.com/callback", "http://localhost:8585/callback"],
            grant_types: ["authorization_code", "implicit", "refresh_token"],
            token_endpoint_auth_method: "client_secret_basic",
            jwt_configuration: { alg: "RS256", lifetime_in_seconds: 36000, secret_encoded: true },
        });
        await withStack(async (deployment) => {
            await deployment.configure({ ...unprotected, importClientId: made.client_id });
            const steps = await deployment.upSteps();
            const ops = steps.map((step) => `${step.op} ${resourceOf(step)}`);
            ok(ops.includes("import Client openmetadata"));
            ok(ops.includes("update Client openmetadata"));
            ok(ops.includes("import ClientCredentials openmetadata"));
            ok(!ops.some((op) => op.includes("replace") || op.includes("delete")));
            const update = steps.find((step) => step.op === "update" && resourceOf(step) === "Client openmetadata");
            const paths = Object.keys(update?.detailedDiff ?? {});
            for (const path of ["name", "callbacks[1]", "grantTypes[1]", "oidcConformant"]) {
                ok(paths.includes(path), `${path} is not among ${paths.join(", ")}`);
            }

            const outputs = await deployment.outputs<Outputs>();
            equal(outputs.clientId, made.client_id);
            equal(outputs.clientSecret, made.client_secret);
            const taken = await application(made.client_id);
            equal(taken.client_secret, made.client_secret);
            equal(taken.token_endpoint_auth_method, "client_secret_post");
            deepEqual(taken.callbacks, ["https://om.example.com/callback"]);
            await deployment.configure(unprotected);
            await deployment.ok(["preview", "--expect-no-changes"]);
        });
    });

    it("Preview rejects an importClientId that does not exist, and nothing is created", async () => {
        const before = await api.request<Application[]>("GET", "clients");
        await withStack(async (deployment) => {
            await deployment.configure({ ...unprotected, importClientId: "doesNotExist0123456789doesNotExi" });
            const { exitCode, stdout } = await deployment.run(["preview"]);
            notEqual(exitCode, 0);
            match(stdout, /doesNotExist0123456789doesNotExi[^]*does not exist/);
        });
        deepEqual(await api.request("GET", "clients"), before);
    });

    it("Destroy refuses to delete protected resources and says how to unprotect them", async () => {
        await withStack(async (deployment) => {
            await deployment.configure(web);
            await deployment.up();
            const outputs = await deployment.outputs<Outputs>();
            deepEqual(protectedTypes(await deployment.state()), ["auth0:index/client:Client", "pulumi:index:Stash"]);

            const { exitCode, stdout, stderr } = await deployment.run(["destroy", "--yes"]);
            notEqual(exitCode, 0);
            match(stdout + stderr, /cannot be deleted[^]*because it is protected[^]*remove the `protect` flag/);
            equal((await application(outputs.clientId)).client_secret, outputs.clientSecret);

            await deployment.configure(unprotected);
            deepEqual(changes(await deployment.upSteps()), []);
            deepEqual(protectedTypes(await deployment.state()), []);
            await deployment.ok(["destroy", "--yes", "--skip-preview"]);
        });
    });

    it("Client secret rotation creates a new secret and warns of the sign-in outage", async () => {
        await withStack(async (deployment) => {
            await deployment.configure(unprotected);
            await deployment.up();
            const first = await deployment.outputs<Outputs>();

            await deployment.configure({ ...unprotected, clientSecretRotation: "2027-01" });
            // With its preview, which warns.
            match(
                (await deployment.ok(["up", "--yes"])).stdout,
                /Previewing[^]*creates a new client secret[^]*nobody can sign in until[^]*Updating/,
            );
            const second = await deployment.outputs<Outputs>();
            notEqual(second.clientSecret, first.clientSecret);
            equal(second.clientId, first.clientId);
            equal((await application(first.clientId)).client_secret, second.clientSecret);
            ok(!(await deployment.state()).includes(second.clientSecret));

            await deployment.configure({ ...unprotected, clientSecretRotation: "2027-02" });
            deepEqual(changes(await deployment.upSteps()), [
                "create-replacement RandomPassword openmetadata",
                "delete-replaced RandomPassword openmetadata",
                "replace RandomPassword openmetadata",
                "update ClientCredentials openmetadata",
            ]);
            const third = await deployment.outputs<Outputs>();
            notEqual(third.clientSecret, second.clientSecret);

            // Without a rotation the secret stays as it is.
            await deployment.configure(unprotected);
            await deployment.up();
            equal((await deployment.outputs<Outputs>()).clientSecret, third.clientSecret);
        });
    });

    it("Two stacks in one tenant do not affect each other", async () => {
        await withStack(async (staging) => {
            await withStack(async (production) => {
                await staging.configure({ ...unprotected, openMetadataUrl: "https://staging.example.com" });
                await production.configure(unprotected);
                // One by one: the provider that is built writes the applications of a connection as a whole.
                await staging.up();
                await production.up();
                const ofStaging = await staging.outputs<Outputs>();
                const ofProduction = await production.outputs<Outputs>();
                notEqual(ofStaging.clientId, ofProduction.clientId);
                notEqual(ofStaging.keyId, ofProduction.keyId);
                equal((await application(ofStaging.clientId)).name, "OpenMetadata (staging)");
                equal((await application(ofProduction.clientId)).name, "OpenMetadata (production)");

                await staging.ok(["destroy", "--yes", "--skip-preview"]);
                await production.ok(["preview", "--refresh", "--expect-no-changes"]);
            }, "production");
        }, "staging");
    });
});
