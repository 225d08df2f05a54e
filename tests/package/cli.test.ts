import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    createSourceFile,
    isStringLiteralLike,
    isTemplateHead,
    isTemplateMiddleOrTemplateTail,
    type Node,
    preProcessFile,
    ScriptTarget,
} from "typescript";
import { projectFolder } from "../../cli/commands/project";
import { type Completed, runProcess } from "../../processes/childProcess";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { managementApi } from "../engine/managementApi";
import { makeSandbox } from "../sandbox/newTenant";
import { filesIn, type OwnProgram, ownProgram, packed } from "./ownProgram";

const files = {
    "package.json": JSON.stringify({ name: "own", type: "module", main: "index.js" }),
    "index.js": `
import { SingleSignOn, stackOutputs } from "openmetadata-auth0";
const signOn = new SingleSignOn("openmetadata", {
    applicationType: "web",
    domain: process.env.AUTH0_DOMAIN ?? "",
    serverUrls: ["https://om.example.com"],
    admins: ["jane.doe@example.com"],
    protect: false,
});
const outputs = stackOutputs(signOn);
export const { clientId, clientSecret, keyId, privateKeyDer, publicKeyDer, settings } = outputs;
`,
};

/** A file of the repository as messages name one: not in a URL. */
const repositoryFile =
    /(?<![\w/.-])(?:(?:docs|examples|tests|tools|findings)\/[\w/-]+\.\w+|(?:README|CONTRIBUTING|SECURITY)\.md)/;

/** The strings of a program, also those between the values of a template. */
function stringsIn(code: string): string[] {
    const found: string[] = [];
    const visit = (node: Node): void => {
        if (isStringLiteralLike(node) || isTemplateHead(node) || isTemplateMiddleOrTemplateTail(node)) {
            found.push(node.text);
        }
        node.forEachChild(visit);
    };
    visit(createSourceFile("program.js", code, ScriptTarget.ESNext));
    return found;
}

interface Manifest {
    readonly version: string;
    readonly dependencies: Readonly<Record<string, string>>;
}

function manifestIn(folder: string): Manifest {
    return JSON.parse(readFileSync(join(projectFolder, folder, "package.json"), "utf8")) as Manifest;
}

