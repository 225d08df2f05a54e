import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { outputOf } from "../../processes/childProcess";
import { type Archive, archives } from "./archives";
import { answers, downloadHost } from "./network";
import { installPlugin, program } from "./plugins";
import type { Source } from "./source";
import { plugins, pulumiVersion } from "./versions";

/**
 * The official download of pulumi and its plugins. Of pulumi, the digest is compared with the one that is pinned here before
 * anything of it is unpacked.
 *
 * @param archive - what to download. Default: the archive for this platform
 * @param releases - the URL of the folder with the releases. Default: that of the official ones
 */
export function downloadedSource(
    archive: Archive | undefined = archives[`${process.platform}-${process.arch}`],
    releases = `https://${downloadHost}/releases/sdk`,
): Source {
    return {
        name: "downloaded",
        title: "the official download",
        identity: () =>
            archive === undefined
                ? undefined
                : [process.platform, process.arch, pulumiVersion, archive.digest.hex, JSON.stringify(plugins)],
        async obstacle() {
            if (archive === undefined) {
                return `there is none for ${process.platform} on ${process.arch}`;
            }
            return (await answers(releases)) ? undefined : `${new URL(releases).host} does not answer`;
        },
        async make(folder, progress) {
            if (archive === undefined) {
                throw new Error(`There is no download for ${process.platform} on ${process.arch}.`);
            }
            progress.begin(`Downloading pulumi ${pulumiVersion}`);
            const file = path.join(folder, archive.name);
            await download(`${releases}/pulumi-${pulumiVersion}-${archive.name}`, file);
            await compareDigest(file, archive);
            await unpack(file, path.join(folder, "bin"));
            await rm(file);
            const pulumi = path.join("bin", program("pulumi"));
            for (const plugin of plugins) {
                progress.begin(`Downloading the plugin ${plugin.name} ${plugin.version}`);
                await installPlugin(path.join(folder, pulumi), path.join(folder, "home"), plugin);
            }
            return { pulumi, version: pulumiVersion.replace(/^v/, "") };
        },
    };
}

async function download(url: string, file: string): Promise<void> {
    const { EnvHttpProxyAgent, fetch } = await import("undici");
    const dispatcher = new EnvHttpProxyAgent();
    try {
        const { ok, status, body } = await fetch(url, { dispatcher });
        if (!ok || body === null) {
            throw new Error(`${url} answers ${status}`);
        }
        await pipeline(body, createWriteStream(file));
    } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
        throw new Error(`The download failed: ${error instanceof Error ? error.message : String(error)}${cause}`, {
            cause: error,
        });
    } finally {
        await dispatcher.close();
    }
}

async function compareDigest(file: string, { name, digest }: Archive): Promise<void> {
    const hash = createHash(digest.algorithm);
    await pipeline(createReadStream(file), hash);
    const found = hash.digest("hex");
    if (found !== digest.hex) {
        throw new Error(
            `pulumi-${pulumiVersion}-${name} is not the release that it should be, and was thrown away: its ${digest.algorithm} ` +
                `is ${found} instead of ${digest.hex}. Look for a proxy that changes downloads, and run this again`,
        );
    }
}

/** Unpacks an archive, of whose programs each is below one folder, or below two in a ZIP file. */
async function unpack(file: string, folder: string): Promise<void> {
    await mkdir(folder);
    const levels = file.endsWith(".zip") ? 2 : 1;
    await outputOf("tar", ["-xf", file, "-C", folder, `--strip-components=${levels}`], { stdin: "ignore" });
}
