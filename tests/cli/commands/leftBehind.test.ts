import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { startProcess } from "../../../processes/childProcess";
import { startTenant } from "../../../sandbox/tenant";
import { checkOut } from "../../checkout";
import { type Mark, newMark, processesOf, showsEnvironments } from "../../processesOf";
import { makeSandbox } from "../../sandbox/newTenant";
import { onTerminal } from "../../terminal";
import { until } from "../../until";

const main = ["cli/commands/main.cjs"];

/** A program that says that it runs, and then does not end by itself. */
const endless = `require("node:fs").writeFileSync("running", ""); setTimeout(() => {}, 600_000);\n`;

/** A program that fails, and leaves a process behind. */
const careless = `
const { spawn } = require("node:child_process");
spawn(process.execPath, ["-e", "setTimeout(() => {}, 600_000)"], { detached: true, stdio: "ignore" }).unref();
throw new Error("careless");
`;

/** What a state has of a stack. */
interface Deployed {
    readonly resources: readonly { readonly type: string }[];
    readonly pending_operations?: readonly unknown[];
}

describe("Processes of commands that fail or are interrupted", function () {
    let folder: string;
    let program: string;
    let mark: Mark;

    before(async function () {
        if (!showsEnvironments) {
            this.skip();
        }
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-processes-"));
        await checkOut(folder, "installed");
        await makeSandbox(folder);
        program = await readFile(join(folder, "index.cjs"), "utf8");
    });
    beforeEach(async () => {
        mark = newMark();
        await writeFile(join(folder, "index.cjs"), program);
        await rm(join(folder, "running"), { force: true });
    });
    afterEach(() => {
        [...processesOf(mark).keys()].forEach((pid) => process.kill(pid, "SIGKILL"));
    });
    after(async () => {
        if (showsEnvironments) {
            await rm(folder, { recursive: true });
        }
    });

    /** Starts a program without a terminal, whoever runs the tests: on one, Ctrl+C reaches its children as well. */
    const started = async (file: string, args: readonly string[]) =>
        startProcess(file, args, { cwd: folder, env: { ...mark }, stdin: "ignore", detached: true });
    const typedAt = (file: string, args: readonly string[]) =>
        onTerminal(file, args, { cwd: folder, env: { ...process.env, ...mark } });
    const left = (): string[] => [...processesOf(mark).values()];
    const running = async (): Promise<void> => until("the program runs", () => existsSync(join(folder, "running")));

    for (const command of ["preview", "up"]) {
        it(`npm run ${command} with a wrong configuration leaves no process behind`, async () => {
            const file = join(folder, "Pulumi.sandbox.yaml");
            const config = await readFile(file, "utf8");
            await writeFile(file, config.replace("applicationType: web", "applicationType: mobile"));
            const { exitCode, all } = await (await started("npm", ["run", command])).ended;
            await writeFile(file, config);
            deepEqual(left(), []);
            equal(exitCode, 1, all);
            match(all, /"mobile" is not a valid application type/);
        });
    }

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        it(`preview leaves no process behind after ${signal}`, async () => {
            await writeFile(join(folder, "index.cjs"), endless);
            const { subprocess, ended } = await started(process.execPath, [...main, "preview"]);
            await running();
            subprocess.kill(signal);
            const { exitCode, all } = await ended;
            deepEqual(left(), []);
            equal(exitCode, 128 + constants.signals[signal], all);
            match(
                all,
                new RegExp(`pulumi preview was stopped from outside \\(${signal}\\)\\. Run the command again\\.$`),
            );
        });
    }

    it("npm run preview leaves no process behind after Ctrl+C on a terminal", async () => {
        await writeFile(join(folder, "index.cjs"), endless);
        const terminal = typedAt("npm", ["run", "preview"]);
        await running();
        terminal.type("\x03");
        const { screen } = await terminal.ended;
        deepEqual(left(), []);
        match(screen, /\^C received; cancelling/);
        match(screen, /pulumi preview ended with exit code 1/);
    });

    it("npm run preview leaves no process behind after SIGTERM to npm alone", async () => {
        await writeFile(join(folder, "index.cjs"), endless);
        const { subprocess, ended } = await started("npm", ["run", "preview"]);
        await running();
        ok(left().length > 3, left().join("\n"));
        subprocess.kill("SIGTERM");
        await ended;
        await until("nothing is left", () => left().length === 0);
    });

    /** Interrupts an `up` while Auth0 makes the application; then the state knows the application, and nothing is pending. */
    async function interruptedUp(
        start: () => Promise<{ interrupt(): void; ended: Promise<unknown> }>,
    ): Promise<string> {
        await rm(join(folder, ".pulumi"), { recursive: true, force: true });
        const tenant = await startTenant({ state: join(folder, ".sandbox") });
        try {
            tenant.faults.set([{ kind: "slow", method: "POST", path: "/api/v2/clients", times: 1 }]);
            const up = await start();
            await until("Auth0 makes the application", () => tenant.faults.pending.length === 0);
            up.interrupt();
            await up.ended;
            await until("nothing is left", () => left().length === 0);
            const log = await readFile(join(folder, "log"), "utf8");
            const state = await readFile(join(folder, ".pulumi/stacks/openmetadata-auth0/sandbox.json"), "utf8");
            const { latest } = (JSON.parse(state) as { checkpoint: { latest: Deployed } }).checkpoint;
            deepEqual(latest.pending_operations ?? [], [], log);
            ok(
                latest.resources.some(({ type }) => type === "auth0:index/client:Client"),
                log,
            );
            return log;
        } finally {
            await tenant.close();
        }
    }

    it("npm run up leaves nothing pending after Ctrl+C while Auth0 creates the application", async () => {
        const log = await interruptedUp(async () => {
            const terminal = typedAt("sh", ["-c", "npm run up >log 2>&1"]);
            return Promise.resolve({
                interrupt: () => {
                    terminal.type("\x03");
                },
                ended: terminal.ended,
            });
        });
        match(log, /pulumi up was stopped from outside \(SIGINT\)/);
    });

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        it(`npm run up leaves nothing pending after ${signal} to its process group while Auth0 creates the application`, async () => {
            await interruptedUp(async () => {
                const options = { cwd: folder, env: { ...mark }, stdin: "ignore", detached: true } as const;
                const { subprocess, ended } = await startProcess("sh", ["-c", "npm run up >log 2>&1"], options);
                return {
                    interrupt: () => {
                        process.kill(-(subprocess.pid ?? 0), signal);
                    },
                    ended,
                };
            });
        });
    }

    it("A process that a program leaves behind is noticed by these tests", async () => {
        await writeFile(join(folder, "index.cjs"), careless);
        const { exitCode } = await (await started(process.execPath, [...main, "preview"])).ended;
        equal(exitCode, 1);
        deepEqual(left(), [`${process.execPath} -e setTimeout(() => {}, 600_000)`]);
    });
});
