import { doesNotMatch, equal, match, notEqual } from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import pMap from "p-map";
import { projectFolder } from "../../../cli/commands/project";
import { type Completed, runProcess } from "../../../processes/childProcess";
import { cacheVariable } from "../../../cli/engine/cache";
import { plugins } from "../../../cli/engine/versions";
import { writeProgram } from "../engine/support";

/** Every command that runs pulumi. */
const commands: readonly string[][] = [
    ["up", "--stack", "prod"],
    ["preview", "--stack", "prod"],
    ["preview", "--stack", "prod", "--markdown"],
    ["drift", "--stack", "prod"],
    ["refresh", "--stack", "prod"],
    ["destroy", "--stack", "prod"],
    ["output", "--stack", "prod"],
    ["export", "--stack", "prod", "--format", "env", "--stdout"],
    ["doctor", "--stack", "prod"],
    ["estate", "up", "--file", "environments.yaml"],
    // The sandbox's stack has its tenant besides.
    ["up"],
];

/** One command for each way in which pulumi is run: with the terminal as its own, to be read, and for many stacks. */
const ways = commands.filter(([name = ""]) => ["refresh", "export", "estate"].includes(name));

/** What is wrong with pulumi, and what a command has to say of it. */
const damages: Readonly<Record<string, RegExp>> = {
    missing: /pulumi.* cannot be started: the file does not exist\. Reinstall/,
    "not executable": /pulumi.* cannot be started: it is not executable\. Allow that \(chmod \+x .*pulumi\)/,
    "without its interpreter": /pulumi.* cannot be started: the file exists, but .* Reinstall/,
    killed: /pulumi.* was killed \(SIGKILL\), as the system does when memory runs out\. Free memory/,
    "exit code 137": /pulumi.* ended with exit code 137: it, or .* was killed \(SIGKILL\).* Free memory/,
    "silently failing": /pulumi.* ended with exit code 3/,
};

describe("Commands with a damaged pulumi", function () {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-damaged-"));
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    /** Makes a project of its own, with a pulumi of its own that nothing is wrong with yet, and runs a command in it. */
    async function run(args: readonly string[], damage: string): Promise<Completed> {
        const own = await mkdtemp(join(folder, "project-"));
        const bin = join(own, "bin");
        const takeFile = 'folder=$PULUMI_HOME/plugins/resource-$4-v$5; mkdir -p $folder; cp "$7" $folder';
        await writeProgram(
            join(bin, "pulumi"),
            `case "$1" in version) echo v3.300.0;; plugin) ${takeFile};; *) echo '[]';; esac`,
        );
        await writeProgram(join(bin, "pulumi-language-nodejs"), "");
        for (const { name, version } of plugins) {
            const installed = join(own, ".pulumi", "plugins", `resource-${name}-v${version}`);
            await writeProgram(join(installed, `pulumi-resource-${name}`), "");
        }
        const work = join(own, "work");
        await mkdir(work);
        await writeFile(join(work, "Pulumi.yaml"), "name: openmetadata-auth0\nruntime: nodejs\n");
        await writeFile(
            join(work, "environments.yaml"),
            `environments:
  - stack: prod
    tenant: { domain: example.eu.auth0.com, clientId: TEST_CLIENT_ID, clientSecret: TEST_CLIENT_SECRET }
    config: { applicationType: spa, openMetadataUrl: https://om.example.com, admins: [jane.doe@example.com] }
`,
        );
        const hook = join(__dirname, "damagedPulumi.cjs");
        const main = ["--require", hook, join(projectFolder, "cli", "commands", "main.cjs")];
        return runProcess(process.execPath, [...main, ...args], {
            cwd: work,
            env: {
                DAMAGE: damage,
                HOME: own,
                PATH: [bin, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
                [cacheVariable]: join(own, "cache"),
                TEST_CLIENT_ID: "id",
                TEST_CLIENT_SECRET: "secret",
            },
            stdin: "ignore",
        });
    }

    for (const [damage, message] of Object.entries(damages)) {
        it(`Commands report a damaged pulumi on standard error and fail (${damage})`, async () => {
            await pMap(
                ["without its interpreter", "silently failing"].includes(damage) ? ways : commands,
                async (command) => {
                    const { exitCode, stderr } = await run(command, damage);
                    const what = `${command.join(" ")}: ${stderr}`;
                    notEqual(exitCode, 0, what);
                    match(stderr, message, what);
                    doesNotMatch(stderr, /^\s+at /m, what);
                    equal(stderr.split("\n").filter((line) => message.test(line)).length, 1, what);
                },
                { concurrency: 4 },
            );
        });
    }
});
