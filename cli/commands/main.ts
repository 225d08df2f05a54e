#!/usr/bin/env node
import yargs, { type Argv, type InferredOptionTypes } from "yargs";
import { hideBin } from "yargs/helpers";
import { version } from "../package.json";
import { chosenStack } from "./chosenStack";
import { endAsPulumi, endBecauseOf, untilDone } from "./ending";
import { doctorCommand } from "./doctor/command";
import { estateCommand } from "./estate/command";
import { exportCommand } from "./export/command";
import { initCommand } from "./init/command";
import type { Subject } from "./review/markdown";
import { policyPack } from "./policyPack";
import { asksForJson, refuseSecretsInLog } from "./pulumiArguments";
import { sandboxStack, tenantState } from "./project";
import type { Stack } from "./stack";
import type { Outputs } from "./summary";
import { UsageError } from "./usageError";
import { nearest } from "../../config/nearest";

// A command loads what it needs when it runs: the sandbox alone takes longer to load than most commands to run.

/** Does something with a stack, and stops afterwards what was started for it. */
async function withStack(name: string, work: (stack: Stack) => Promise<number>): Promise<number> {
    const { openStack } = await import("./stack.js");
    const stack = await openStack(name);
    try {
        return await work(stack);
    } finally {
        await stack.close();
    }
}

/** Runs one pulumi command on a stack, with the user's own arguments behind it. */
async function onStack(name: string, command: readonly string[], args: readonly string[]): Promise<number> {
    return withStack(name, (stack) => stack.run([...command, "--stack", name, ...args]));
}

/** Deploys a stack, and says what there is now. */
async function deployed(name: string, args: readonly string[]): Promise<number> {
    const [{ up }, { summaryOf }] = await Promise.all([import("./review/up.js"), import("./summary.js")]);
    return withStack(name, async (stack) => {
        const status = await up(stack, name, [...policies, "--stack", name, ...args]);
        if (status === 0) {
            const outputs = (await stack.readJson(["stack", "output", "--json"])) as Outputs;
            if (stack.tenantDomain !== undefined) {
                const { tellSandbox } = await import("./sandboxSettings.js");
                tellSandbox(tenantState, outputs);
            }
            // Of JSON, standard output holds nothing else.
            process[asksForJson(args) ? "stderr" : "stdout"].write(
                `\n${summaryOf(name, outputs, stack.tenantDomain)}\n`,
            );
        }
        return status;
    });
}

/** Shows what `up` would change. */
async function previewed(name: string, args: readonly string[]): Promise<number> {
    const { preview } = await import("./review/command.js");
    return withStack(name, (stack) => preview(stack, name, [...policies, "--stack", name, ...args]));
}

/** Runs one pulumi command that changes nothing on a stack, and writes a summary of what it says. */
async function reviewed(name: string, subject: Subject, args: readonly string[], out: string): Promise<number> {
    const { review } = await import("./review/command.js");
    return withStack(name, (stack) => review(stack, name, subject, [...args, "--stack", name], out));
}

function print(lines: readonly string[]): void {
    process.stdout.write(`${lines.join("\n")}\n`);
}

async function untilInterrupted(): Promise<void> {
    await new Promise<void>((resolve) => {
        process.once("SIGINT", resolve);
        process.once("SIGTERM", resolve);
    });
}

/** Nobody answers a question about the sandbox: it is made to be changed. */
function confirmed(stack: string): string[] {
    return stack === sandboxStack ? ["--yes"] : [];
}

/** The project's own policies. One `--policy-pack-config` among the user's arguments is for them, a second one for the user's pack. */
const policies = ["--policy-pack", policyPack];

const onStackOptions = {
    stack: {
        alias: "s",
        type: "string",
        description: "Stack to work on [default: the selected one in your own program, otherwise sandbox]",
    },
    "allow-secrets-in-log": {
        type: "boolean",
        default: false,
        description: "Let pulumi write a log that contains secrets in plain text: -v=9 and more",
    },
    arguments: {
        type: "string",
        array: true,
        default: [] as string[],
        description: "Passed to pulumi unchanged",
        hidden: true,
    },
} as const;

/**
 * The stack that a command works on which runs pulumi.
 *
 * @throws UsageError where pulumi is to write a log that holds its secrets.
 */
async function stackFor(
    argv: Readonly<{ stack: string | undefined; arguments: readonly string[]; allowSecretsInLog: boolean }>,
): Promise<string> {
    const stack = await chosenStack(argv.stack);
    refuseSecretsInLog(stack, argv.arguments, argv.allowSecretsInLog);
    return stack;
}

