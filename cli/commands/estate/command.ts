import type { ArgumentsCamelCase, CommandModule, InferredOptionTypes } from "yargs";
import { endWith } from "../ending";
import { projectFolder } from "../project";
import { UsageError } from "../usageError";

const options = {
    file: { alias: "f", type: "string", demandOption: true, description: "YAML file with the environments" },
    parallel: { type: "number", default: 4, description: "How many environments to work on at once" },
    refresh: {
        type: "boolean",
        default: false,
        description: "Read first what is in Auth0, so that drift is seen, and undone by up",
    },
    "policy-pack": {
        type: "string",
        array: true,
        default: [] as string[],
        description: "Folder of a policy pack beside the project's own",
    },
    "policy-pack-config": {
        type: "string",
        array: true,
        default: [] as string[],
        description:
            "File with the configuration of the policies; with more packs, one for each, the project's own first",
    },
} as const;

type EstateArguments = InferredOptionTypes<typeof options> & { readonly action: "up" | "preview" };

/** `estate`: sets many environments up, each a stack of its own. */
export const estateCommand: CommandModule<object, EstateArguments> = {
    command: "estate <action>",
    describe: "Set many environments up in one run, or show what that would change",
    builder: (yargs) =>
        yargs
            .positional("action", { choices: ["up", "preview"] as const, demandOption: true })
            .options(options)
            .check(({ parallel }) => {
                if (!Number.isInteger(parallel) || parallel < 1) {
                    throw new UsageError("--parallel takes a whole number from 1 on.");
                }
                return true;
            })
            .epilogue("docs/state.md says what the file holds. Exits with 1 where an environment failed."),
    handler: runCommand,
};

async function runCommand(argv: ArgumentsCamelCase<EstateArguments>): Promise<void> {
    // The stacks' files and the state are for nobody else to read.
    process.umask(0o077);
    const [{ createProgress }, { project }, { projectName }, { readEnvironments }, { runEstate }, { summaryOf }] =
        await Promise.all([
            import("../../engine/progress.js"),
            import("./environment.js"),
            import("./projectName.js"),
            import("./environments.js"),
            import("./estate.js"),
            import("./summary.js"),
        ]);
    const { action, parallel, refresh } = argv;
    const policies = { packs: argv.policyPack, configs: argv.policyPackConfig };
    if (projectName() !== project) {
        throw new UsageError(
            `estate sets up the program of ${project}, with the keys of its Pulumi.yaml. Run it in a checkout of that project.`,
        );
    }
    const environments = readEnvironments(argv.file);
    const progress = createProgress();
    const outcomes = await runEstate({
        action,
        environments,
        folder: projectFolder,
        parallel,
        refresh,
        policies,
        progress,
    });
    console.log(summaryOf(outcomes));
    const failed = outcomes.filter(({ result }) => result === "failed").length;
    if (failed > 0) {
        endWith(1, `${failed} of ${outcomes.length} environments failed; the summary says why.`);
    }
}
