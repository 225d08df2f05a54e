import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../../cli/commands/project";
import { runProcess } from "../../../processes/childProcess";
import { startTenant } from "../../../sandbox/tenant";
import { checkOut } from "../../checkout";
import { makeSandbox } from "../../sandbox/newTenant";
import { managementApi } from "../../engine/managementApi";

/** What a command printed, and how it ended. */
interface Run {
    readonly exitCode: number | undefined;
    readonly all: string;
    readonly stdout: string;
}

/** The files of an export, with mode and content. */
async function filesIn(folder: string): Promise<Record<string, string>> {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => !name.startsWith("."))
        .flatMap((name) => (name === "jwtkeys" ? readdirSync(join(folder, name)).map((key) => join(name, key)) : name));
    return Object.fromEntries(
        await Promise.all(
            names.map(async (name): Promise<[string, string]> => {
                const file = join(folder, name);
                return [name, `${(await stat(file)).mode} ${await readFile(file, "base64")}`];
            }),
        ),
    );
}

describe("Commands in a checkout", function () {
    let folder: string;
    let exports: string;
    /** What the first `up` has printed. */
    let deployed: string;
    const secrets: Record<string, string> = {};

    async function run(...args: string[]): Promise<Run> {
        const { exitCode, all, stdout } = await runProcess("node", ["cli/commands/main.cjs", ...args], {
            cwd: folder,
        });
        return { exitCode, all, stdout };
    }

    /** A secret output of the stack, which no test changes: pulumi is asked once. */
    async function secret(output: string): Promise<string> {
        secrets[output] ??= (await run("output", output, "--show-secrets")).stdout.trim();
        ok(secrets[output].length > 20);
        return secrets[output];
    }

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-checkout-"));
        exports = await mkdtemp(join(tmpdir(), "openmetadata-auth0-exports-"));
        await checkOut(folder, "installed");
        await makeSandbox(folder);
        await writeFile(
            `${exports}-strict.json`,
            JSON.stringify({ "auth0-client-grants": { allowedGrants: ["authorization_code"] } }),
        );
    });
    after(async () => {
        await rm(folder, { recursive: true });
        await rm(exports, { recursive: true });
        await rm(`${exports}-strict.json`);
    });

    it("up deploys the sandbox stack and prints client ID, key ID and next step", async () => {
        const { exitCode, all } = await run("up");
        equal(exitCode, 0, all);
        deployed = all;
        match(all, /Client ID +\w{32}/);
        match(all, /Key ID +[0-9a-f-]{36}/);
        match(all, /npm run export -- --format compose --out FOLDER/);
    });

    it("up prints the sandbox's page and users and stores the server settings for Try", async () => {
        match(deployed, /^Its page is https:\/\/localhost:\d+\/, where `Try` signs in/m);
        match(deployed, /^Users +jane\.doe@example\.com, .*; password Sandbox-1$/m);
        const stored = await readFile(join(folder, ".sandbox", "openMetadataSettings.json"), "utf8");
        match(stored, /AUTHORIZER_ADMIN_PRINCIPALS=\[jane\.doe,john\.roe\]/);
    });

    it("--json prints nothing but JSON to standard output", async () => {
        for (const args of [
            ["up", "--json"],
            ["preview", "--json"],
            ["drift", "--json"],
            ["output", "--json"],
        ]) {
            const { exitCode, stdout, all } = await run(...args);
            equal(exitCode, 0, all);
            // `up` prints one object for each event.
            const text = args[0] === "up" ? `[${stdout.trim().replaceAll(/}\s*\n\s*{/g, "},{")}]` : stdout;
            ok(typeof JSON.parse(text) === "object", args.join(" "));
        }
    });

    it("up and preview enforce the policies", async () => {
        for (const command of ["up", "preview"]) {
            const { exitCode, all } = await run(command, "--policy-pack-config", `${exports}-strict.json`);
            notEqual(exitCode, 0, all);
            match(all, /\[mandatory\] +auth0-client-grants/);
        }
    });

    it("A second up shows no change, arguments are passed to pulumi, and its exit code is returned", async () => {
        const { exitCode, all } = await run("up", "--expect-no-changes");
        equal(exitCode, 0, all);
        match(all, /10 unchanged/);
        const file = join(folder, "Pulumi.sandbox.yaml");
        const config = await readFile(file, "utf8");
        await writeFile(file, config.replace("https://openmetadata.example.com", "https://catalog.example.com"));
        equal((await run("preview", "--expect-no-changes")).exitCode, 7);
        await writeFile(file, config);
    });

    it("preview --markdown prints a pull request summary without secrets", async () => {
        const file = join(folder, "Pulumi.sandbox.yaml");
        const config = await readFile(file, "utf8");
        await writeFile(file, config.replace("applicationType: web", "applicationType: spa"));
        const { exitCode, stdout } = await run("preview", "--markdown");
        await writeFile(file, config);
        equal(exitCode, 0);
        match(
            stdout,
            /^### Stack `sandbox`: 1 to update, 1 to delete\n[^]*\*\*Breaks:\*\* The application type changes/,
        );
        for (const output of ["clientSecret", "privateKeyDer"]) {
            ok(!stdout.includes(await secret(output)));
        }
    });

    it("preview and up say what changes mean and omit unchanged settings", async () => {
        const file = join(folder, "Pulumi.sandbox.yaml");
        const config = await readFile(file, "utf8");
        await writeFile(file, config.replace("john.roe@example.com", "alex.poe@example.com"));
        const preview = await run("preview");
        const own = await run("preview", "--diff");
        const up = await run("up");
        await writeFile(file, config);
        const back = await run("up");
        deepEqual([preview.exitCode, up.exitCode, own.exitCode, back.exitCode], [0, 0, 0, 0]);
        match(preview.stdout, /\nWhat it means:\n[^]*`alex\.poe` becomes an admin of OpenMetadata\.\n*$/);
        match(up.stdout, /`alex\.poe` becomes an admin[^]*Updating \(sandbox\)/);
        ok(!(preview.all + up.all).includes("containerRequestFilter"));
        ok(own.all.includes("containerRequestFilter"));
    });

    it("The command that drift suggests reverts changes made outside the stack; without any, drift exits with 0", async () => {
        const output = async (name: string): Promise<string> => (await run("output", name)).stdout;
        const clientId = await output("clientId");
        const tenant = await startTenant({ state: join(folder, ".sandbox") });
        try {
            const api = await managementApi(tenant);
            await api.request("PATCH", `clients/${clientId}`, {
                callbacks: ["https://openmetadata.example.com/callback", "https://evil.example.net/callback"],
                oidc_conformant: false,
            });
        } finally {
            await tenant.close();
        }
        match((await run("preview")).stdout, /`npm run drift` shows what was changed outside the stack/);
        const drift = await run("drift");
        equal(drift.exitCode, 7);
        match(drift.stdout, /^- \*\*Undo it:\*\* `npm run up -- --refresh`/m);
        match(
            drift.stdout,
            /^- \*\*Keep it:\*\* .*`callbacks`: `openMetadataUrl`\. `oidcConformant`: no option sets it/m,
        );
        const undone = await run("up", "--refresh");
        equal(undone.exitCode, 0, undone.all);
        const after = await run("drift");
        equal(after.exitCode, 0, after.all);
        match(after.stdout, /^### Stack `sandbox`: no drift$/m);
        equal(await output("clientId"), clientId);
    });

    it("A run that pulumi does not start is summarised as failed with pulumi's message", async () => {
        for (const command of [["preview", "--markdown"], ["drift"]]) {
            const { exitCode, stdout, all } = await run(...command, "--stack", "missing");
            equal(exitCode, 6, all);
            match(stdout, /^### Stack `missing`: failed\n\n\*\*Messages\*\*\n\n- error: .no stack named 'missing'/m);
        }
    });

    it("up --plan applies only what the saved plan contains", async () => {
        const plan = join(exports, "plan.json");
        equal((await run("preview", "--save-plan", plan)).exitCode, 0);
        const file = join(folder, "Pulumi.sandbox.yaml");
        const config = await readFile(file, "utf8");
        await writeFile(file, config.replace("https://openmetadata.example.com", "https://other.example.com"));
        const { exitCode, all } = await run("up", "--plan", plan);
        await writeFile(file, config);
        notEqual(exitCode, 0);
        match(all, /violates plan/);
        const applied = await run("up", "--plan", plan);
        equal(applied.exitCode, 0, applied.all);
        await rm(plan);
    });

    it("output shows secrets only with --show-secrets, and no state file holds them in plain text", async () => {
        const { stdout: masked } = await run("output", "--json");
        equal((JSON.parse(masked) as { clientSecret: string }).clientSecret, "[secret]");
        const [clientSecret, key] = [await secret("clientSecret"), await secret("privateKeyDer")];
        ok(clientSecret.length > 40 && key.length > 40);
        for (const kept of [".pulumi", ".sandbox"]) {
            for (const entry of readdirSync(join(folder, kept), { recursive: true, withFileTypes: true })) {
                const path = join(entry.parentPath, entry.name);
                equal((await stat(path)).mode & 0o077, 0, path);
                if (entry.isFile()) {
                    const content = await readFile(path, "latin1");
                    ok(!content.includes(clientSecret) && !content.includes(key), path);
                }
            }
        }
    });

    for (const format of ["env", "compose", "yaml", "helm"]) {
        it(`export --format ${format} is repeatable, prints no secret and detects changes with --check`, async () => {
            const out = join(exports, format);
            const first = await run("export", "--format", format, "--out", out);
            equal(first.exitCode, 0, first.all);
            const files = await filesIn(out);
            const second = await run("export", "--format", format, "--out", out);
            match(second.all, /already has the settings of https:\/\/openmetadata\.example\.com/);
            deepEqual(await filesIn(out), files);
            ok(!(first.all + second.all).includes(await secret("clientSecret")));

            equal((await run("export", "--format", format, "--out", out, "--check")).exitCode, 0);
            const some = Object.keys(files).find((file) => file !== ".gitignore") ?? "";
            await writeFile(join(out, some), "changed by hand");
            const check = await run("export", "--format", format, "--out", out, "--check");
            equal(check.exitCode, 1);
            match(check.all, /has different content/);
        });
    }

    it("export --external-secrets writes references to a secret store instead of secrets", async () => {
        const out = join(exports, "gitops");
        const args = ["export", "--format", "helm", "--out", out, "--external-secrets", "ClusterSecretStore/vault"];
        const { exitCode, all } = await run(...args);
        equal(exitCode, 0, all);
        match(all, /kubectl apply -f .*\/external-secrets\.yaml/);
        deepEqual(readdirSync(out).sort(), ["external-secrets.yaml", "values.yaml"]);
        equal((await run(...args, "--check")).exitCode, 0);
        await rm(out, { recursive: true });
    });

    it("export --stdout prints one file", async () => {
        match((await run("export", "--format", "env", "--stdout")).stdout, /^AUTHENTICATION_PROVIDER=auth0$/m);
        match((await run("export", "--format", "helm", "--stdout", "secrets.yaml")).stdout, /^kind: Secret$/m);
        const { exitCode, all } = await run("export", "--format", "helm", "--stdout", "other.yaml");
        equal(exitCode, 2);
        match(all, /There is no other\.yaml in this format: choose values\.yaml, secrets\.yaml/);
    });

    it("export rejects unknown servers, formats and stacks and writes nothing", async () => {
        const mistakes: [number, string[], RegExp][] = [
            [2, ["--format", "env", "--out", exports, "--server", "https://other.example.com"], /has no server https/],
            [2, ["--format", "env"], /Name the folder to write to with --out/],
            [2, ["--format", "ini", "--out", exports], /Choices: "env", "compose", "yaml", "helm", "ingestion"/],
            [1, ["--format", "ingestion", "--out", exports], /no bot token for https:\/\/openmetadata\.example\.com/],
            [
                2,
                ["--format", "helm", "--out", exports, "--oidc-secret", "Not_A_Name"],
                /is not a valid Kubernetes Secret name/,
            ],
            [
                2,
                ["--format", "env", "--out", exports, "--external-secrets", "My Store", "--existing-secrets"],
                /not a valid secret store[^]*only for --format helm[^]*Leave one of them out/,
            ],
            [1, ["--format", "env", "--out", exports, "--stack", "missing"], /no stack named 'missing' found/],
        ];
        for (const [code, args, message] of mistakes) {
            const { exitCode, all } = await run("export", ...args);
            equal(exitCode, code, all);
            match(all, message);
        }
        deepEqual(
            readdirSync(exports).filter((name) => !["env", "compose", "yaml", "helm"].includes(name)),
            [],
        );
    });

    it("The commands leave no files in the checkout that git does not ignore", async () => {
        equal(
            await readFile(join(folder, "Pulumi.sandbox.yaml"), "utf8"),
            await readFile(join(projectFolder, "Pulumi.sandbox.yaml"), "utf8"),
        );
        const known = readdirSync(projectFolder);
        const left = readdirSync(folder).filter(
            (name) => !known.includes(name) && ![".pulumi", ".sandbox"].includes(name),
        );
        equal(left.join(), "");
    });

    it("destroy deletes all resources of the sandbox stack", async () => {
        const { exitCode, all } = await run("destroy");
        equal(exitCode, 0, all);
        match(all, /10 deleted/);
    });

    it("Without a command, the list of commands is printed and the exit code is 2", async () => {
        const { exitCode, all } = await run();
        equal(exitCode, 2);
        match(all, /up .*Deploy the stack/);
    });
});
