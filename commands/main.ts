import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { startTenant } from "../sandbox/tenant";
import { ensureEngine } from "../toolchain/engine";
import { shellLines } from "../toolchain/shell";
import { doctorCommand } from "./doctor/command";
import { estateCommand } from "./estate/command";
import { exportCommand } from "./export/command";
import { sandboxStack, tenantState } from "./project";
import { openKeptStack, openStack } from "./stack";
import { type Outputs, summaryOf } from "./summary";

/** Runs one pulumi command on a stack, with the user's own arguments behind it. */
async function onStack(name: string, command: readonly string[], args: readonly string[]): Promise<number> {
    const stack = await openStack(name);
    try {
        const status = await stack.run([...command, "--stack", name, ...args]);
        if (status === 0 && command[0] === "up") {
            const outputs = await stack.read(["stack", "output", "--json"]);
            process.stdout.write(`\n${summaryOf(name, JSON.parse(outputs) as Outputs)}\n`);
        }
        return status;
    } finally {
        await stack.close();
    }
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

const onStackOptions = {
    stack: {
        alias: "s",
        type: "string",
        default: sandboxStack,
        description: "Stack to work on; any but the default works on a tenant of your own",
    },
    arguments: {
        type: "string",
        array: true,
        default: [] as string[],
        description: "For pulumi, as they are",
        hidden: true,
    },
} as const;

const passesOn = "\n\nEvery other argument goes to pulumi as it is.";

void yargs(hideBin(process.argv))
    .scriptName("openmetadata-auth0")
    .usage("$0 <command>\n\nAuth0 sign-in for OpenMetadata as code.")
    .parserConfiguration({ "unknown-options-as-args": true, "parse-positional-numbers": false })
    .command("up [arguments..]", `Set up the stack${passesOn}`, onStackOptions, async (argv) => {
        process.exitCode = await onStack(argv.stack, ["up", ...confirmed(argv.stack)], argv.arguments);
    })
    .command("preview [arguments..]", `Show what up would change${passesOn}`, onStackOptions, async (argv) => {
        process.exitCode = await onStack(argv.stack, ["preview"], argv.arguments);
    })
    .command(
        "refresh [arguments..]",
        `Take over what was changed outside of the stack${passesOn}`,
        onStackOptions,
        async (argv) => {
            process.exitCode = await onStack(argv.stack, ["refresh", ...confirmed(argv.stack)], argv.arguments);
        },
    )
    .command("destroy [arguments..]", `Delete what the stack has set up${passesOn}`, onStackOptions, async (argv) => {
        process.exitCode = await onStack(argv.stack, ["destroy", ...confirmed(argv.stack)], argv.arguments);
    })
    .command(
        "output [arguments..]",
        `Print what the stack has set up; secrets with --show-secrets${passesOn}`,
        onStackOptions,
        async (argv) => {
            const stack = await openKeptStack(argv.stack);
            process.exitCode = await stack.run(["stack", "output", "--stack", argv.stack, ...argv.arguments]);
        },
    )
    .command(exportCommand)
    .command(doctorCommand)
    .command(estateCommand)
    .command("engine", "Print the shell lines that put pulumi and its plugins on the PATH", {}, async () => {
        print(shellLines(await ensureEngine()));
    })
    .command(
        "sandbox",
        "Run the local Auth0 tenant, and print the shell lines that point Auth0 tools at it",
        {
            port: { type: "number", description: "Port to listen on [default: the last one]" },
            state: { type: "string", default: tenantState, description: "Folder to keep the tenant in" },
            clients: {
                type: "string",
                description: "File with applications of another tenant to take over, as JSON of the Management API",
            },
        },
        async ({ port, state, clients }) => {
            const tenant = await startTenant({ state, port, clients });
            print(shellLines({ searchPath: [], environment: tenant.environment }));
            await untilInterrupted();
            await tenant.close();
        },
    )
    .demandCommand(1, "Name a command.")
    .strictCommands()
    .fail((message: string | null, error: Error | undefined, parser) => {
        if (error === undefined) {
            parser.showHelp("error");
        }
        // A message of ours says it all; a stack trace would only hide it.
        console.error(`\n${error?.message ?? message ?? ""}`);
        process.exit(1);
    })
    .parseAsync();
