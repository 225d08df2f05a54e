import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { outputOf } from "../../processes/childProcess";
import type { Tenant } from "../../sandbox/tenant";
import { ensureEngine } from "../../cli/engine/engine";
import { withLock } from "../../cli/engine/lock";
import { createProgress } from "../../cli/engine/progress";
import { checkOut } from "../checkout";
import { sharedFolder } from "../sharedFolder";

/**
 * Packs a package as it is published. It is built in a checkout of its own, once for all tests of a run: a build in the
 * project's folder would be in the way of the tests that run beside.
 *
 * @param source - the package's folder in the project
 * @param folder - where the tarball goes, which is made
 * @returns the path of the tarball
 */
export async function packed(source: string, folder: string): Promise<string> {
    const shared = await sharedFolder("packages");
    const tarballs = join(shared, `tarball of ${source === "." ? "the components" : source}`);
    await withLock(shared, createProgress(), async () => {
        const checkout = join(shared, "checkout");
        if (!existsSync(checkout)) {
            await checkOut(checkout, "installed");
        }
        if (!existsSync(tarballs)) {
            const temporary = await mkdtemp(join(shared, "packing-"));
            await outputOf("npm", ["pack", "--pack-destination", temporary], { cwd: join(checkout, source) });
            await rename(temporary, tarballs);
        }
    });
    await cp(tarballs, folder, { recursive: true });
    return join(folder, (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "");
}

/** The files that a package has, as its tarball lists them. */
export async function filesIn(tarball: string): Promise<string[]> {
    return (await outputOf("tar", ["-tzf", tarball])).split("\n").map((name) => name.replace(/^package\//, ""));
}

/** A Pulumi program of somebody's own, in an empty folder, with packages installed from their tarballs. */
export interface OwnProgram {
    readonly folder: string;
    /** What its programs run with: the engine and the tenant. */
    readonly environment: Readonly<Record<string, string>>;
    /** Runs pulumi in it; throws where that fails. */
    readonly pulumi: (...args: readonly string[]) => Promise<string>;
}

/**
 * Makes such a program.
 *
 * @param files - its files by name, but for Pulumi.yaml
 * @param main - the file that Pulumi runs
 */
export async function ownProgram(
    folder: string,
    files: Readonly<Record<string, string>>,
    main: string,
    tarballs: readonly string[],
    tenant: Tenant,
): Promise<OwnProgram> {
    await mkdir(folder);
    const project = {
        name: "own",
        runtime: "nodejs",
        main,
        backend: { url: "file://." },
        plugins: {
            providers: [{ name: "openmetadata-server", path: "node_modules/openmetadata-auth0/dist/provider" }],
        },
    };
    for (const [name, content] of Object.entries({ ...files, "Pulumi.yaml": stringify(project) })) {
        await writeFile(join(folder, name), content);
    }
    await outputOf("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs], { cwd: folder });
    const engine = await ensureEngine();
    const environment = {
        ...engine.environment,
        ...tenant.environment,
        PULUMI_STACK: "own",
        PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
    };
    return {
        folder,
        environment,
        pulumi: (...args) => outputOf(engine.pulumi, args, { cwd: folder, env: environment }),
    };
}
