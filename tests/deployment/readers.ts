import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { outputOf, runProcess } from "../../processes/childProcess";
import { ensureGoTool } from "../../cli/engine/goTool";
import { readers } from "../goTools/goTools";

/** What a text is read as, or why it is not. */
export type Reading = { readonly value: unknown } | { readonly error: string };

/** Reads many texts in one go. */
export type Reader = (texts: readonly string[]) => Promise<Reading[]>;

/** A reader out of the program that has those in Go. */
function inGo(reader: string): Reader {
    return async (texts) => {
        const program = await ensureGoTool(readers);
        const input = JSON.stringify(texts.map((text) => ({ reader, text })));
        const stdout = await outputOf(program, [], { input });
        return (JSON.parse(stdout) as { value?: unknown; error?: string }[]).map(({ value, error }) =>
            error === undefined ? { value } : { error },
        );
    };
}

/** Reads each text as bash does where it is sourced, and gives the variables that a program started then has. */
async function bash(texts: readonly string[]): Promise<Reading[]> {
    const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-bash-"));
    try {
        const files = texts.map((_, index) => join(folder, String(index)));
        await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? "")));
        const script = 'for file; do (set -e -a; . "$file"; exec env -0); printf "\\001"; done';
        // Nothing can be run by a text: there is no program but the one that prints the variables.
        const env = { PATH: folder };
        const program = script.replace("env -0", "/usr/bin/env -0");
        const { stdout } = await runProcess("/bin/bash", ["--norc", "-c", program, "bash", ...files], {
            cwd: folder,
            env,
            extendEnv: false,
            stripFinalNewline: false,
        });
        return stdout
            .split("\u0001")
            .slice(0, -1)
            .map((all) => {
                const variables = all
                    .split("\0")
                    .filter((line) => line !== "" && !/^(PATH|PWD|OLDPWD|SHLVL|_)=/.test(line))
                    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const);
                return { value: Object.fromEntries(variables) };
            });
    } finally {
        await rm(folder, { recursive: true });
    }
}

/**
 * Reads a text as systemd does, by the manual of `EnvironmentFile=` (systemd.exec) and held against `load_env_file` of
 * systemd 252 with 20,000 texts, since there is no systemd in a container: `#` and `;` begin a comment, a backslash joins
 * lines, quotes count at the beginning of a value or after others, and nothing is expanded.
 */
export function systemd(text: string): Record<string, string> {
    const variables: Record<string, string> = {};
    const entry = /[ \t\n\r]*(?:[#;](?:\\[^]|[^\n\r\\])*|(?<name>[^\n\r][^=\n\r]*)?(?<value>=)?)/y;
    let at = 0;
    while (at < text.length) {
        entry.lastIndex = at;
        const { name = "", value } = entry.exec(text)?.groups ?? {};
        at = Math.max(entry.lastIndex, at);
        if (value === undefined) {
            // A comment, or a line without a value.
            at += 1;
            continue;
        }
        const rest = systemdValue(text.slice(at));
        at += rest.length;
        variables[name.replace(/[ \t]+$/, "")] = rest.value;
    }
    return variables;
}

/** The value at the beginning of a text, and how much of the text it takes. */
function systemdValue(text: string): { readonly value: string; readonly length: number } {
    const part = /[ \t]*(?:'(?<single>[^']*)(?:'|$)|"(?<double>(?:\\[^]|[^"\\])*)(?:"|\\?$))/y;
    let value = "";
    let at = 0;
    for (let found = part.exec(text); found !== null; found = part.exec(text)) {
        const { single, double = "" } = found.groups ?? {};
        value += single ?? double.replace(/\\\n|\\([`"$\\])/g, "$1");
        at = part.lastIndex;
    }
    const bare = /[ \t]*((?:\\(?:[^]|$)|[^\n\r\\])*)/y;
    bare.lastIndex = at;
    const [all = "", unquoted = ""] = bare.exec(text) ?? [];
    // Spaces at the end count where a backslash stands before them.
    const kept = /^(?:\\(?:[^]|$)|[^\\])*?(?=[ \t]*$)/.exec(unquoted)?.[0] ?? "";
    return { value: value + kept.replace(/\\(\n|$)|\\([^])/g, "$2"), length: at + all.length };
}

/** The readers of the environment file: what a program that is started by each of them has in its environment. */
export const environmentReaders: Readonly<Record<string, Reader>> = {
    bash,
    systemd: (texts) => Promise.resolve(texts.map((text) => ({ value: systemd(text) }))),
    "docker run --env-file": async (texts) =>
        (await inGo("docker run")(texts)).map((reading) =>
            "value" in reading
                ? {
                      value: Object.fromEntries(
                          ((reading.value ?? []) as string[]).map((line) => {
                              const at = line.indexOf("=");
                              return [line.slice(0, at), line.slice(at + 1)];
                          }),
                      ),
                  }
                : reading,
        ),
    "Docker Compose": inGo("compose"),
};

/** The readers of YAML: by version 1.1 and 1.2, and that of Helm's values and kubectl's manifests. */
export const yamlReaders: Readonly<Record<string, Reader>> = {
    "YAML 1.1": yaml("1.1"),
    "YAML 1.2": yaml("1.2"),
    "Helm and kubectl": inGo("kubectl"),
    "yaml.v3 of Go": inGo("yaml"),
};

function yaml(version: "1.1" | "1.2"): Reader {
    return (texts) =>
        Promise.resolve(
            texts.map((text) => {
                try {
                    return { value: parse(text, { version, intAsBigInt: true }) as unknown };
                } catch (error) {
                    return { error: (error as Error).message };
                }
            }),
        );
}
