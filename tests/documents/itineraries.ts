import { deepEqual, equal, match, ok } from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { fetch } from "undici";
import { terraform, terraformConfiguration } from "../../tools/bench/terraform";
import { projectFolder } from "../../cli/commands/project";
import { shipped } from "../../openmetadata/shipped";
import { checkOut } from "../checkout";
import { makeSandbox } from "../sandbox/newTenant";
import { managementApi } from "../engine/managementApi";
import { type OpenMetadataServer, startOpenMetadataServer } from "../openMetadataServer/server";
import { ensureGoTool, type GoTool } from "../../cli/engine/goTool";
import { helm, pulumiLanguageYaml } from "../goTools/goTools";
import { deployedStack, fileOf, type Itinerary, type Journey, newStack, onlyBlock, outputsOf, prod } from "./journey";
import { lastingPort } from "../ports";

/** The packages as they are published. */
export interface Tarballs {
    readonly components: string;
    readonly commands: string;
}

const chart = join(projectFolder, "tests", "deployment", "upstream", "openmetadata-1.13.1.tgz");

/** Puts a program on the PATH. */
async function withTool(journey: Journey, tool: GoTool): Promise<void> {
    const bin = `${journey.folder}.bin`;
    await mkdir(bin);
    await symlink(await ensureGoTool(tool), join(bin, tool.name));
    await journey.run(`export PATH='${bin}':"$PATH"`);
}

/** The chart is a file here, and its repository elsewhere. */
const chartHere = { "open-metadata/openmetadata": chart };

/** Servers that a page has started. */
const servers: OpenMetadataServer[] = [];

/** Stops the servers that pages have started. */
export async function closeServers(): Promise<void> {
    await Promise.all(servers.map((server) => server.close()));
}

async function serverWith(
    journey: Journey,
    environment: Record<string, string | undefined>,
    url: string,
): Promise<OpenMetadataServer> {
    const trusts = await readFile(journey.tenant.certificateBundle, "utf8");
    const server = await startOpenMetadataServer({ environment, port: Number(new URL(url).port), trusts });
    servers.push(server);
    return server;
}

/** What a stack has exported in a format with an environment file, with the paths of the key files here. */
async function exportedEnvironment(journey: Journey, folder: string): Promise<Record<string, string | undefined>> {
    const keys = join(journey.folder, folder, "jwtkeys");
    return {
        ...parseEnv(await fileOf(journey, join(folder, "openmetadata.env"))),
        RSA_PUBLIC_KEY_FILE_PATH: join(keys, "public_key.der"),
        RSA_PRIVATE_KEY_FILE_PATH: join(keys, "private_key.der"),
    };
}

/** Starts a server with it. */
async function serverWithExport(journey: Journey, folder: string, url: string): Promise<OpenMetadataServer> {
    return serverWith(journey, await exportedEnvironment(journey, folder), url);
}