describe("CLI package in a separate program", function () {
    let folder: string;
    let tarball: string;
    let components: string;
    let tenant: Tenant;
    let own: OwnProgram;
    let strictPolicies: string[];

    /** Runs the program as npm links it. */
    async function run(...args: string[]): Promise<Completed> {
        return runWith(own.environment, ...args);
    }
    async function runWith(env: Record<string, string | undefined>, ...args: string[]): Promise<Completed> {
        return runProcess(join(own.folder, "node_modules/.bin/openmetadata-auth0"), args, { cwd: own.folder, env });
    }

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-cli-"));
        tenant = await startTenant({ state: join(folder, "tenant"), port: 0 });
        tarball = await packed("cli", join(folder, "cli"));
        components = await packed(".", join(folder, "components"));
        own = await ownProgram(join(folder, "own"), files, "index.js", [components, tarball], tenant);
        await own.pulumi("stack", "init", "own", "--no-select");
        await makeSandbox(own.folder);
        const policies = join(folder, "policies.json");
        await writeFile(policies, JSON.stringify({ "auth0-client-grants": { allowedGrants: ["authorization_code"] } }));
        strictPolicies = ["--policy-pack-config", policies];
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    it("The CLI deploys a stack under the policies and exports its settings", async () => {
        const stopped = await run("up", "--stack", "own", "--yes", ...strictPolicies);
        equal(stopped.exitCode, 1, stopped.all);
        match(stopped.all, /\[mandatory\] +auth0-client-grants/);

        const up = await run("up", "--stack", "own", "--yes");
        equal(up.exitCode, 0, up.all);
        match(up.all, /Client ID +\w{32}/);
        match(up.all, /npx openmetadata-auth0 export --stack own --format compose --out FOLDER/);

        const { exitCode, all } = await run("export", "--stack", "own", "--format", "env", "--out", "settings");
        equal(exitCode, 0, all);
        match(await readFile(join(own.folder, "settings/openmetadata.env"), "utf8"), /^OIDC_CLIENT_ID=\w{32}$/m);
    });

    it("The CLI summarises a preview and exits with 0 without drift", async () => {
        const preview = await run("preview", "--stack", "own", "--markdown", "summary.md");
        equal(preview.exitCode, 0, preview.all);
        match(await readFile(join(own.folder, "summary.md"), "utf8"), /^### Stack `own`: no changes/m);
        equal((await run("drift", "--stack", "own")).exitCode, 0);
    });

    it("Drift names the arguments of the program, where the configuration has another key", async () => {
        const api = await managementApi(tenant);
        const { stdout: clientId } = await run("output", "clientId", "--stack", "own");
        const client = `clients/${clientId.trim()}`;
        const { callbacks } = await api.request<{ callbacks: string[] }>("GET", client);
        await api.request("PATCH", client, { callbacks: [...callbacks, "https://other.example.com/callback"] });
        const drift = await run("drift", "--stack", "own");
        await api.request("PATCH", client, { callbacks });
        equal(drift.exitCode, 7, drift.all);
        match(drift.stdout, /^- \*\*Undo it:\*\* `npx openmetadata-auth0 up --stack own --refresh`/m);
        match(drift.stdout, /^- \*\*Keep it:\*\* set it in the program first, .* `callbacks`: `serverUrls`\./m);
    });

    it("The stack sandbox deploys to a local tenant without an Auth0 account", async () => {
        const up = await run("up", "--stack", "sandbox");
        equal(up.exitCode, 0, up.all);
        match(up.all, /The Auth0 tenant of this stack is a local one: `npx openmetadata-auth0 sandbox` runs it/);
        match(up.all, /Change the program, then run `npx openmetadata-auth0 preview`/);
        ok(!/Pulumi\.sandbox\.yaml|docs\/getting-started/.test(up.all), up.all);
        ok((await stat(join(own.folder, ".sandbox"))).isDirectory());
        equal((await run("destroy", "--stack", "sandbox")).exitCode, 0);
    });

    it("The CLI uses the stack of PULUMI_STACK, then the selected one, and says so", async () => {
        match((await run("output")).stderr, /^Stack own, which PULUMI_STACK names; choose another with --stack\.$/m);
        const environment = { ...own.environment, PULUMI_STACK: undefined };
        await own.pulumi("stack", "init", "chosen");
        match((await runWith(environment, "output")).stderr, /^Stack chosen, which is selected; choose another/m);
        const missing = await runWith(environment, "export", "--stack", "missing", "--format", "env", "--stdout");
        equal(missing.exitCode, 1);
        match(missing.stderr, /^The selected stack is chosen: add --stack chosen to work on it\.$/m);
        match((await runWith(environment, "output", "--stack", "missing")).stderr, /^The selected stack is chosen/m);
        await own.pulumi("stack", "rm", "chosen", "--yes");
        match((await runWith(environment, "output")).stderr, /^Stack sandbox, the default where none is selected; /m);
    });

    it("A program created by init deploys to the sandbox unmodified", async () => {
        const begun = join(folder, "begun");
        const given = ["--server-url", "https://om.example.com", "--admin", "jane.doe@example.com"];
        const { exitCode, all } = await run("init", "--folder", begun, ...given);
        equal(exitCode, 0, all);
        match(all, /npm install\n[^]*\n +npx openmetadata-auth0 up --stack sandbox\n/);
        const install = ["install", "--prefer-offline", "--no-audit", "--no-fund"];
        const installed = await runProcess("npm", [...install, components, tarball], { cwd: begun });
        equal(installed.exitCode, 0, installed.all);
        ok(!/EBADENGINE|deprecated/.test(installed.all), installed.all);
        const command = async (...args: string[]) =>
            runProcess(join(begun, "node_modules/.bin/openmetadata-auth0"), args, { cwd: begun });
        const up = await command("up", "--stack", "sandbox");
        equal(up.exitCode, 0, up.all);
        match(up.all, /Client ID +\w{32}/);
        ok(!up.all.includes("warning"), up.all);
        const settings = await command("export", "--stack", "sandbox", "--format", "env", "--stdout");
        match(settings.stdout, /^AUTHENTICATION_AUTHORITY=https:\/\/localhost:\d+$/m);
        const again = await command("preview", "--stack", "sandbox", "--expect-no-changes");
        equal(again.exitCode, 0, again.all);
    });

    it("The CLI completes commands in a shell and prints its version", async () => {
        match((await run("completion")).stdout, /openmetadata-auth0/);
        const { stdout } = await run("--get-yargs-completions", "openmetadata-auth0", "ex");
        match(stdout, /^export\b/m);
        equal((await run("--version")).stdout, manifestIn("cli").version);
    });

    it("Usage errors are explained and exit with 2", async () => {
        const mistakes: [string[], RegExp][] = [
            [[], /Name a command/],
            [["exprot"], /Did you mean export\?/],
            [["foo"], /There is no command foo\.$/m],
            [["export", "--stack", "own", "--format", "env"], /Name the folder to write to with --out/],
            [["doctor", "--stack", "own", "--jwt", "missing"], /missing cannot be read: no such file/],
            [["estate", "up", "--file", "environments.yaml"], /Run it in a checkout/],
            [["estate"], /Say what to do with the environments: up, preview, matrix or operator\./],
            [["estate", "prewiew", "--file", "environments.yaml"], /Did you mean preview\?/],
            [["estate", "undo", "--file", "environments.yaml"], /There is no command estate undo\.$/m],
        ];
        for (const [args, message] of mistakes) {
            const { exitCode, all } = await run(...args);
            equal(exitCode, 2, all);
            match(all, message);
        }
        const { exitCode } = await run("export", "--stack", "missing", "--format", "env", "--out", "other");
        equal(exitCode, 1);
    });

    it("The CLI declares exactly the packages it imports, at the components' versions", () => {
        const installed = join(own.folder, "node_modules/openmetadata-auth0-cli");
        const imported = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" })
            .filter((name) => name.endsWith(".js"))
            .flatMap(
                (name) => preProcessFile(readFileSync(join(installed, "dist", name), "utf8"), true, true).importedFiles,
            )
            .map(({ fileName }) => fileName)
            .filter((name) => !name.startsWith(".") && !isBuiltin(name))
            .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"));
        const { dependencies, version } = manifestIn("cli");
        // It is loaded in a way of its own: sandbox/signIn/library.ts.
        // The newest that fastify would take needs a Node that is newer than ours.
        const all = new Set([...imported, "oidc-provider", "light-my-request"]);
        deepEqual([...all].sort(), Object.keys(dependencies).sort());
        const components = manifestIn(".");
        equal(version, components.version);
        for (const [name, range] of Object.entries(components.dependencies)) {
            equal(dependencies[name], range, name);
        }
    });

    it("The CLI package contains no sources, tests or tools", async () => {
        const names = await filesIn(tarball);
        deepEqual(
            names.filter((name) => !/^(dist\/|package\.json|README\.md|LICENSE|$)/.test(name)),
            [],
        );
        deepEqual(
            names.filter((name) => /\.ts$|^dist\/tests/.test(name)),
            [],
        );
    });

    it("Messages name no file that only the repository has, and pages of the documentation that exist", () => {
        const dist = join(own.folder, "node_modules/openmetadata-auth0-cli/dist");
        const named: string[] = [];
        const pages: string[] = [];
        for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) =>
            /\.[cm]?js$/.test(file),
        )) {
            const code = readFileSync(join(dist, name), "utf8");
            named.push(...stringsIn(code).filter((text) => repositoryFile.test(text)));
            pages.push(
                ...[...code.matchAll(/documentation(?:Url)?\)?\("([^"]+)"(?:, "([^"]+)")?\)/g)].map(
                    ([, page = "", section = ""]) => `${page}#${section}`,
                ),
            );
        }
        deepEqual(named, []);
        ok(pages.length >= 5, pages.join());
        for (const [page = "", section = ""] of pages.map((one) => one.split("#"))) {
            const text = readFileSync(join(projectFolder, "docs", page), "utf8");
            ok(section === "" || text.split("\n").includes(`## ${section}`), `${page}: ${section}`);
        }
    });
});