/** What a command takes that runs pulumi on a stack. */
function onStackBuilder(yargs: Argv): Argv<InferredOptionTypes<typeof onStackOptions>> {
    return yargs.options(onStackOptions).epilogue("All other arguments are passed to pulumi unchanged.");
}

/** A message of yargs, without a suggestion that is far from what was typed: to it, `foo` is near `up`. */
function asMeant(message: string): string {
    const suggested = /^Did you mean (\S+)\?$/.exec(message)?.[1];
    const args = hideBin(process.argv);
    const option = args.findIndex((word) => word.startsWith("-"));
    const typed = args.slice(0, option < 0 ? args.length : option);
    return suggested === undefined || typed.some((word) => nearest(word, [suggested]) !== undefined)
        ? message
        : `There is no command ${typed.join(" ")}.`;
}

/**
 * Options that may be empty: what they name comes from standard input, or goes to standard output. An empty name of a stack is refused by
 * pulumi, whose words go into the summary of a preview.
 */
const mayBeEmpty = ["jwt", "markdown", "stdout", "stack"];

/**
 * To yargs, an option of the type boolean is false for each value but `true`: `export --check=1` would write the folder. An option
 * that is given twice is a list, whatever its type. An empty value is mostly that of a variable that is not set; as a folder, it is the
 * current one.
 *
 * @throws UsageError with every mistake of these.
 */
function checkValues(
    argv: Readonly<Record<string, unknown>>,
    { array, string }: { readonly array: readonly string[]; readonly string: readonly string[] },
): true {
    const args = hideBin(process.argv);
    const end = args.indexOf("--");
    const booleans = (end < 0 ? args : args.slice(0, end)).flatMap((word) => {
        const [, name = "", value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
        return typeof argv[name] === "boolean" && value !== "true" && value !== "false"
            ? [`--${name}: the value is neither true nor false. Write --${name} without a value.`]
            : [];
    });
    // Of the two forms of a name, the one that is written; the words of the command are a list too.
    const names = Object.keys(argv).filter((name) => /^[a-z][a-z-]+$/.test(name));
    const mistakes = [
        ...booleans,
        ...names
            .filter((name) => Array.isArray(argv[name]) && !array.includes(name))
            .map((name) => `--${name}: the option is given more than once. Give it once.`),
        ...names
            .filter((name) => argv[name] === "" && string.includes(name) && !mayBeEmpty.includes(name))
            .map((name) => `--${name}: the value is empty. Write one, or leave the option out.`),
    ];
    if (mistakes.length > 0) {
        throw new UsageError(mistakes.join("\n"));
    }
    return true;
}

function isPort(port: number | undefined): true {
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
        throw new UsageError("--port must be a whole number from 0 to 65535; 0 is any free port.");
    }
    return true;
}

