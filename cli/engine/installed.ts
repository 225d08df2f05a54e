import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { lt, valid } from "semver";
import { runProcess } from "../../processes/childProcess";
import { answers, behindProxy, downloadHost } from "./network";
import { installedPlugin, installPlugin } from "./plugins";
import type { Source } from "./source";
import { oldestPulumi, plugins } from "./versions";

/**
 * The pulumi on PATH.
 *
 * @param cache - the cache folder: an engine of its own that is on PATH is not what is looked for
 */
export function installedSource(cache: string): Source {
    const pulumi = programOnPath("pulumi", cache);
    return {
        name: "installed",
        title: "pulumi on PATH",
        identity() {
            if (pulumi === undefined) {
                return undefined;
            }
            // Another release of the same program is another file.
            const { size, mtimeMs } = statSync(pulumi);
            return [pulumi, realpathSync(pulumi), String(size), String(mtimeMs), oldestPulumi, JSON.stringify(plugins)];
        },
        async obstacle() {
            if (pulumi === undefined) {
                return "there is none";
            }
            let version: string;
            try {
                version = await versionOf(pulumi);
            } catch (error) {
                return (error as Error).message;
            }
            if (lt(version, oldestPulumi)) {
                return `${pulumi} is version ${version}, older than ${oldestPulumi}`;
            }
            if (programOnPath("pulumi-language-nodejs", cache) === undefined) {
                return `the program pulumi-language-nodejs that belongs to ${pulumi} is not on PATH`;
            }
            const missing = plugins.filter((plugin) => installedPlugin(plugin) === undefined);
            if (missing.length > 0 && !behindProxy() && !(await answers(`https://${downloadHost}/`))) {
                const names = missing.map(({ name, version }) => `${name} ${version}`).join(" and ");
                return `its plugin ${names} is not installed, and ${downloadHost} does not answer`;
            }
            return undefined;
        },
        async make(folder, progress) {
            if (pulumi === undefined) {
                throw new Error("There is no pulumi on PATH.");
            }
            for (const plugin of plugins) {
                progress.begin(`Getting the plugin ${plugin.name} ${plugin.version}`);
                await installPlugin(pulumi, path.join(folder, "home"), plugin, installedPlugin(plugin));
            }
            return { pulumi, version: await versionOf(pulumi) };
        },
    };
}

/** Returns the path of a program on PATH that lies outside a folder, or undefined. */
function programOnPath(name: string, outside: string): string | undefined {
    return (process.env["PATH"] ?? "")
        .split(path.delimiter)
        .filter((folder) => path.isAbsolute(folder) && !`${folder}${path.sep}`.startsWith(outside + path.sep))
        .map((folder) => path.join(folder, process.platform === "win32" ? `${name}.exe` : name))
        .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

async function versionOf(pulumi: string): Promise<string> {
    const { stdout } = await runProcess(pulumi, ["version"], {
        env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
        stdin: "ignore",
        timeout: 60_000,
    });
    const version = valid(stdout.trim());
    if (version === null) {
        throw new Error(`${pulumi} does not say its version`);
    }
    return version;
}
