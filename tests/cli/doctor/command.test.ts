import { equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Report } from "../../../cli/commands/doctor/report";
import { runProcess } from "../../../processes/childProcess";
import { startTenant, type Tenant } from "../../../sandbox/tenant";
import { type OpenMetadataServer, startOpenMetadataServer } from "../../openMetadataServer/server";
import { checkOut } from "../../checkout";
import { lastingPort } from "../../ports";

/** What a command printed, and how it ended. */
interface Run {
    readonly exitCode: number | undefined;
    readonly stdout: string;
    readonly all: string;
}

describe("npm run doctor", function () {
    let folder: string;
    let tenant: Tenant;
    let server: OpenMetadataServer;
    let environment: Record<string, string | undefined>;

    async function run(args: readonly string[], variables: Record<string, string> = {}, input = ""): Promise<Run> {
        const { exitCode, stdout, all } = await runProcess("node", ["cli/commands/main.cjs", ...args], {
            cwd: folder,
            env: variables,
            input,
        });
        return { exitCode, stdout, all };
    }

    async function start(changes: Record<string, string> = {}): Promise<void> {
        server = await startOpenMetadataServer({
            environment: { ...environment, ...changes },
            port: Number(new URL(environment["OIDC_SERVER_URL"] ?? "").port),
            trusts: readFileSync(tenant.certificateBundle, "utf8"),
        });
    }

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-checkout-"));
        await checkOut(folder, "installed");
        const config = join(folder, "Pulumi.sandbox.yaml");
        const text = await readFile(config, "utf8");
        const url = `http://127.0.0.1:${await lastingPort()}`;
        await writeFile(config, text.replace("https://openmetadata.example.com", url));

        tenant = await startTenant({ state: join(folder, ".sandbox"), port: 0 });
        equal((await run(["up"])).exitCode, 0);
        const exported = join(folder, "exported");
        equal((await run(["export", "--format", "env", "--out", exported])).exitCode, 0);
        environment = {
            ...parseEnv(await readFile(join(exported, "openmetadata.env"), "utf8")),
            RSA_PUBLIC_KEY_FILE_PATH: join(exported, "jwtkeys", "public_key.der"),
            RSA_PRIVATE_KEY_FILE_PATH: join(exported, "jwtkeys", "private_key.der"),
        };
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });
    afterEach(async () => {
        await server.close();
    });

    it("doctor exits with 0 for a healthy server, with and without a token", async () => {
        await start();
        const bot = server.database.user("ingestion-bot");
        ok(bot?.jwt);
        bot.isAdmin = true;
        const token = bot.jwt.JWTToken;
        const written = `${server.url.replace("http", "HTTP")}/`;
        const plain = await run(["doctor", "--server", written]);
        equal(plain.exitCode, 0, plain.all);
        match(plain.stdout, /^ok +tenant\.secret +Auth0 accepts client ID and client secret$/m);
        match(plain.stdout, /^hidden +settings\.secret +not visible$/m);
        match(plain.stdout, /^0 errors, 0 warnings, \d+ checks fine, \d+ not visible\.$/m);
        const all = await run(["doctor", "--json", "--jwt"], { OPENMETADATA_TOKEN: token }, `${token}\n`);
        equal(all.exitCode, 0, all.all);
        const { result, findings } = JSON.parse(all.stdout) as Report;
        equal(result, "ok");
        for (const id of ["settings.secret", "bots.accepted", "jwt.accepted"]) {
            ok(
                findings.some((finding) => finding.id === id),
                id,
            );
        }
        for (const secret of [token, environment["OIDC_CLIENT_SECRET"] ?? ""]) {
            ok(!(plain.all + all.all).includes(secret));
        }
    });

    it("doctor reports a wrong client ID with its remedy and exits with 1", async () => {
        await start({ AUTHENTICATION_CLIENT_ID: "of-another-application" });
        const { exitCode, stdout } = await run(["doctor"]);
        equal(exitCode, 1);
        match(stdout, /^error +settings\.clientId +clientId is of-another-application, and not \w{32}$/m);
        match(stdout, /-> .*openmetadata-ops\.sh remove-security-config --force/);
    });

    it("doctor names an unreadable token file and has no option for the token itself", async () => {
        await start();
        const unreadable = await run(["doctor", "--token-file", "missing"]);
        equal(unreadable.exitCode, 2);
        match(unreadable.all, /^missing cannot be read: no such file or directory\. Name a file that you can read\.$/m);
        await writeFile(join(folder, "broken.jwt"), "first-half-of-a-token\nsecond-half-of-a-token\n");
        for (const args of [
            ["--token-file", "broken.jwt"],
            ["--jwt", "broken.jwt"],
        ]) {
            const { exitCode, all } = await run(["doctor", ...args]);
            equal(exitCode, args[0] === "--jwt" ? 1 : 2, all);
            ok(!all.includes("half-of-a-token"), all);
        }
        match((await run(["doctor", "--help"])).stdout, /There is no option for the\s+token\s+itself/);
    });
});
