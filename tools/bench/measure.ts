import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { outputOf, runProcess } from "../../processes/childProcess";

/** What a run took. */
export interface Cost {
    /** From start to end, in seconds. */
    readonly wall: number;
    /** Computing time of all its processes, in seconds; undefined where nothing measures it. */
    readonly cpu: number | undefined;
}

/** A program to run, with what it is given. */
export interface Command {
    readonly program: string;
    readonly args: readonly string[];
    readonly folder: string;
    /** Variables besides those of this process. */
    readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program without measuring it, and gives what it prints; throws, with all of that, where it fails. */
export async function run({ program, args, folder, environment }: Command): Promise<string> {
    return outputOf(program, args, { cwd: folder, env: environment, stdin: "ignore" });
}

/**
 * Runs a program and says what that took. Its computing time is counted by Linux's `perf`, where that is installed and
 * allowed: it also counts processes that outlive the one that started them, as plugins do.
 */
export async function measure(command: Command): Promise<Cost> {
    if (!(await perfWorks())) {
        const began = performance.now();
        await run(command);
        return { wall: (performance.now() - began) / 1000, cpu: undefined };
    }
    const folder = await mkdtemp(join(tmpdir(), "measure-"));
    try {
        const counted = join(folder, "perf.csv");
        const began = performance.now();
        await run({
            ...command,
            program: "perf",
            args: ["stat", "-e", "task-clock", "-x", ",", "-o", counted, command.program, ...command.args],
        });
        const wall = (performance.now() - began) / 1000;
        const milliseconds = /^([\d.]+),msec,task-clock/m.exec(await readFile(counted, "utf8"))?.[1];
        return { wall, cpu: milliseconds === undefined ? undefined : Number(milliseconds) / 1000 };
    } finally {
        await rm(folder, { recursive: true });
    }
}

/**
 * Runs a program and says what that took. Its computing time is that of all its processes that were waited for, as the
 * shell counts it: all of them, where none outlives the one that started it.
 */
export async function measureWaitedFor(command: Command): Promise<Cost> {
    const began = performance.now();
    const said = await run({
        ...command,
        program: "/bin/sh",
        args: ["-c", '"$@" >&2 && times', "sh", command.program, ...command.args],
    });
    const wall = (performance.now() - began) / 1000;
    // The second line is that of the children: user time and system time.
    const times = [...(said.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
    return { wall, cpu: times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0) };
}

let works: boolean | undefined;

async function perfWorks(): Promise<boolean> {
    works ??= await runProcess("perf", ["stat", "-e", "task-clock", process.execPath, "--version"]).then(
        ({ exitCode }) => exitCode === 0,
        () => false,
    );
    return works;
}
