import { readdirSync, readFileSync } from "node:fs";

/** Whether the system shows the environment of a process: Linux does. */
export const showsEnvironments = process.platform === "linux";

/** A variable that every process of one run inherits. */
export type Mark = Readonly<Record<"OPENMETADATA_AUTH0_TEST_MARK", string>>;

/** Makes a mark that no other run has. */
export function newMark(): Mark {
    return { OPENMETADATA_AUTH0_TEST_MARK: crypto.randomUUID() };
}

/** The processes that are alive and have the mark, each with its command line. */
export function processesOf({ OPENMETADATA_AUTH0_TEST_MARK: mark }: Mark): Map<number, string> {
    return new Map(
        readdirSync("/proc")
            .filter((name) => /^\d+$/.test(name) && (read(name, "environ") ?? "").includes(mark))
            .map((pid) => [Number(pid), (read(pid, "cmdline") ?? "").replaceAll("\0", " ").trim()]),
    );
}

/** A file of a process; `undefined` where that has ended meanwhile, or is another user's. */
function read(pid: string, file: string): string | undefined {
    try {
        return readFileSync(`/proc/${pid}/${file}`, "latin1");
    } catch {
        return undefined;
    }
}
