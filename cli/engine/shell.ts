import type { Engine } from "./engine";

/**
 * Returns lines for a POSIX shell that make it use an engine, such as `export PULUMI_HOME='/folder'`.
 *
 * @param engine - the engine to use
 */
export function shellLines(engine: Pick<Engine, "searchPath" | "environment">): readonly string[] {
    const folders = engine.searchPath.map((folder) => `${quoted(folder)}:`).join("");
    return [
        ...(folders === "" ? [] : [`export PATH=${folders}"$PATH"`]),
        ...Object.entries(engine.environment)
            .filter(([name]) => name !== "PATH")
            .map(([name, value]) => `export ${name}=${quoted(value)}`),
    ];
}

function quoted(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}
