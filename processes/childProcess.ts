import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import type { Options, Result, ResultPromise } from "execa";
import { endingAfter, interruption } from "./interruption";
import { isFolder } from "./isFolder";
import { meaningOf } from "./systemError";

// Every child process of the project is started here, so that none can fail without a word.

/** A child process could not be started, was killed, or failed where it had to succeed. The message is one clear text. */
export class ChildProcessError extends Error {}

/** How a child process is run: options of execa, for a program that prints text. */
export type ProcessOptions = Omit<Options, "reject" | "all" | "encoding" | "lines" | "buffer">;

/** How a child process ended. */
export interface Ended {
    /** Undefined where it could not be started, or was ended by a signal. */
    readonly exitCode: number | undefined;
    readonly stdout: string;
    readonly stderr: string;
    /** Both, in the order in which they were printed. */
    readonly all: string;
    /** Why the process is to be taken for one that could not be started or was killed; undefined for any other. */
    readonly obstacle: string | undefined;
}

/** How a child process ended that did so by itself. */
export interface Completed extends Ended {
    readonly exitCode: number;
    readonly obstacle: undefined;
}

/** A child process that runs. */
export interface Started {
    /** The process as execa has it. */
    readonly subprocess: ResultPromise<{ reject: false; all: true }>;
    /** How it ended; it never rejects. */
    readonly ended: Promise<Ended>;
}

/** Starts a program, to be talked to or killed while it runs. Whoever starts it looks at how it ends. */
export async function startProcess(
    program: string,
    args: readonly string[],
    options: ProcessOptions = {},
): Promise<Started> {
    const { execa } = await import("execa");
    const subprocess = execa(program, args, {
        ...options,
        all: true,
        reject: false,
    }) as unknown as Started["subprocess"];
    return { subprocess, ended: subprocess.then((result) => endedAs(program, args, result)) };
}

/**
 * Runs a program to its end, whatever its exit code. A signal that asks this process to end ends the program first.
 *
 * @throws ChildProcessError where it could not be started, or was killed, or this process was asked to end.
 */
export async function runProcess(
    program: string,
    args: readonly string[],
    options?: ProcessOptions,
): Promise<Completed> {
    throwIfInterrupted(program, args);
    const { obstacle, ...rest } = await endingAfter(async () => startProcess(program, args, options));
    throwIfInterrupted(program, args);
    if (obstacle !== undefined || rest.exitCode === undefined) {
        throw new ChildProcessError(obstacle);
    }
    return { ...rest, exitCode: rest.exitCode, obstacle };
}

/** Whatever the exit code: a program that was asked to end may have ended before its work was done. */
function throwIfInterrupted(program: string, args: readonly string[]): void {
    const signal = interruption();
    if (signal !== undefined) {
        throw new ChildProcessError(`${commandOf(program, args)} ${endedBy(signal)}`);
    }
}

/**
 * Runs a program, and gives what it printed on standard output.
 *
 * @throws ChildProcessError where it could not be started, was killed, or failed: then with what it printed.
 */
export async function outputOf(program: string, args: readonly string[], options?: ProcessOptions): Promise<string> {
    const completed = await runProcess(program, args, options);
    if (completed.exitCode !== 0) {
        throw new ChildProcessError(failureOf(program, args, completed));
    }
    return completed.stdout;
}

function endedAs(program: string, args: readonly string[], result: Result<{ reject: false; all: true }>): Ended {
    const { exitCode, stdout = "", stderr = "", all = "" } = result as Partial<typeof result>;
    return { exitCode, stdout, stderr, all, obstacle: obstacleOf(program, args, result) };
}

