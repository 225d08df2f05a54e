import { mkdir } from "node:fs/promises";
import { devNull, homedir } from "node:os";
import path from "node:path";
import { commandOf, startProcess } from "../../processes/childProcess";

/** A home folder where nothing can be kept, since Go writes telemetry there, even for a question. */
const nowhere = { HOME: devNull, XDG_CONFIG_HOME: devNull, AppData: devNull };

/** Go as it is used for one build, with all that it writes in one folder. */
export interface Go {
    /** Runs `go` with arguments in a folder. Each line it writes while it works goes to `onLine`. */
    run(arguments_: readonly string[], folder: string, onLine?: (line: string) => void): Promise<string>;
}

/** What Go says about itself. */
export interface GoFacts {
    /** Its version, such as `1.26.8`. */
    readonly version: string;
    /** The module proxies, as in GOPROXY. */
    readonly proxy: string;
}

/**
 * Asks the `go` on PATH about itself.
 *
 * @returns undefined where there is none
 */
export async function goFacts(): Promise<GoFacts | undefined> {
    const { ended } = await startProcess("go", ["env", "-json", "GOVERSION", "GOPROXY"], {
        env: { ...nowhere, GOTOOLCHAIN: "local", GOENV: goConfiguration() },
        stdin: "ignore",
    });
    const { exitCode, stdout } = await ended;
    if (exitCode !== 0) {
        return undefined;
    }
    const facts = JSON.parse(stdout) as Record<"GOVERSION" | "GOPROXY", string>;
    return { version: facts.GOVERSION.replace(/^go/, ""), proxy: facts.GOPROXY };
}

/**
 * Prepares Go for a build.
 *
 * @param folder - an existing folder that Go keeps everything in that it needs: modules and its build cache
 * @param signal - ends what is running
 */
export async function prepareGo(folder: string, signal: AbortSignal): Promise<Go> {
    const temporary = path.join(folder, "temporary");
    await mkdir(temporary);
    const env = {
        ...nowhere,
        // What the user has set up for Go and git still counts.
        GOENV: goConfiguration(),
        NETRC: process.env["NETRC"] ?? path.join(homedir(), ".netrc"),
        GIT_CONFIG_GLOBAL: process.env["GIT_CONFIG_GLOBAL"] ?? path.join(homedir(), ".gitconfig"),
        GOPATH: path.join(folder, "path"),
        GOMODCACHE: path.join(folder, "modules"),
        GOCACHE: path.join(folder, "cache"),
        GOTMPDIR: temporary,
        // Modules are kept read-only otherwise, and could not be removed.
        GOFLAGS: "-modcacherw",
        GOTOOLCHAIN: "local",
        GOWORK: "off",
        // No C compiler is needed.
        CGO_ENABLED: "0",
        // The compiler collects its garbage less often: a tenth less CPU time for a third more memory.
        GOGC: process.env["GOGC"] ?? "400",
    };
    return {
        async run(arguments_, cwd, onLine = () => undefined) {
            const options = { cwd, env, stdin: "ignore", cancelSignal: signal } as const;
            const { subprocess, ended } = await startProcess("go", arguments_, options);
            const said: string[] = [];
            for await (const line of subprocess.iterable({ from: "stderr" })) {
                said.push(line);
                onLine(line);
            }
            const { exitCode, stdout, obstacle } = await ended;
            if (exitCode !== 0) {
                const end = said.filter((line) => !line.startsWith("go: downloading ")).slice(-15);
                const what = obstacle ?? `${commandOf("go", arguments_)} ended with exit code ${exitCode ?? ""}`;
                throw new Error([what, ...end].join("\n"));
            }
            return stdout;
        },
    };
}

/**
 * Returns the flags of a build that leaves out what only a debugger needs: it is neither compiled nor linked. Stack traces
 * have all that they have otherwise. What is compiled with the same flags is compiled once.
 *
 * @param more - more flags for the linker
 */
export function withoutDebugData(more: readonly string[] = []): string[] {
    return ["-gcflags=all=-dwarf=false", `-ldflags=${["-s", "-w", ...more].join(" ")}`];
}

/** Returns the file that `go env -w` writes to, which is found by the home folder otherwise. */
function goConfiguration(): string {
    const folders = {
        darwin: path.join(homedir(), "Library", "Application Support"),
        win32: process.env["AppData"] ?? homedir(),
    };
    const folder =
        process.platform === "darwin" || process.platform === "win32"
            ? folders[process.platform]
            : (process.env["XDG_CONFIG_HOME"] ?? path.join(homedir(), ".config"));
    return process.env["GOENV"] ?? path.join(folder, "go", "env");
}
