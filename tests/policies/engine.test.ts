import { deepEqual, doesNotMatch, notEqual } from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../commands/project";
import { policies } from "../../policies/policies";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment } from "../engine/deployment";
import type { Run } from "../engine/pulumiStack";

const pack = ["--policy-pack", join(projectFolder, "policies")];

/** A program whose resources go against every policy that looks at a resource by itself. */
const wrongResources = `
import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { generateKeyPairSync } from "node:crypto";

new auth0.Client("wrong", {
    appType: "spa",
    callbacks: ["https://*.example.com/callback"],
    grantTypes: ["implicit", "refresh_token"],
    jwtConfiguration: { alg: "HS256" },
    refreshToken: { rotationType: "non-rotating", expirationType: "non-expiring" },
});
new pulumi.Stash("plain", {
    input: {
        adminPrincipals: ["admin"],
        enforcePrincipalDomain: false,
        keyId: "Gb389a-9f76-gdjs-a92j-0242bk94356",
        key: generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ type: "pkcs8", format: "pem" }),
    },
});
`;

/** A program whose resources are right one by one, and go together against the policies that look at the stack. */
const wrongStack = `
import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { generateKeyPairSync } from "node:crypto";

const settings = {
    callbacks: ["https://om.example.com/callback"],
    grantTypes: ["authorization_code"],
    jwtConfiguration: { alg: "RS256" },
};
const spa = new auth0.Client("spa", { appType: "spa", ...settings }, { protect: true });
new auth0.ClientCredentials("spa", { clientId: spa.clientId, authenticationMethod: "client_secret_post" });
const web = new auth0.Client("web", { appType: "regular_web", ...settings }, { protect: true });
new auth0.ClientCredentials("web", { clientId: web.clientId, authenticationMethod: "none" });
new auth0.Tenant("tenant", {});

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
new pulumi.Stash("key", { input: pulumi.secret({ privateKey: key }) });
export const leaked = key;
`;

/** A deployment of this project. */
const config = {
    openMetadataUrl: "https://om.example.com",
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
};

/** The policies that any run has said are violated. */
const seen = new Set<string>();

/** The names of the policies that a run says are violated, at a level. */
function violated({ stdout }: Pick<Run, "stdout">, level: string): string[] {
    const named = [...stdout.matchAll(/\[(mandatory|advisory)\]\s+(\S+)/g)];
    named.forEach(([, , name]) => seen.add(name ?? ""));
    return [...new Set(named.filter(([, at]) => at === level).map(([, , name]) => name ?? ""))].sort();
}

describe("the policy pack in the real engine", function () {
    this.timeout(180_000);

    let folder: string;
    let tenant: Tenant;
    let deployment: Deployment;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        deployment = await Deployment.create(tenant);
    });
    after(async () => {
        await deployment.remove();
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    async function previewOf(program: string): Promise<Run> {
        const index = join(deployment.folder, "index.ts");
        await rm(index);
        await writeFile(index, program);
        return deployment.run(["preview", ...pack]);
    }

    it("stops resources that are wrong by themselves, and shows no secret", async () => {
        const run = await previewOf(wrongResources);

        notEqual(run.exitCode, 0);
        deepEqual(violated(run, "mandatory"), [
            "auth0-client-grants",
            "auth0-client-https-urls",
            "auth0-client-rs256",
            "auth0-refresh-token-expiry",
            "auth0-refresh-token-rotation",
            "openmetadata-key-size",
            "openmetadata-no-admin-principal",
            "openmetadata-no-shipped-values",
            "openmetadata-principal-domain",
            "protected-client-and-key",
            "secrets-are-secret",
        ]);
        doesNotMatch(run.stdout, /PRIVATE KEY/);
    });

    it("stops resources that are wrong together, and advises on the tenant", async () => {
        const run = await previewOf(wrongStack);

        notEqual(run.exitCode, 0);
        deepEqual(violated(run, "mandatory"), [
            "auth0-confidential-client-authenticates",
            "auth0-public-client-no-secret",
            "protected-client-and-key",
            "secrets-are-secret",
        ]);
        deepEqual(violated(run, "advisory"), ["auth0-attack-protection", "auth0-multi-factor"]);
    });

    it("has a case here for every policy", () => {
        deepEqual(
            policies.map(({ name }) => name).filter((name) => !seen.has(name)),
            [],
        );
    });

    for (const applicationType of ["web", "spa"]) {
        it(`lets a ${applicationType} deployment of this project through, before and after a rotation`, async () => {
            const own = await Deployment.create(tenant, applicationType);
            try {
                await own.configure({ ...config, applicationType });
                await own.ok(["up", "--yes", ...pack]);
                await own.configure({ ...config, applicationType, keyRotations: ["initial", "next"] });
                const { stdout } = await own.ok(["preview", ...pack]);
                deepEqual([violated({ stdout }, "mandatory"), violated({ stdout }, "advisory")], [[], []]);
            } finally {
                await own.ok(["state", "unprotect", "--all", "--yes"]);
                await own.remove();
            }
        });
    }

    it("stops a further grant, and takes it where the file of docs/policies.md allows it", async () => {
        const own = await Deployment.create(tenant, "exception");
        try {
            await own.configure({ ...config, applicationType: "web", additionalGrantTypes: ["client_credentials"] });
            const stopped = await own.run(["preview", ...pack]);
            deepEqual(violated(stopped, "mandatory"), ["auth0-client-grants"]);

            const page = await readFile(join(projectFolder, "docs", "policies.md"), "utf8");
            const exceptions = join(own.folder, "policies.json");
            await writeFile(exceptions, /```json\n(.*?)```/s.exec(page)?.[1] ?? "");
            await own.ok(["preview", ...pack, "--policy-pack-config", exceptions]);
        } finally {
            await own.remove();
        }
    });
});
