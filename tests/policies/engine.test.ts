import { deepEqual, doesNotMatch, notEqual } from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { projectFolder } from "../../cli/commands/project";
import { policies } from "../../policies/policies";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import type { Told } from "./asked";
import { type Case, cases, type SecretValue } from "./cases";
import { Deployment } from "../engine/deployment";
import type { Run } from "../engine/pulumiStack";
import { pack, violated } from "./violated";

/** A program with the resources of all cases, each named after its case, in a tenant that is not local. */
function programOf(all: readonly Case[]): string {
    const names = new Map<Told, string>();
    const lines = all.flatMap(({ resources }, index) =>
        resources.map((told) => {
            const variable = `r${names.size}`;
            names.set(told, variable);
            const { type, name, inputs = {}, protect = false, parent, from = {} } = told;
            const args = Object.entries(inputs)
                .filter(([key, value]) => value !== undefined && !(key in from))
                .map(([key, value]) => `${key}: ${sourceOf(value)}`);
            const refs = Object.entries(from).map(([key, source]) => `${key}: ${names.get(source) ?? ""}.${key}`);
            const options = [
                ...(type.startsWith("auth0:") ? ["provider"] : []),
                ...(parent === undefined ? [] : [`parent: ${names.get(parent) ?? ""}`]),
                `protect: ${protect}`,
            ];
            const kind = type.startsWith("auth0:") ? `auth0.${type.slice(type.lastIndexOf(":") + 1)}` : "pulumi.Stash";
            return type.startsWith("openmetadata-auth0:")
                ? `const ${variable} = new pulumi.ComponentResource("${type}", "case-${index}-${name}");`
                : `const ${variable} = new ${kind}("case-${index}-${name}", { ${[...args, ...refs].join(", ")} } as any, { ${options.join(", ")} });`;
        }),
    );
    return [
        'import * as auth0 from "@pulumi/auth0";',
        'import * as pulumi from "@pulumi/pulumi";',
        'const provider = new auth0.Provider("remote", { domain: "example.eu.auth0.com", clientId: "none", clientSecret: pulumi.secret("none of them") });',
        ...lines,
    ].join("\n");
}

/** A value as TypeScript, with its secrets marked. */
function sourceOf(value: unknown): string {
    if (Array.isArray(value)) {
        return `[${value.map(sourceOf).join(", ")}]`;
    }
    if (typeof value !== "object" || value === null) {
        return JSON.stringify(value);
    }
    if ("secretValue" in value) {
        return `pulumi.secret(${sourceOf((value as SecretValue).secretValue)})`;
    }
    return `{ ${Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${JSON.stringify(key)}: ${sourceOf(item)}`)
        .join(", ")} }`;
}

/** A program whose resources are right one by one, and go together against the policies that look at the stack. */
const wrongStack = `
import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { generateKeyPairSync } from "node:crypto";

const settings = {
    callbacks: ["https://om.example.com/callback"],
    grantTypes: ["authorization_code"],
    jwtConfiguration: { alg: "RS256" },
    oidcConformant: true,
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

/** The names of the policies that a run says are violated: the mandatory and the advisory ones. */
function violations(run: Run): [mandatory: string[], advisory: string[]] {
    const names: ReturnType<typeof violations> = [violated(run, "mandatory"), violated(run, "advisory")];
    names.flat().forEach((name) => seen.add(name));
    return names;
}

describe("Policy pack (real engine)", function () {
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

    it("One preview stops every case by its policy and shows no private key", async () => {
        const own = await Deployment.create(tenant, "sandbox", { OPENMETADATA_AUTH0_ALLOW_BUILT_PROVIDER: "1" });
        try {
            await rm(join(own.folder, "index.ts"));
            await writeFile(join(own.folder, "index.ts"), programOf(cases));
            const log = join(own.folder, "events.ndjson");
            const run = await own.run(["preview", ...pack, "--event-log", log], { PULUMI_DEBUG_COMMANDS: "true" });
            notEqual(run.exitCode, 0);
            doesNotMatch(run.stdout, /PRIVATE KEY/);
            const events = (await readFile(log, "utf8"))
                .trimEnd()
                .split("\n")
                .map((line) => JSON.parse(line) as EngineEvent);
            const stopped = events.flatMap(({ policyEvent }) => {
                const index = /::case-(\d+)-/.exec(policyEvent?.resourceUrn ?? "")?.[1];
                seen.add(policyEvent?.policyName ?? "");
                return policyEvent?.enforcementLevel === "mandatory" && index !== undefined
                    ? [`${cases[Number(index)]?.what ?? ""}: ${policyEvent.policyName}`]
                    : [];
            });
            const expected = cases.map(({ what, stoppedBy }) => `${what}: ${stoppedBy}`);
            deepEqual([...new Set(stopped)].sort(), [...new Set(expected)].sort(), `${run.stdout}\n${run.stderr}`);
        } finally {
            await own.remove();
        }
    });

    it("Resources that are invalid together are stopped, and the tenant gets advice", async () => {
        const run = await previewOf(wrongStack);

        notEqual(run.exitCode, 0);
        deepEqual(violations(run), [
            ["auth0-confidential-client-authenticates", "auth0-public-client-no-secret", "secrets-are-secret"],
            ["auth0-attack-protection", "auth0-multi-factor"],
        ]);
    });

    it("The engine tests violate every policy but two", () => {
        deepEqual(
            policies.map(({ name }) => name).filter((name) => !seen.has(name)),
            ["auth0-refresh-token-rotation", "openmetadata-principal-domain"],
        );
    });

    // A Web application does so in tests/engine/life.test.ts.
    it("A SPA deployment passes all policies before and after a key rotation", async () => {
        const own = await Deployment.create(tenant, "spa");
        try {
            await own.configure({ ...config, applicationType: "spa" });
            deepEqual(violations(await own.ok(["up", "--yes", "--skip-preview", ...pack])), [[], []]);
            await own.configure({ ...config, applicationType: "spa", keyRotations: ["initial", "next"] });
            deepEqual(violations(await own.ok(["preview", ...pack])), [[], []]);
        } finally {
            await own.remove();
        }
    });

    it("The configuration file in docs/policies.md allows a further grant type", async () => {
        const own = await Deployment.create(tenant, "exception");
        try {
            await own.configure({ ...config, applicationType: "web", additionalGrantTypes: ["client_credentials"] });
            const stopped = await own.run(["preview", ...pack]);
            deepEqual(violations(stopped)[0], ["auth0-client-grants"]);

            const page = await readFile(join(projectFolder, "docs", "policies.md"), "utf8");
            const exceptions = join(own.folder, "policies.json");
            await writeFile(exceptions, /```json\n(.*?)```/s.exec(page)?.[1] ?? "");
            await own.ok(["preview", ...pack, "--policy-pack-config", exceptions]);
        } finally {
            await own.remove();
        }
    });
});