/** Jane's token on a server where people sign in with a password. */
async function signInWithPassword(url: string): Promise<string> {
    const response = await fetch(`${url}/api/v1/users/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: "jane.doe@example.com", password: Buffer.from("admin").toString("base64") }),
    });
    return ((await response.json()) as { accessToken: string }).accessToken;
}

/** The token of the bot that every server has, which is made an admin. */
function adminToken(server: OpenMetadataServer): string {
    const bot = server.database.user("ingestion-bot");
    ok(bot?.jwt);
    bot.isAdmin = true;
    return bot.jwt.JWTToken;
}

interface Application {
    readonly client_id: string;
    readonly client_secret: string;
    readonly name: string;
    readonly grant_types: readonly string[];
}

/** Tells where a stack has not taken over an application as it was, made another one, or has anything left to change. */
async function sameApplication(journey: Journey, earlier: Application | undefined): Promise<void> {
    const { clientId, clientSecret } = await outputsOf(journey);
    deepEqual([clientId, clientSecret], [earlier?.client_id, earlier?.client_secret]);
    const api = await managementApi(journey.tenant);
    const all = await api.request<Application[]>("GET", "clients");
    const [only, ...others] = all.filter(({ name }) => name.startsWith("OpenMetadata"));
    deepEqual([only?.grant_types, others], [["authorization_code", "refresh_token"], []]);
    await journey.run("pulumi preview --stack prod --expect-no-changes");
}

/** What somebody's Terraform has of OpenMetadata. */
const managedByTerraform = `
terraform {
  required_providers {
    auth0 = {
      source = "auth0/auth0"
    }
  }
}
resource "auth0_client" "openmetadata" {
  name        = "OpenMetadata"
  app_type    = "regular_web"
  callbacks   = ["https://openmetadata.example.com/callback"]
  grant_types = ["authorization_code", "refresh_token", "client_credentials"]
}
resource "auth0_client_credentials" "openmetadata" {
  client_id             = auth0_client.openmetadata.id
  authentication_method = "client_secret_post"
}
data "auth0_connection" "database" {
  name = "Username-Password-Authentication"
}
resource "auth0_connection_client" "openmetadata" {
  connection_id = data.auth0_connection.database.id
  client_id     = auth0_client.openmetadata.id
}
`;

/** Puts Terraform on the PATH, with its provider for Auth0. */
async function withTerraform(journey: Journey): Promise<void> {
    await withTool(journey, terraform);
    const file = "terraform.tfrc";
    await journey.write(file, await terraformConfiguration());
    await journey.set({ TF_CLI_CONFIG_FILE: join(journey.folder, file) });
}

async function freeAddress(): Promise<string> {
    return `http://127.0.0.1:${await lastingPort()}`;
}

/** An npm package that is empty yet. */
async function emptyPackage(journey: Journey): Promise<void> {
    await journey.run("npm init --yes > npm.log");
}

/** A copy of an example, whose package comes from its tarball; what it has set up is unchanged at the end. */
function example(name: string, tarballs: Tarballs, stacks: readonly string[], more: Itinerary = {}): Itinerary {
    return {
        ...more,
        begin: async (journey) => {
            await cp(join(projectFolder, "examples", name), journey.folder, { recursive: true });
            const manifest = JSON.parse(await fileOf(journey, "package.json")) as {
                dependencies: Record<string, string>;
            };
            manifest.dependencies["openmetadata-auth0"] = `file:${tarballs.components}`;
            await writeFile(join(journey.folder, "package.json"), JSON.stringify(manifest));
            await more.begin?.(journey);
        },
        end: async (journey) => {
            for (const stack of stacks) {
                await journey.run(`pulumi preview --stack ${stack} --expect-no-changes`);
            }
            await more.end?.(journey);
        },
    };
}

const ofNoCluster = "there is no Kubernetes here; tests/deployment renders the chart with these files";

/** How each page is followed; one that is not here, from a checkout with a stack `prod` that is set up. */
export function itineraries(tarballs: Tarballs): Readonly<Record<string, Itinerary>> {
    let server: OpenMetadataServer;
    let address: string;
    let before: Record<string, unknown>;
    let earlier: Application | undefined;

    return {
        "README.md": {
            begin: (journey) => checkOut(journey.folder, "to be installed"),
            notRun: { "npm ci && npm test": "it is what runs this" },
        },
        "cli/README.md": {
            begin: emptyPackage,
            instead: () => ({ "--save-dev openmetadata-auth0-cli": `--save-dev ${tarballs.commands}` }),
        },
        "docs/commands.md": {
            begin: async (journey) => {
                await cp(join(projectFolder, "examples", "spa"), journey.folder, { recursive: true });
                await journey.set({ PULUMI_BACKEND_URL: `file://${journey.folder}` });
                await journey.run(`npm install ${tarballs.components}`);
                await makeSandbox(journey.folder);
            },
            instead: () => ({
                "--save-dev openmetadata-auth0-cli": `--save-dev ${tarballs.commands}`,
                "~/.bashrc": "bashrc",
            }),
        },
        "docs/program.md": {
            begin: emptyPackage,
            instead: () => ({ "install openmetadata-auth0": `install ${tarballs.components}` }),
        },
        "docs/getting-started.md": {
            begin: async (journey) => {
                address = await freeAddress();
                await checkOut(journey.folder, "installed");
                await journey.set({
                    AUTH0_DOMAIN: undefined,
                    AUTH0_CLIENT_ID: undefined,
                    AUTH0_CLIENT_SECRET: undefined,
                });
            },
            instead: ({ tenant }) => ({
                "example.eu.auth0.com": tenant.domain,
                YOUR_CLIENT_ID: tenant.managementClientId,
                "https://openmetadata.example.com": address,
            }),
            typed: { "auth0:clientSecret --secret": ({ tenant }) => tenant.managementClientSecret },
            before: {
                "npm run doctor": async (journey) => {
                    await serverWithExport(journey, "auth0", address);
                },
            },
        },
        "docs/configuration.md": {
            end: async (journey) => {
                deepEqual(await outputsOf(journey), {});
            },
        },
        "docs/deployment.md": {
            begin: async (journey) => {
                await deployedStack(journey);
                await withTool(journey, helm);
            },
            instead: () => chartHere,
            notRun: {
                "cd compose": "there is no Docker here; tests/deployment merges these files with Compose's own reader",
                "kubectl apply -f helm/secrets.yaml": ofNoCluster,
                "npm run -s export -- --stack prod -f helm --stdout secrets.yaml | kubectl apply -f -": ofNoCluster,
            },
        },
        "docs/rotation.md": {
            typed: {
                "--secret fernetKey": () => [randomBytes(32).toString("base64"), shipped.fernetKey].join(","),
            },
        },
        "docs/running-server.md": {
            begin: async (journey) => {
                address = await freeAddress();
                await newStack(journey, { ...prod, openMetadataUrl: address });
                await journey.run(
                    "pulumi up --stack prod --skip-preview\nnpm run export -- --stack prod -f env -o auth0",
                );
                // It has the stack's key, and the sign-in settings that OpenMetadata ships: Jane signs in with a password.
                const { JWT_KEY_ID, JWT_ISSUER, RSA_PUBLIC_KEY_FILE_PATH, RSA_PRIVATE_KEY_FILE_PATH } =
                    await exportedEnvironment(journey, "auth0");
                const environment = {
                    AUTHORIZER_ADMIN_PRINCIPALS: "[admin,jane.doe]",
                    AUTHORIZER_PRINCIPAL_DOMAIN: "example.com",
                    ...{ JWT_KEY_ID, JWT_ISSUER, RSA_PUBLIC_KEY_FILE_PATH, RSA_PRIVATE_KEY_FILE_PATH },
                };
                server = await serverWith(journey, environment, address);
                await journey.set({ TOKEN_OF_AN_ADMIN: await signInWithPassword(address) });
            },
            instead: () => ({
                "pulumi config set --stack prod --secret openmetadata:token":
                    'printf %s "$TOKEN_OF_AN_ADMIN" | pulumi config set --stack prod --secret openmetadata:token',
            }),
            end: async (journey) => {
                equal(server.database.user("admin"), undefined);
                match(await fileOf(journey, "ingestion/ingestion-bot.yaml"), /jwtToken: \S+/);
            },
        },
        "docs/troubleshooting.md": {
            begin: async (journey) => {
                address = await freeAddress();
                await newStack(journey, { ...prod, openMetadataUrl: address });
                await journey.run(
                    "pulumi up --stack prod --skip-preview\nnpm run export -- --stack prod -f env -o auth0",
                );
                const token = adminToken(await serverWithExport(journey, "auth0", address));
                await journey.write("admin.jwt", token);
                await journey.write("refused.jwt", token);
            },
        },
        "docs/many-environments.md": {
            begin: async (journey) => {
                await checkOut(journey.folder, "installed");
                await journey.set({
                    AUTH0_EU_CLIENT_ID: journey.tenant.managementClientId,
                    AUTH0_EU_CLIENT_SECRET: journey.tenant.managementClientSecret,
                    FERNET_KEY_EU: randomBytes(32).toString("base64"),
                });
                const estate = await onlyBlock("docs/many-environments.md", "yaml");
                await journey.write(
                    "environments.yaml",
                    estate
                        .replace("example.eu.auth0.com", journey.tenant.domain)
                        // No server runs that this would be the token of.
                        .replace(/^.*openmetadata:token.*$/m, ""),
                );
            },
            notRun: {
                "kubectl create secret generic openmetadata-auth0 --from-env-file=environments.env":
                    "tests/backend holds the Stacks up to the operator's schema, and there is no cluster here",
            },
        },
        "docs/policies.md": {
            begin: async (journey) => {
                await deployedStack(journey);
                await journey.write("policies.prod.json", await onlyBlock("docs/policies.md", "json"));
            },
            before: {
                "--policy-pack-config": async (journey) => {
                    await journey.run(
                        "pulumi config set --stack prod --path 'additionalGrantTypes[0]' client_credentials",
                    );
                },
            },
        },
        "docs/sandbox.md": {
            begin: async (journey) => {
                await checkOut(journey.folder, "installed");
                await makeSandbox(journey.folder);
                await journey.write("clients.json", "[]");
            },
            goesOn: ["npm run --silent sandbox"],
        },
        "docs/state.md": {
            begin: async (journey) => {
                await deployedStack(journey);
                const backend = `${journey.folder}.backend`;
                await mkdir(backend);
                await journey.set({
                    OTHER_BACKEND: `file://${backend}`,
                });
            },
            instead: () => ({ "PULUMI_BACKEND_URL=…": 'PULUMI_BACKEND_URL="$OTHER_BACKEND"' }),
            notRun: {
                "export PULUMI_BACKEND_URL='postgres://pulumi@db.example.com:5432/pulumi?sslmode=verify-full' PGPASSWORD='…'":
                    "tests/backend makes its stacks in a PostgreSQL server of its own",
                "pulumi stack init prod --secrets-provider 'awskms://alias/pulumi?region=eu-central-1'":
                    "there is no key of a cloud here",
            },
        },
        "docs/recovery.md": {
            begin: async (journey) => {
                await deployedStack(journey);
                before = await outputsOf(journey);
                await journey.set({ CLIENT_ID: String(before["clientId"]) });
            },
            before: {
                "pulumi stack init prod --no-select": async (journey) => {
                    await journey.run("pulumi stack rm prod --force --preserve-config");
                },
            },
            end: async (journey) => {
                deepEqual(await outputsOf(journey), before);
            },
        },
        "docs/migrate/by-hand.md": {
            begin: async (journey) => {
                address = await freeAddress();
                await newStack(journey, { ...prod, openMetadataUrl: address });
                // What the dashboard makes of a click: Auth0's weak defaults, and what people type into it.
                const api = await managementApi(journey.tenant);
                const clicked = await api.request<Application>("POST", "clients", {
                    name: "OpenMetadata",
                    app_type: "regular_web",
                    callbacks: [`${address}/callback`, "http://localhost:8585/callback"],
                    grant_types: ["authorization_code", "implicit", "refresh_token", "client_credentials"],
                    oidc_conformant: true,
                    token_endpoint_auth_method: "client_secret_post",
                });
                const connections = await api.request<{ id: string }[]>(
                    "GET",
                    `connections?name=${prod["connections[0]"]}`,
                );
                await api.request("PATCH", `connections/${connections[0]?.id ?? ""}/clients`, [
                    { client_id: clicked.client_id, status: true },
                ]);
                earlier = clicked;
                // As OpenMetadata's guide has it.
                await journey.run(
                    "openssl genrsa -out private_key.pem 2048\n" +
                        "openssl pkcs8 -topk8 -inform PEM -outform DER -in private_key.pem -out private_key.der -nocrypt",
                );
                await journey.set({
                    CLIENT_ID: clicked.client_id,
                    JWT_KEY_ID: randomUUID(),
                    JWT_ISSUER: "om.example.com",
                });
            },
            typed: { "--secret fernetKey": () => randomBytes(32).toString("base64") },
            before: {
                "npm run export": async (journey) => {
                    await journey.run("npm run export -- --stack prod -f env -o auth0");
                    await serverWithExport(journey, "auth0", address);
                },
            },
            end: async (journey) => {
                await sameApplication(journey, earlier);
                const { keyId, privateKeyDer, settings } = await outputsOf(journey);
                equal(`${keyId as string}\n`, await journey.run('echo "$JWT_KEY_ID"\necho'));
                equal(privateKeyDer, (await readFile(join(journey.folder, "private_key.der"))).toString("base64"));
                match(JSON.stringify(settings), /"jwtissuer":"om\.example\.com"/);
            },
        },
        "docs/migrate/terraform.md": {
            begin: async (journey) => {
                await newStack(journey);
                await withTerraform(journey);
                await journey.write("main.tf", managedByTerraform);
                await journey.run("terraform apply -auto-approve -no-color");
                const api = await managementApi(journey.tenant);
                const all = await api.request<Application[]>("GET", "clients");
                earlier = all.find(({ name }) => name === "OpenMetadata");
                await journey.run(
                    `pulumi config set --stack prod importClientId ${earlier?.client_id ?? ""}\n` +
                        "pulumi config set --stack prod displayName OpenMetadata",
                );
            },
            before: {
                "terraform plan": async (journey) => {
                    await journey.write("main.tf", "");
                },
            },
            end: async (journey) => {
                await journey.run("terraform plan -detailed-exitcode -no-color");
                await sameApplication(journey, earlier);
            },
        },
        "examples/spa/README.md": example("spa", tarballs, ["dev"], {
            end: async (journey) => {
                equal((await outputsOf(journey, "dev"))["clientSecret"], undefined);
            },
        }),
        "examples/web-helm/README.md": example("web-helm", tarballs, ["production"], {
            begin: (journey) => withTool(journey, helm),
            instead: () => chartHere,
            notRun: { "pulumi stack output secrets --show-secrets --json | kubectl apply -f -": ofNoCluster },
            end: async (journey) => {
                const { secrets, clientSecret } = (await outputsOf(journey, "production")) as {
                    secrets: { items: { metadata: { name: string }; data: Record<string, string> }[] };
                    clientSecret: string;
                };
                ok(!(await fileOf(journey, "values.json")).includes(clientSecret));
                const rendered = await journey.run(`helm template openmetadata '${chart}' -f values.json`);
                for (const { metadata, data } of secrets.items) {
                    ok(rendered.includes(metadata.name), metadata.name);
                    for (const name of Object.keys(data).filter((key) => !key.endsWith(".der"))) {
                        ok(rendered.includes(name), name);
                    }
                }
            },
        }),
        "examples/environments/README.md": example("environments", tarballs, ["staging", "production"], {
            end: async (journey) => {
                const [staging, production] = [
                    await outputsOf(journey, "staging"),
                    await outputsOf(journey, "production"),
                ];
                for (const own of ["clientId", "clientSecret", "privateKeyDer", "keyId"]) {
                    ok(staging[own] !== production[own], own);
                }
            },
        }),
        "examples/yaml/README.md": {
            begin: async (journey) => {
                await cp(join(projectFolder, "examples", "yaml"), journey.folder, { recursive: true });
                await withTool(journey, pulumiLanguageYaml);
            },
            instead: ({ tenant }) => ({
                "npm install openmetadata-auth0": `npm install ${tarballs.components}`,
                "example.eu.auth0.com": tenant.domain,
                "clientId …": `clientId ${tenant.managementClientId}`,
            }),
            typed: { "auth0:clientSecret --secret": ({ tenant }) => tenant.managementClientSecret },
            end: async (journey) => {
                await journey.run("pulumi preview --stack prod --expect-no-changes");
            },
        },
        "examples/own-key/README.md": example("own-key", tarballs, ["production"], {
            end: async (journey) => {
                const { publicKeyPem } = await outputsOf(journey, "production");
                equal(publicKeyPem, `${await journey.run("openssl pkey -in key.pem -pubout")}\n`);
            },
        }),
    };
}
