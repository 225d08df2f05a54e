import type { CommandModule, InferredOptionTypes } from "yargs";

const options = {
    folder: { type: "string", default: ".", description: "Folder to write to" },
    name: { type: "string", description: "Name of the Pulumi project [default: the folder's name]" },
    stack: { alias: "s", type: "string", default: "prod", description: "Name of the first stack" },
    "application-type": { choices: ["web", "spa"], default: "web", description: "Auth0 application type" },
    "custom-domain": {
        type: "string",
        description: "Custom domain of the Auth0 tenant [default: users sign in at the tenant's own domain]",
    },
    "server-url": { type: "string", description: "URL that users open; prompted for if not given" },
    admin: { type: "string", array: true, description: "Email address of an admin; prompted for if none is given" },
    backend: {
        type: "string",
        default: "file://.",
        description: "Where Pulumi keeps the state, as PULUMI_BACKEND_URL",
    },
    ci: {
        choices: ["github", "gitlab", "none"],
        default: "github",
        description: "Whose workflow to write; none for a local backend",
    },
} as const;

/** What `init` is told. */
export type InitArguments = InferredOptionTypes<typeof options>;

/** `init`: writes the files of a new program of one's own, and overwrites none. */
export const initCommand: CommandModule<object, InitArguments> = {
    command: "init",
    describe: "Write the files of a new Pulumi program: project, program, packages, workflow",
    builder: (yargs) => yargs.options(options),
    handler: async (argv) => {
        const { runInit } = await import("./run.js");
        await runInit(argv);
    },
};
