import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../../../processes/childProcess";
import { type Engine, ensureEngine } from "../../../cli/engine/engine";
import { auth0Upstream, oldestPulumi, plugins } from "../../../cli/engine/versions";
import { gte } from "semver";
import { temporaryFolder } from "./support";

const project = path.join(__dirname, "../..", "..");

describe("Installed engine", function () {
    const folder = temporaryFolder();
    let engine: Engine;

    before(async function () {
        // The first run builds it.
        engine = await ensureEngine();
    });

    async function pulumi(arguments_: readonly string[], environment: Record<string, string | undefined> = {}) {
        return runProcess(engine.pulumi, [...arguments_, "--non-interactive"], {
            cwd: folder.path,
            env: {
                ...engine.environment,
                PULUMI_BACKEND_URL: `file://${folder.path}`,
                PULUMI_CONFIG_PASSPHRASE: "test",
                AUTH0_DOMAIN: undefined,
                ...environment,
            },
            stdin: "ignore",
        });
    }

    /** Writes a program and gives it an empty stack. */
    async function stackOf(program: string, runtimeOptions = ""): Promise<void> {
        symlinkSync(path.join(project, "node_modules"), path.join(folder.path, "node_modules"));
        writeFileSync(path.join(folder.path, "Pulumi.yaml"), `name: test\nruntime:\n  name: nodejs\n${runtimeOptions}`);
        writeFileSync(path.join(folder.path, "package.json"), '{ "name": "test", "main": "index.js" }');
        writeFileSync(path.join(folder.path, "index.js"), program);
        const { exitCode, stderr } = await pulumi(["stack", "init", "test"]);
        assert.equal(exitCode, 0, stderr);
    }

    const client = 'new (require("@pulumi/auth0").Client)("client", { appType: "spa" });';

    it("The engine's pulumi has at least the minimum version", async () => {
        const { stdout } = await pulumi(["version"]);
        assert.equal(stdout, `v${engine.version}`);
        assert.ok(gte(engine.version, oldestPulumi));
    });

    it("The engine has the pinned plugins in its own PULUMI_HOME", async () => {
        const { stdout, stderr } = await pulumi(["plugin", "ls", "--json"]);
        const listed = JSON.parse(stdout) as { name: string; version: string }[];
        assert.deepEqual(
            listed.map(({ name, version }) => `${name} ${version}`).sort(),
            plugins.map(({ name, version }) => `${name} ${version}`).sort(),
        );
        assert.equal(stderr, "");
    });

    it("The engine runs a Node program with its project's options and prints all its output", async () => {
        await stackOf(
            "for (let line = 0; line < 2000; line++) console.log(`${process.title} line ${line} end`);",
            '  options:\n    nodeargs: "--title=wanted"\n',
        );
        const { stdout, exitCode } = await pulumi(["preview"]);
        assert.equal(exitCode, 0, stdout);
        assert.match(stdout, /wanted line 1999 end/);
        assert.doesNotMatch(stdout, /warning/);
    });

    it("The engine runs a policy pack written for Node", async () => {
        await stackOf('new (require("@pulumi/random").RandomUuid)("one");');
        const pack = path.join(folder.path, "policy");
        mkdirSync(pack);
        writeFileSync(path.join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
        writeFileSync(path.join(pack, "package.json"), '{ "name": "policy", "version": "1.0.0", "main": "index.js" }');
        writeFileSync(path.join(pack, "index.js"), 'console.error("the pack ran"); process.exit(3);');
        const { stdout, stderr, exitCode } = await pulumi(["preview", "--policy-pack", pack]);
        assert.notEqual(exitCode, 0);
        assert.match(stdout + stderr, /the pack ran/);
    });

    describe("auth0 plugin built from source", () => {
        beforeEach(function () {
            if (engine.auth0Plugin !== "built") {
                this.skip();
            }
        });

        for (const domain of [
            "example.eu.auth0.com",
            "localhost.example.com",
            "127.0.0.1.example.com",
            "localhost@example.com",
        ]) {
            it(`The built auth0 plugin refuses the domain ${domain} and says what to do`, async () => {
                await stackOf(client);
                const { stdout, exitCode } = await pulumi(["preview"], {
                    AUTH0_DOMAIN: domain,
                    AUTH0_API_TOKEN: "token",
                });
                assert.notEqual(exitCode, 0);
                assert.ok(stdout.includes(`built from terraform-provider-auth0 ${auth0Upstream}`), stdout);
                assert.ok(stdout.includes(`does not touch ${domain}`), stdout);
                assert.ok(stdout.includes("set OPENMETADATA_AUTH0_ALLOW_BUILT_PROVIDER=1"), stdout);
            });
        }

        it("The built auth0 plugin refuses a domain from the stack's configuration", async () => {
            await stackOf(client);
            await pulumi(["config", "set", "auth0:domain", "https://example.eu.auth0.com"]);
            const { stdout } = await pulumi(["preview"], { AUTH0_API_TOKEN: "token" });
            assert.match(stdout, /does not touch https:\/\/example\.eu\.auth0\.com/);
        });

        for (const domain of ["localhost:1", "https://127.1.2.3:1", "[::1]:1", "tenant.localhost"]) {
            it(`The built auth0 plugin accepts the local domain ${domain}`, async () => {
                await stackOf(client);
                const { stdout, exitCode } = await pulumi(["preview"], {
                    AUTH0_DOMAIN: domain,
                    AUTH0_API_TOKEN: "token",
                });
                assert.equal(exitCode, 0, stdout);
            });
        }

        it("The built auth0 plugin previews without a domain", async () => {
            await stackOf(client);
            const { stdout, exitCode } = await pulumi(["preview"]);
            assert.equal(exitCode, 0, stdout);
        });

        it("OPENMETADATA_AUTH0_ALLOW_BUILT_PROVIDER=1 lets the built plugin use any tenant", async () => {
            await stackOf(client);
            const { stdout, exitCode } = await pulumi(["preview"], {
                AUTH0_DOMAIN: "example.eu.auth0.com",
                AUTH0_API_TOKEN: "token",
                OPENMETADATA_AUTH0_ALLOW_BUILT_PROVIDER: "1",
            });
            assert.equal(exitCode, 0, stdout);
        });
    });
});