const parser = yargs(hideBin(process.argv))
    .scriptName("openmetadata-auth0")
    .usage("$0 <command>\n\nAuth0 sign-in for OpenMetadata as code.")
    .parserConfiguration({ "unknown-options-as-args": true, "parse-positional-numbers": false })
    .command("up [arguments..]", "Deploy the stack", onStackBuilder, async (argv) => {
        const stack = await stackFor(argv);
        endAsPulumi(await deployed(stack, [...confirmed(stack), ...argv.arguments]));
    })
    .command(
        "preview [arguments..]",
        "Show what up would change",
        (yargs) =>
            onStackBuilder(yargs).option("markdown", {
                type: "string",
                description: "Write a summary for a pull request: to this file, or print it",
            }),
        async (argv) => {
            const stack = await stackFor(argv);
            endAsPulumi(
                argv.markdown === undefined
                    ? await previewed(stack, argv.arguments)
                    : await reviewed(stack, "preview", ["preview", ...policies, ...argv.arguments], argv.markdown),
            );
        },
    )
    .command(
        "drift [arguments..]",
        "Show what was changed outside the stack, and change nothing; exits with 7 if there is drift",
        (yargs) =>
            onStackBuilder(yargs).option("markdown", {
                type: "string",
                default: "",
                description: "Write the summary to this file [default: print it]",
            }),
        async (argv) => {
            const command = ["refresh", "--preview-only", "--expect-no-changes"];
            const stack = await stackFor(argv);
            endAsPulumi(await reviewed(stack, "drift", [...command, ...argv.arguments], argv.markdown));
        },
    )
    .command(
        "refresh [arguments..]",
        "Accept what was changed outside the stack into the state",
        onStackBuilder,
        async (argv) => {
            const stack = await stackFor(argv);
            endAsPulumi(await onStack(stack, ["refresh", ...confirmed(stack)], argv.arguments));
        },
    )
    .command("destroy [arguments..]", "Delete everything that the stack created", onStackBuilder, async (argv) => {
        const stack = await stackFor(argv);
        endAsPulumi(await onStack(stack, ["destroy", ...confirmed(stack)], argv.arguments));
    })
    .command(
        "output [arguments..]",
        "Print the stack outputs; secrets with --show-secrets",
        onStackBuilder,
        async (argv) => {
            const { openKeptStack } = await import("./stack.js");
            const name = await stackFor(argv);
            const stack = await openKeptStack(name);
            endAsPulumi(await stack.run(["stack", "output", "--stack", name, ...argv.arguments]));
        },
    )
    .command(exportCommand)
    .command(doctorCommand)
    .command(estateCommand)
    .command(initCommand)
    .command(
        "engine",
        "Print the shell lines that put pulumi and its plugins on the PATH",
        {
            reconsider: {
                type: "boolean",
                default: false,
                description: "Look for a released engine again, if the current one was built",
            },
        },
        async ({ reconsider }) => {
            const [{ ensureEngine }, { shellLines }] = await Promise.all([
                import("../engine/engine.js"),
                import("../engine/shell.js"),
            ]);
            print(shellLines(await ensureEngine({ reconsider })));
        },
    )
    .command(
        "sandbox",
        "Run the local Auth0 tenant, and print the shell lines that point Auth0 tools at it",
        (yargs) =>
            yargs
                .options({
                    port: { type: "number", description: "Port to listen on [default: the last one]" },
                    state: { type: "string", default: tenantState, description: "Folder to store the tenant in" },
                    clients: {
                        type: "string",
                        description:
                            "File with applications of another tenant to import, as JSON of the Management API",
                    },
                    host: {
                        type: "string",
                        description: "Name or IP address to listen on, and of the tenant's domain [default: localhost]",
                    },
                    "custom-domain": {
                        type: "string",
                        description:
                            "Another name or IP address of this computer that stands for a custom domain, such as 127.0.0.1",
                    },
                    "expose-to-network": {
                        type: "boolean",
                        default: false,
                        description: "Let other computers reach the sandbox, whose users' passwords are public",
                    },
                })
                .check(({ port }) => isPort(port)),
        async ({ port, state, clients, host, customDomain, exposeToNetwork }) => {
            const [{ startTenant }, { shellLines }] = await Promise.all([
                import("../../sandbox/tenant.js"),
                import("../engine/shell.js"),
            ]);
            const tenant = await startTenant({ state, port, clients, host, customDomain, exposeToNetwork });
            console.error(`The tenant's page: https://${tenant.domain}/`);
            if (tenant.customDomain !== undefined) {
                console.error(`Its custom domain, for the stack's key customDomain: ${tenant.customDomain}`);
            }
            // Before the lines: whoever reads them may end the command at once.
            const interrupted = untilInterrupted();
            print(shellLines({ searchPath: [], environment: tenant.environment }));
            await interrupted;
            await tenant.close();
        },
    )
    // Declared, as options that yargs does not know go to pulumi; this one the shell's completion calls.
    .option("get-yargs-completions", { type: "boolean", hidden: true })
    .completion("completion", "Print the shell lines that complete the commands with TAB: >> ~/.bashrc, or ~/.zshrc")
    .version(version)
    .epilogue(
        "Exit codes: 0 done; 1 failed, or found a problem; 2 invalid arguments or an invalid file, and nothing was done. " +
            "Commands that run pulumi exit with its code: 7 for changes where none were expected; 130 (SIGINT) or 143 (SIGTERM) " +
            "where a signal stopped them, after pulumi has ended.",
    )
    .wrap(process.stdout.isTTY ? Math.min(120, process.stdout.columns) : 100)
    .demandCommand(1, "Name a command.")
    .strictCommands()
    .check((argv, options) => checkValues(argv, options as unknown as Parameters<typeof checkValues>[1]))
    .recommendCommands()
    // As everything else that is printed.
    .locale("en")
    .fail((message: string | null, error: Error | undefined, parser) => {
        if (error === undefined) {
            parser.showHelp("error");
        }
        endBecauseOf(error ?? new UsageError(message === null ? "The command cannot be read." : asMeant(message)));
    });

// What fails outside of a command's own work ends it as well, with the same words.
process.once("uncaughtException", endBecauseOf);
void untilDone(async () => parser.parseAsync());
