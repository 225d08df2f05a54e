import { equal, match, ok } from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { outputOf, runProcess, startProcess } from "../../processes/childProcess";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment } from "./deployment";
import type { Run } from "./pulumiStack";

/** The user id of an account that every Unix has, and that may do nothing. */
async function otherUser(): Promise<number> {
    return Number(await outputOf("id", ["-u", "nobody"]));
}

describe("Temporary folder poisoned by another user (needs root)", function () {
    let folder: string;
    let shared: string;
    let mark: string;
    let tenant: Tenant | undefined;
    let deployment: Deployment | undefined;

    before(async function () {
        if (process.platform === "win32" || process.geteuid?.() !== 0) {
            this.skip();
        }
        const uid = await otherUser();
        // The other user has to be able to read the sources, to know under which names to write.
        const readable = await runProcess("node", ["-e", `fs.readFileSync("index.ts")`], {
            cwd: projectFolder,
            uid,
        });
        if (readable.exitCode !== 0) {
            this.skip();
        }
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-shared-"));
        await chmod(folder, 0o755);
        shared = join(folder, "tmp");
        await outputOf("mkdir", ["-m", "1777", shared]);
        // Written by the victim, where the other user's code runs.
        mark = join(folder, "mark");
        await outputOf("node", [join(__dirname, "poison.cjs"), mark, projectFolder, "0", homedir()], {
            uid,
            env: { TMPDIR: shared },
        });
        tenant = await startTenant({ state: join(folder, "tenant"), port: 0 });
        deployment = await Deployment.create(tenant);
        await deployment.configure({
            applicationType: "web",
            openMetadataUrl: "https://om.example.com",
            admins: ["jane.doe@example.com"],
        });
    });
    after(async () => {
        await deployment?.remove();
        await tenant?.close();
        await rm(folder, { recursive: true, force: true });
    });

    /** What the other user's code has left, and forgets it. */
    async function marks(): Promise<string> {
        const left = await readFile(mark, "utf8");
        await rm(mark);
        return left;
    }

    async function preview(args: readonly string[] = [], environment: Record<string, string> = {}): Promise<Run> {
        ok(deployment);
        return deployment.ok(["preview", ...args], { TMPDIR: shared, ...environment });
    }

    /** Starts a plugin as Pulumi's host does, without an engine; gives the port that it says, where it comes to that. */
    async function startPlugin(plugin: string): Promise<string> {
        const host = join(projectFolder, "node_modules/@pulumi/pulumi/cmd/run-plugin");
        const { subprocess } = await startProcess("node", [host, join(projectFolder, plugin), "127.0.0.1:1"], {
            cwd: projectFolder,
            env: { TMPDIR: shared },
            timeout: 300_000,
        });
        for await (const line of subprocess) {
            subprocess.kill();
            return line;
        }
        return "";
    }

    it("Plain tsx and Pulumi's TypeScript runner execute code from a poisoned folder", async () => {
        const options = { cwd: projectFolder, env: { TMPDIR: shared }, timeout: 300_000 } as const;
        await runProcess("node", ["tests/node_modules/tsx/dist/cli.mjs", "cli/commands/main.ts", "--version"], options);
        match(await marks(), /commands\/project\.ts$/m);
        await runProcess("node", ["../node_modules/@pulumi/pulumi/cmd/run-policy-pack", "127.0.0.1:1", "index.ts"], {
            ...options,
            cwd: join(projectFolder, "policies"),
        });
        match(await marks(), /policies\/index\.ts$/m);
        await startPlugin("plugins/server/index.ts");
        match(await marks(), /plugins\/server\/index\.ts$/m);
    });

    it("npm run output executes no code from a poisoned folder", async () => {
        const stdout = await outputOf("npm", ["run", "--silent", "output", "--", "--help"], {
            cwd: projectFolder,
            env: { TMPDIR: shared },
        });
        match(stdout, /Print the stack outputs/);
        ok(!existsSync(mark));
    });

    it("pulumi preview with policies executes no code from a poisoned folder", async () => {
        const pack = ["--policy-pack", join(projectFolder, "policies")];
        // As in a shell that has not read the lines of `npm run engine`.
        const { stdout } = await preview(pack, { TS_NODE_CACHE_DIRECTORY: "", NODE_OPTIONS: "" });
        match(stdout, /openmetadata-auth0@v[^]*\+ 9 to create/);
        ok(!existsSync(mark), await readFile(mark, "utf8").catch(() => ""));
    });

    it("The plugins of a checkout execute no code from a poisoned folder", async () => {
        for (const plugin of ["plugins/server/checkout", "plugins/components"]) {
            match(await startPlugin(plugin), /^\d+$/);
            ok(!existsSync(mark));
        }
    });

    it("Preview writes no compiled code to the shared temporary folder", async () => {
        const before = readdirSync(shared).sort();
        await preview();
        equal(readdirSync(shared).sort().join(), before.join());
        equal((await stat(join(projectFolder, "node_modules/.cache/openmetadata-auth0"))).mode & 0o077, 0);
    });
});
