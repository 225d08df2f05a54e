import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the recordings are: a folder for each version, and in it one for each case. */
export const recordedFolder = join(__dirname, "recorded");

/** The name of the recorded stacks. */
export const stack = "prod";

/** The files of a recording. */
export const files = {
    /** What `pulumi stack export` gave; secrets are encrypted with the passphrase of the tests. */
    state: "state.json",
    /** The stack's configuration. */
    config: `Pulumi.${stack}.yaml`,
    /** The tenant's applications but for their secrets, as the sandbox takes them over with `--clients`. */
    clients: "clients.json",
    /** What else the tenant had. */
    tenant: "tenant.json",
} as const;

/** What a tenant had besides applications. */
export interface RecordedTenant {
    /** Its domain. */
    readonly domain: string;
    /** Its connections, by name, with the applications that are enabled for each. */
    readonly connections: Record<string, { readonly id: string; readonly clients: readonly string[] }>;
}

/** A deployment as a version made it. */
export interface Recording {
    readonly version: string;
    readonly name: string;
    readonly folder: string;
}

/** All recordings. */
export function recordings(): Recording[] {
    return readdirSync(recordedFolder).flatMap((version) =>
        readdirSync(join(recordedFolder, version)).map((name) => ({
            version,
            name,
            folder: join(recordedFolder, version, name),
        })),
    );
}

/** Reads a file of a recording. */
export function recordedFile({ folder }: Recording, file: keyof typeof files): string {
    return readFileSync(join(folder, files[file]), "utf8");
}
