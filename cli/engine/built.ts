import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { lt } from "semver";
import { goFacts } from "./go";
import { answers, behindProxy } from "./network";
import { installPlugin, pluginProgram, program } from "./plugins";
import { buildPrograms } from "./programs";
import type { Source } from "./source";
import { auth0ReleasedUpstream, auth0Upstream, goFolder, neededGo, plugins, pulumiVersion } from "./versions";

/** What a build is known by in the cache: this machine, and what a folder of Go modules pins, wherever that folder is. */
export function buildIdentity(modules: string): string[] {
    return [
        process.platform,
        process.arch,
        JSON.stringify(plugins),
        auth0ReleasedUpstream,
        ...sourceFiles(modules).map((file) => `${path.relative(modules, file)}\n${readFileSync(file, "utf8")}`),
    ];
}

/** A build from Go modules, with versions and checksums as the folder `go` pins them. */
export function builtSource(): Source {
    return {
        name: "built",
        title: "a build from Go modules",
        identity: () => buildIdentity(goFolder),
        obstacle,
        async make(folder, progress) {
            const work = path.join(folder, "work");
            await mkdir(work);
            await buildPrograms(folder, work, progress);
            progress.begin("Installing the plugins");
            const pulumi = path.join("bin", program("pulumi"));
            for (const plugin of plugins) {
                const file = path.join(work, pluginProgram(plugin));
                await installPlugin(path.join(folder, pulumi), path.join(folder, "home"), plugin, file);
            }
            progress.begin("Giving back the disk that only the build needed");
            await rm(work, { recursive: true });
            return { pulumi, version: pulumiVersion.replace(/^v/, ""), auth0Upstream };
        },
    };
}

async function obstacle(): Promise<string | undefined> {
    const facts = await goFacts();
    if (facts === undefined) {
        return "there is no working `go` on PATH";
    }
    // A development version of Go has no version number to compare.
    const version = /^\d+\.\d+(\.\d+)?/.exec(facts.version)?.[0];
    const full = version?.split(".").length === 2 ? `${version}.0` : version;
    if (full !== undefined && lt(full, neededGo())) {
        return `Go ${facts.version} is older than ${neededGo()}, which the modules ask for`;
    }
    const [proxy = ""] = facts.proxy.split(/[,|]/);
    if (proxy === "off") {
        return "GOPROXY is off";
    }
    if (/^https?:/.test(proxy) && !behindProxy() && !(await answers(proxy))) {
        return `the Go module proxy ${proxy} does not answer`;
    }
    return undefined;
}

function sourceFiles(modules: string): string[] {
    return readdirSync(modules, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort();
}
