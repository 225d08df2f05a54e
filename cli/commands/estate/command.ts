import { writeFileSync } from "node:fs";
import type { Argv, CommandModule, InferredOptionTypes } from "yargs";
import { documentation } from "../documentation";
import { endWith } from "../ending";
import { projectFolder } from "../project";
import { UsageError } from "../usageError";
import { checkWritable } from "../userFile";
import type { Environment } from "./environment";
import { matrixFormats } from "./matrix";

const file = {
    file: { alias: "f", type: "string", demandOption: true, description: "YAML file with the environments" },
} as const;

const runOptions = {
    ...file,
    parallel: { type: "number", default: 4, description: "How many environments to work on at once" },
    shard: {
        type: "string",
        description: "Work on one part of the environments, such as 2/3: the second of three [default: all]",
    },
    markdown: { type: "string", description: "Write a summary for a pull request to this file" },
    refresh: {
        type: "boolean",
        default: false,
        description: "Read Auth0's current state first: drift is shown, and undone by up",
    },
    "policy-pack": {
        type: "string",
        array: true,
        default: [] as string[],
        description: "Folder of a policy pack to run besides the project's own",
    },
    "policy-pack-config": {
        type: "string",
        array: true,
        default: [] as string[],
        description:
            "File with the configuration of the policies; for several packs, one file each, the project's own first",
    },
} as const;

const matrixOptions = {
    ...file,
    format: { choices: matrixFormats, default: "github", description: "Whose matrix to print" },
    shards: { type: "number", description: "How many jobs to spread the environments over [default: one for each]" },
} as const;

const operatorOptions = {
    file: { ...file.file, demandOption: false },
    check: { type: "string", description: "Check the Stacks in this file instead of printing any" },
} as const;

/** `estate`: sets many environments up, each a stack of its own, or hands them to an engine that does so on many machines. */
export const estateCommand: CommandModule = {
    command: "estate",
    describe: "Deploy many environments in one run, on one machine or many",
    builder: (yargs) =>
        yargs
            .command(runCommand("up", "Deploy the environments"))
            .command(runCommand("preview", "Show what up would change"))
            .command(matrixCommand)
            .command(operatorCommand)
            .demandCommand(1, "Say what to do with the environments: up, preview, matrix or operator.")
            .epilogue(`See ${documentation("many-environments.md")} for the file and for when to use which command.`),
    // A command that is missing is refused above.
    handler: () => undefined,
};

function runCommand(
    action: "up" | "preview",
    describe: string,
): CommandModule<object, InferredOptionTypes<typeof runOptions>> {
    return {
        command: action,
        describe,
        builder: (yargs: Argv<object>) =>
            yargs
                .options(runOptions)
                .check(({ parallel }) => isCount("--parallel", parallel))
                .epilogue("Exits with 1 if an environment failed."),
        handler: async (argv) => {
            // The stacks' files and the state are for nobody else to read.
            process.umask(0o077);
            const [{ createProgress }, { checkEnvironment, readEstate }, { runEstate }, { summaryOf }, shards] =
                await Promise.all([
                    import("../../engine/progress.js"),
                    import("./environments.js"),
                    import("./estate.js"),
                    import("./summary.js"),
                    import("./shard.js"),
                ]);
            const { parallel, refresh, markdown } = argv;
            const shard = argv.shard === undefined ? shards.whole : shards.readShard(argv.shard);
            const ofShard = (all: readonly Environment[]) => shards.inShard(all, shard);
            await checkProject();
            const { environments } = readEstate(argv.file, ({ environments: all }) => {
                const here = ofShard(all);
                return all.flatMap((environment) => checkEnvironment(environment, here.includes(environment)));
            });
            if (markdown !== undefined) {
                checkWritable("--markdown", markdown);
            }
            const outcomes = await runEstate({
                action,
                environments: ofShard(environments),
                folder: projectFolder,
                parallel,
                refresh,
                policies: { packs: argv.policyPack, configs: argv.policyPackConfig },
                progress: createProgress(),
            });
            console.log(summaryOf(outcomes));
            if (markdown !== undefined) {
                const { markdownOfEstate } = await import("./markdown.js");
                writeFileSync(markdown, `${markdownOfEstate(action, outcomes, shard)}\n`);
            }
            const failed = outcomes.filter(({ result }) => result === "failed").length;
            if (failed > 0) {
                endWith(1, `${failed} of ${outcomes.length} environments failed: see the summary.`);
            }
        },
    };
}

/** `estate matrix`: prints the environments for a matrix of CI jobs. */
const matrixCommand: CommandModule<object, InferredOptionTypes<typeof matrixOptions>> = {
    command: "matrix",
    describe: "Print the environments as JSON for a matrix of jobs on GitHub or GitLab",
    builder: (yargs) =>
        yargs.options(matrixOptions).check(({ shards }) => shards === undefined || isCount("--shards", shards)),
    handler: async (argv) => {
        const [{ checkEnvironment, readEstate }, { matrixOf }] = await Promise.all([
            import("./environments.js"),
            import("./matrix.js"),
        ]);
        await checkProject();
        const { environments } = readEstate(argv.file, ({ environments: all }) =>
            all.flatMap((environment) => checkEnvironment(environment, false)),
        );
        console.log(JSON.stringify(matrixOf(environments, argv.format, argv.shards)));
    },
};

/** `estate operator`: prints the environments for the Pulumi Kubernetes Operator, or checks what was made of that. */
const operatorCommand: CommandModule<object, InferredOptionTypes<typeof operatorOptions>> = {
    command: "operator",
    describe: "Print the environments as Stack resources of the Pulumi Kubernetes Operator",
    builder: (yargs) =>
        yargs.options(operatorOptions).check((argv) => {
            if ((argv.file === undefined) === (argv.check === undefined)) {
                throw new UsageError("Name the file of the environments with --file, or Stacks to check with --check.");
            }
            return true;
        }),
    handler: async (argv) => {
        const { checkedResources, resourcesIn } = await import("./operator/run.js");
        await checkProject();
        if (argv.check !== undefined) {
            const count = resourcesIn(argv.check).length;
            console.error(`${argv.check}: nothing is wrong with ${count === 1 ? "the Stack" : `the ${count} Stacks`}.`);
        } else if (argv.file !== undefined) {
            process.stdout.write(checkedResources(argv.file));
        }
    },
};

function isCount(option: string, value: number): true {
    if (!Number.isInteger(value) || value < 1) {
        throw new UsageError(`${option} must be a whole number, 1 or more.`);
    }
    return true;
}

/** @throws UsageError outside of the project whose program sets the environments up. */
async function checkProject(): Promise<void> {
    const [{ project }, { projectName }] = await Promise.all([import("./environment.js"), import("./projectName.js")]);
    if (projectName() !== project) {
        throw new UsageError(
            `estate deploys the program of ${project}, with the keys of its Pulumi.yaml. Run it in a checkout of that project.`,
        );
    }
}
