import type { CommandModule, InferredOptionTypes } from "yargs";

const options = {
    stack: {
        alias: "s",
        type: "string",
        description:
            "Stack that the server belongs to [default: the selected one in your own program, otherwise sandbox]",
    },
    server: { type: "string", description: "URL of the server, if the stack has several" },
    "token-file": {
        type: "string",
        description:
            "File with an admin's token, to check admins, bots and stored settings as well [default: the variable " +
            "OPENMETADATA_TOKEN]. There is no option for the token itself: other users of the machine could see it",
    },
    jwt: {
        type: "string",
        description: "File with a token to inspect, to see why it is refused; without a name, standard input",
    },
    json: { type: "boolean", default: false, description: "Print JSON" },
} as const;

/** What `doctor` is told. */
export type DoctorArguments = InferredOptionTypes<typeof options>;

/** `doctor`: looks at tenant and server from outside, changes nothing, and says what is not as the stack has it. */
export const doctorCommand: CommandModule<object, DoctorArguments> = {
    command: "doctor",
    describe: "Check a running server and its tenant, and report what is wrong and what to do",
    builder: (yargs) => yargs.options(options).epilogue("Exits with 1 if there is an error, otherwise with 0."),
    handler: async (argv) => {
        const { runDoctor } = await import("./run.js");
        await runDoctor(argv);
    },
};