/** As {@link outputOf}, while nothing else happens in this process: for where nothing can be awaited. */
export function outputNow(program: string, args: readonly string[], cwd: string): string {
    const { status, signal, error, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
    const ended = { exitCode: status ?? undefined, signal: signal ?? undefined, cwd, stdout, stderr };
    const obstacle = obstacleOf(program, args, { ...ended, code: (error as { code?: string } | undefined)?.code });
    if (obstacle !== undefined || status !== 0) {
        throw new ChildProcessError(obstacle ?? failureOf(program, args, ended));
    }
    return stdout;
}

/** What execa knows of how a process ended. */
type Outcome = Partial<Pick<Result, "exitCode" | "timedOut" | "signal" | "cwd" | "code">>;

/** Why a process could not be started, or was killed; undefined for one that ended by itself. */
function obstacleOf(
    program: string,
    args: readonly string[],
    { exitCode, timedOut = false, signal = signalOf(exitCode), cwd = process.cwd(), code }: Outcome,
): string | undefined {
    const what = commandOf(program, args);
    if (timedOut) {
        return `${what} was stopped because it did not end in time. Run the command again.`;
    }
    if (signal !== undefined) {
        const code =
            exitCode === undefined ? "" : ` ended with exit code ${exitCode}: it, or a process that it started,`;
        return `${what}${code} ${endedBy(signal)}`;
    }
    return exitCode === undefined ? `${what} cannot be started: ${whyNotStarted(program, cwd, code)}` : undefined;
}

/** One text about a process with an exit code other than 0: its command, its code, and what it printed. */
export function failureOf(
    program: string,
    args: readonly string[],
    { exitCode = 0, stdout, stderr }: Pick<Ended, "exitCode" | "stdout" | "stderr">,
): string {
    const said = [stderr, stdout].map((text) => text.trim()).find((text) => text !== "");
    return `${commandOf(program, args)} ended with exit code ${exitCode}${said === undefined ? ", and printed nothing." : `:\n${said}`}`;
}

/** A command without its options and what follows them, as these can hold what is not to be shown. */
export function commandOf(program: string, args: readonly string[]): string {
    const option = args.findIndex((arg) => arg.startsWith("-"));
    return [program, ...args.slice(0, option < 0 ? args.length : option).filter((arg) => !arg.includes("\n"))].join(
        " ",
    );
}

/** What a shell, or a program that is a script, says of a child that a signal has ended. */
function signalOf(exitCode: number | undefined): NodeJS.Signals | undefined {
    const signals = Object.entries(constants.signals) as [NodeJS.Signals, number][];
    return exitCode === undefined ? undefined : signals.find(([, number]) => exitCode === 128 + number)?.[0];
}

function endedBy(signal: NodeJS.Signals): string {
    switch (signal) {
        case "SIGKILL":
            return "was killed (SIGKILL), as the system does when memory runs out. Free memory, or give the machine or the container more, and run the command again.";
        case "SIGINT":
        case "SIGTERM":
        case "SIGHUP":
        case "SIGQUIT":
            return `was stopped from outside (${signal}). Run the command again.`;
        default:
            return `crashed (${signal}). Run the command again; where that does not help, reinstall the program.`;
    }
}

function whyNotStarted(program: string, cwd: string, code: string | undefined): string {
    if (!isFolder(cwd)) {
        return `its working folder ${cwd} does not exist. Run the command in a folder that exists.`;
    }
    const hasPath = program.includes("/") || program.includes(path.sep);
    const file = path.resolve(cwd, program);
    switch (code) {
        case "ENOENT":
            if (!hasPath) {
                return "there is no such program on the PATH. Install it, or add its folder to PATH.";
            }
            return existsSync(file)
                ? "the file exists, but not the interpreter that it names. Reinstall it for this system."
                : "the file does not exist. Reinstall what it belongs to, and run the command again.";
        case "EACCES":
            return `it is not executable. Allow that (chmod +x ${hasPath ? file : program}), on a file system without noexec.`;
        default:
            return `${meaningOf(code)} (${code ?? "no error code"}). Run the command again; where that does not help, reinstall the program or give the machine more.`;
    }
}
