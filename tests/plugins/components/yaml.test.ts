import { deepEqual, equal, match, notEqual, rejects } from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetch } from "undici";
import { startTenant, type Tenant } from "../../../sandbox/tenant";
import { changesOf, resourceOf } from "../../engine/deployment";
import { managementApi } from "../../engine/managementApi";
import { linesOf, nowhere } from "../../engine/secrets";
import { type OpenMetadataServer, startOpenMetadataServer } from "../../openMetadataServer/server";
import { type Program, YamlProgram } from "./yamlProgram";

interface Outputs {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly privateKeyDer: string;
    readonly kubernetesSecrets: Record<string, Record<string, Record<string, string>>>;
    readonly environments: Record<string, Record<string, string>>;
}

const server = "https://openmetadata.example.com";

/** The program of the example, in JavaScript. */
const javaScript = `
const pulumi = require("@pulumi/pulumi");
const { SingleSignOn } = require("openmetadata-auth0");
new SingleSignOn("openmetadata", {
    ...ARGS,
    domain: new pulumi.Config("auth0").require("domain"),
});
`;

describe("Pulumi YAML program", function () {
    let folder: string;
    let tenant: Tenant;
    let program: YamlProgram;

    before(async function () {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-yaml-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        program = await YamlProgram.create(tenant);
    });
    after(async () => {
        await program.remove();
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    /** Changes the arguments of the sign-on. */
    async function give(args: Record<string, unknown>): Promise<void> {
        await program.change(({ resources }) => {
            Object.assign(resources?.["signOn"]?.properties ?? {}, args);
        });
    }

    it("pulumi package add writes the packages section of the example", async () => {
        const example = await program.read();
        await program.change((changed) => {
            delete changed.packages;
        });
        await program.ok(["package", "add", "./node_modules/openmetadata-auth0/dist/componentProvider"]);
        deepEqual(await program.read(), example);
    });

    it("A YAML program deploys the sign-in", async () => {
        await program.ok(["up", "--yes", "--skip-preview"]);
        const { clientId, clientSecret, environments } = await program.outputs<Outputs>();
        const client = await (
            await managementApi(tenant)
        ).request<{ callbacks: string[]; client_secret: string }>("GET", `clients/${clientId}`);
        deepEqual(client.callbacks, [`${server}/callback`]);
        equal(client.client_secret, clientSecret);
        equal(environments[server]?.["OIDC_CLIENT_SECRET"], clientSecret);
    });

    it("Switching a stack from YAML to JavaScript and back shows no change", async () => {
        const inYaml = await program.read();
        const { domain: _domain, ...args } = inYaml.resources?.["signOn"]?.properties ?? {};
        await writeFile(join(program.folder, "index.js"), javaScript.replace("ARGS", JSON.stringify(args)));
        await program.change((changed) => {
            Object.assign(changed, { runtime: "nodejs", main: "index.js" } satisfies Partial<Program>);
            delete changed.resources;
            delete changed.outputs;
            delete changed.packages;
        });
        await program.ok(["up", "--yes", "--skip-preview", "--expect-no-changes"]);
        await program.write(inYaml);
        await program.ok(["up", "--yes", "--skip-preview", "--expect-no-changes"]);
    });

    it("Changed arguments of a YAML program update only the Client", async () => {
        await give({ displayName: "Metadata", protect: false });
        const changes = (await program.upSteps()).map((step) => [`${step.op} ${resourceOf(step)}`, changesOf(step)]);
        deepEqual(changes, [["update Client openmetadata", ["jwtConfiguration.scopes", "name"]]]);
        await program.ok(["preview", "--expect-no-changes"]);
    });

    describe("Invalid arguments", () => {
        let before: Program;

        beforeEach(async () => {
            before = await program.read();
        });
        afterEach(async () => {
            await program.write(before);
        });

        /** What a preview says is wrong. */
        async function said(): Promise<string> {
            const { exitCode, stdout, stderr } = await program.run(["preview"]);
            notEqual(exitCode, 0);
            const diagnostics = `${stdout}${stderr}`.split("Diagnostics:")[1]?.split("Resources:")[0] ?? "";
            return diagnostics
                .split("\n")
                .filter((line) => !line.includes("warning: using pulumi-language-"))
                .join("\n")
                .trim();
        }

        it("A YAML program gets all mistakes in one error, each with its fix", async () => {
            await program.ok(["config", "set", "--secret", "fernetKey", "not a key"]);
            await program.change((changed) => {
                changed.config = { fernetKey: { type: "string", secret: true } };
            });
            await give({ serverUrls: ["http://openmetadata.example.com"], keySize: 1024, fernetKey: "${fernetKey}" });
            equal(
                await said(),
                `pulumi:pulumi:Stack (openmetadata-test):
    error: openmetadata-auth0:index:SingleSignOn resource 'openmetadata' has a problem: 3 mistakes in the configuration or arguments; fix and run again.
      serverUrls: "http://openmetadata.example.com" is http on a host that is not loopback: a sign-in could be read and changed on the way.
          Write https://openmetadata.example.com. Behind a proxy that terminates TLS, it is the proxy's URL, which users open; the server itself can still answer the proxy over http.
      fernetKey: is not a valid Fernet key, which is 32 bytes in base64.
          Write a key as \`openssl rand -base64 32\` generates it; for a database with content, the key that is in use, alone or after a new one and a comma.
      keySize: 1024 bits are too few: RS256 requires at least 2048.
          Write 2048, 3072 or 4096.`,
            );
            await program.ok(["config", "rm", "fernetKey"]);
        });

        it("A mistake in an output value is reported like any other", async () => {
            await program.change(({ resources }) => {
                Object.assign(resources ?? {}, {
                    keys: { type: "openmetadata-auth0:JwtSigningKeys", properties: { protect: false } },
                });
            });
            await program.ok(["up", "--yes", "--skip-preview"]);
            await give({ domain: "${keys.keyId}/oops" });
            match(
                await said(),
                /^pulumi:pulumi:Stack \(openmetadata-test\):\n {4}error: openmetadata-auth0:index:SingleSignOn resource 'openmetadata' has a problem: 1 mistake in the configuration or arguments; fix and run again\.\n {6}domain: "[\w-]+\/oops" is not a valid domain\.\n.*$/,
            );
        });
    });

    describe("Running server", () => {
        let openMetadata: OpenMetadataServer;

        before(async () => {
            openMetadata = await startOpenMetadataServer({
                environment: {
                    AUTHORIZER_ADMIN_PRINCIPALS: "[admin,jane.doe]",
                    AUTHORIZER_PRINCIPAL_DOMAIN: "example.com",
                },
                trusts: await readFile(tenant.certificateBundle, "utf8"),
            });
        });
        after(async () => {
            await openMetadata.close();
        });

        it("No secret of a YAML program appears in state, outputs, previews, logs or errors", async () => {
            const { url } = openMetadata;
            const [fernetKey, privateKey] = [randomBytes(32).toString("base64"), generatePrivateKey()];
            const token = await passwordToken(url);
            await program.ok(["config", "set", "--secret", "privateKey", "--", privateKey]);
            await program.change((changed) => {
                changed.config = { privateKey: { type: "string", secret: true } };
                changed.plugins = {
                    providers: [{ name: "openmetadata-server", path: "node_modules/openmetadata-auth0/dist/provider" }],
                };
                Object.assign(changed.outputs ?? {}, {
                    ingestion: "${signOn.ingestion}",
                    fernetKey: "${signOn.fernetKey}",
                });
            });
            await give({
                serverUrls: [url],
                fernetKey,
                privateKey: "${privateKey}",
                keyRotations: ["initial", "2027-01"],
                serverTokens: { [url]: token },
                bots: [],
            });

            const eventLog = join(program.folder, "events.json");
            for (const args of [
                ["preview", "--json"],
                // Its event log is what `up --json` prints; its preview is what `preview --diff` prints.
                ["up", "--yes", "--diff", "--event-log", eventLog],
                ["stack", "output", "--json"],
                ["refresh", "--yes", "--diff"],
            ]) {
                await program.ok(args, { PULUMI_DEBUG_COMMANDS: "true" });
            }
            // And a run that fails.
            await give({ keySize: 1024 });
            notEqual((await program.run(["preview", "--diff"])).exitCode, 0);
            await give({ keySize: 2048 });

            const { clientSecret, privateKeyDer } = await program.outputs<Outputs>();
            equal(
                privateKeyDer,
                createPrivateKey(privateKey).export({ format: "der", type: "pkcs8" }).toString("base64"),
            );
            nowhere(
                {
                    "the Fernet key": [fernetKey],
                    "the token": [token],
                    "the client secret": [clientSecret],
                    "the private key": linesOf(privateKeyDer),
                },
                [
                    ...program.printed,
                    ["the event log", await readFile(eventLog, "utf8")],
                    ["the state", await program.state()],
                ],
            );
        });

        it("Destroying a YAML program deletes the application", async () => {
            const { clientId } = await program.outputs<Outputs>();
            await program.ok(["destroy", "--yes", "--skip-preview"]);
            const management = await managementApi(tenant);
            await rejects(management.request("GET", `clients/${clientId}`), /404/);
        });
    });
});

/** A private key, as `openssl genrsa` makes it. */
function generatePrivateKey(): string {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

/** The token with which Jane is signed in by her password, before the server signs in through Auth0. */
async function passwordToken(url: string): Promise<string> {
    const response = await fetch(`${url}/api/v1/users/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: "jane.doe@example.com", password: Buffer.from("admin").toString("base64") }),
    });
    return ((await response.json()) as { accessToken: string }).accessToken;
}
