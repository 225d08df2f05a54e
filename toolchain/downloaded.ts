import path from "node:path";
import { SemVer } from "semver";
import { answers, downloadHost } from "./network";
import { installPlugin } from "./plugins";
import type { Source } from "./source";
import { plugins, pulumiVersion } from "./versions";

/** The official download of pulumi and its plugins. */
export function downloadedSource(): Source {
    return {
        name: "downloaded",
        title: "the official download",
        identity: () => [process.platform, process.arch, pulumiVersion, JSON.stringify(plugins)],
        async obstacle() {
            return (await answers(`https://${downloadHost}/`)) ? undefined : `${downloadHost} does not answer`;
        },
        async make(folder, progress) {
            const version = new SemVer(pulumiVersion);
            progress.begin(`Downloading pulumi ${version.version}`);
            // eslint-disable-next-line no-restricted-syntax -- it runs the installer itself, and throws where that fails.
            const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
            const { command } = await PulumiCommand.install({ version, root: folder });
            for (const plugin of plugins) {
                progress.begin(`Downloading the plugin ${plugin.name} ${plugin.version}`);
                await installPlugin(command, path.join(folder, "home"), plugin);
            }
            return { pulumi: path.relative(folder, command), version: version.version };
        },
    };
}
