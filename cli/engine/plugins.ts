import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { outputOf } from "../../processes/childProcess";
import type { Plugin } from "./versions";

/**
 * Installs a plugin.
 *
 * @param pulumi - the pulumi program that installs it
 * @param home - the PULUMI_HOME to install it in
 * @param file - the plugin's program. Default: the official download
 */
export async function installPlugin(pulumi: string, home: string, plugin: Plugin, file?: string): Promise<void> {
    const from = file === undefined ? [] : ["--file", file];
    await outputOf(
        pulumi,
        ["plugin", "install", "resource", plugin.name, plugin.version, ...from, "--non-interactive"],
        {
            env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
            stdin: "ignore",
        },
    );
}

/**
 * Finds a plugin that the user has installed before.
 *
 * @param homes - the folders to look in. Default: PULUMI_HOME and `.pulumi` in the home folder
 * @returns the path of its program, or undefined
 */
export function installedPlugin(
    plugin: Plugin,
    homes: readonly string[] = [process.env["PULUMI_HOME"] ?? "", path.join(homedir(), ".pulumi")],
): string | undefined {
    return homes
        .filter((home) => home !== "")
        .map((home) => path.join(pluginFolder(home, plugin), pluginProgram(plugin)))
        .find((file) => existsSync(file));
}

/** Returns the folder that pulumi installs a plugin in. */
export function pluginFolder(home: string, plugin: Plugin): string {
    return path.join(home, "plugins", `resource-${plugin.name}-v${plugin.version}`);
}

/** Returns the name of the file of a plugin's program. */
export function pluginProgram(plugin: Plugin): string {
    return program(`pulumi-resource-${plugin.name}`);
}

/** Returns the name of the file of a program. */
export function program(name: string): string {
    return process.platform === "win32" ? `${name}.exe` : name;
}
