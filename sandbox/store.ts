import { randomBytes } from "node:crypto";
import { open, type Database, type RootDatabase } from "lmdb";
import type { Collections, TenantRecord } from "./records";
import { SandboxError } from "./sandboxError";
import { isSound } from "./soundStore";
import type { StateFolder } from "./stateFolder";

const databaseFile = "tenant.mdb";
const keyFile = "tenant.key";
const collections = [
    "clients",
    "credentials",
    "connections",
    "resourceServers",
    "clientGrants",
    "users",
    "roles",
    "organizations",
    "actions",
    "actionVersions",
    "triggerBindings",
    "artifacts",
] as const satisfies readonly (keyof Collections)[];

interface Entry {
    /** When the record was made, counted from the tenant's first: lists are answered in this order. */
    readonly sequence: number;
    readonly record: unknown;
}

/** The longest id, in bytes: a little less than the longest key that the database takes. */
const longestId = 1900;
const isOverlong = (id: string): boolean => Buffer.byteLength(id) > longestId;

/** The changes that one write makes; all of them are kept, or none. */
export interface Changes {
    /**
     * Makes a record or replaces it.
     *
     * @throws SandboxError if the id is longer than the database takes.
     */
    put<C extends keyof Collections>(collection: C, id: string, record: Collections[C]): void;
    /** Removes a record; a missing one is no error. */
    remove(collection: keyof Collections, id: string): void;
    /** Replaces what the tenant is. */
    setTenant(tenant: TenantRecord): void;
}

/**
 * The tenant's records on disk, encrypted with a key that stands in a file of its own beside them.
 *
 * A write is one transaction, and has reached the disk when it returns: neither a kill of the process nor a loss of
 * power takes it back.
 */
export class Store {
    readonly #root: RootDatabase;
    readonly #meta: Database<unknown, string>;
    /** One that an older version of the sandbox did not make is missing where the store is only read. */
    readonly #collections: Record<keyof Collections, Database<Entry, string> | undefined>;

    private constructor(root: RootDatabase) {
        this.#root = root;
        const database = (name: string): Database<Entry, string> => root.openDB({ name, encoding: "json" });
        this.#meta = root.openDB({ name: "meta", encoding: "json" });
        this.#collections = Object.fromEntries(collections.map((name) => [name, database(name)])) as Record<
            keyof Collections,
            Database<Entry, string>
        >;
    }

    /**
     * Opens the records of a folder, and makes an empty store on the first call.
     *
     * @throws SandboxError if there are records and no key that could read them, or if they are damaged.
     */
    static async open(folder: StateFolder): Promise<Store> {
        const options = { ...location(folder, encryptionKey(folder)), overlappingSync: false };
        if (folder.has(databaseFile) && !(await isSound(options, ["meta", ...collections]))) {
            throw new SandboxError(
                `${folder.file(databaseFile)} cannot be read: it, or its key ${folder.file(keyFile)}, is damaged. Put both ` +
                    `back from a copy, or remove ${folder.path} to start with a new tenant.`,
            );
        }
        return new Store(open(options));
    }

    /** Opens the records of a folder only to read, or answers `undefined` if there are none yet. */
    static openToRead(folder: StateFolder): Store | undefined {
        const key = folder.read(keyFile);
        if (key === undefined || !folder.has(databaseFile)) return undefined;
        return new Store(open({ ...location(folder, key), readOnly: true }));
    }

    /** What the tenant is, or `undefined` before its first start has finished. */
    get tenant(): TenantRecord | undefined {
        return this.#meta.get("tenant") as TenantRecord | undefined;
    }

    /** One record, or `undefined` if there is none with that id. */
    get<C extends keyof Collections>(collection: C, id: string): Collections[C] | undefined {
        return isOverlong(id)
            ? undefined
            : (this.#collections[collection]?.get(id)?.record as Collections[C] | undefined);
    }

    /** All records of a kind, the oldest first. */
    list<C extends keyof Collections>(collection: C): Collections[C][] {
        return [...(this.#collections[collection]?.getRange() ?? [])]
            .map(({ value }) => value)
            .sort((a, b) => a.sequence - b.sequence)
            .map(({ record }) => record as Collections[C]);
    }

    /** Makes the changes of `work` in one transaction; an error from `work` undoes them and comes through. */
    write(work: (changes: Changes) => void): void {
        this.#root.transactionSync(() => {
            work({
                put: (collection, id, record) => {
                    if (isOverlong(id)) {
                        throw new SandboxError(
                            `The sandbox stores no ID of more than ${longestId} bytes. Shorten the one that begins with ` +
                                `${id.slice(0, 20)}.`,
                        );
                    }
                    const sequence = this.#collections[collection]?.get(id)?.sequence ?? this.#nextSequence();
                    this.#collections[collection]?.putSync(id, { sequence, record });
                },
                remove: (collection, id) => {
                    if (!isOverlong(id)) this.#collections[collection]?.removeSync(id);
                },
                setTenant: (tenant) => {
                    this.#meta.putSync("tenant", tenant);
                },
            });
        });
    }

    /** Makes or replaces one record, in a transaction of its own. */
    put<C extends keyof Collections>(collection: C, id: string, record: Collections[C]): void {
        this.write((changes) => {
            changes.put(collection, id, record);
        });
    }

    /** Removes one record, in a transaction of its own; a missing one is no error. */
    remove(collection: keyof Collections, id: string): void {
        this.write((changes) => {
            changes.remove(collection, id);
        });
    }

    #nextSequence(): number {
        const sequence = ((this.#meta.get("sequence") as number | undefined) ?? 0) + 1;
        this.#meta.putSync("sequence", sequence);
        return sequence;
    }

    async close(): Promise<void> {
        await this.#root.close();
    }
}

function location(folder: StateFolder, key: string) {
    return { path: folder.file(databaseFile), encryptionKey: key, maxDbs: collections.length + 1 };
}

/** The key is text, because lmdb takes the process down when it is given 32 bytes that are not. */
function encryptionKey(folder: StateFolder): string {
    const existing = folder.read(keyFile);
    if (existing !== undefined) return existing;
    if (folder.has(databaseFile)) {
        throw new SandboxError(
            `${folder.file(databaseFile)} cannot be read because its key ${folder.file(keyFile)} is missing. ` +
                "Put the key back, or remove the folder to start with a new tenant.",
        );
    }
    folder.write(keyFile, randomBytes(24).toString("base64url"));
    // lmdb makes its files readable to all users, and keeps the mode of a file that is there.
    folder.reserve(databaseFile);
    folder.reserve(`${databaseFile}-lock`);
    return encryptionKey(folder);
}
