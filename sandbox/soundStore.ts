import { statSync } from "node:fs";
import { startProcess } from "../processes/childProcess";

/**
 * Opens the records as the sandbox does, reads all of them, and begins a write that it takes back: what a damaged file can
 * do to a process happens to this one. It works for itself alone, and is given as text since it runs in plain Node.
 */
const probe = `
    const { lmdb, options, names } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const { ABORT, open } = require(lmdb);
    const root = open(options);
    // With another key nothing is found, and all would be made anew; so would be a kind of records whose name is damaged.
    const kinds = [...root.getKeys()];
    if (kinds.length !== root.getStats().entryCount || kinds.some((kind) => !names.includes(kind))) process.exit(1);
    const databases = names.map((name) => root.openDB({ name, encoding: "json" }));
    for (const database of databases) {
        const keys = new Set();
        // What is no JSON ends this.
        for (const { key } of database.getRange()) keys.add(key);
        // A damaged page can look like one with fewer records, or with one of them twice.
        if (keys.size !== database.getStats().entryCount) process.exit(1);
    }
    root.transactionSync(() => {
        for (const database of databases) database.putSync("probe", "x".repeat(20000));
        return ABORT;
    });
    root.close().then(() => process.stdout.write("sound"));
`;

/** What the size of each page of the file is a multiple of, on all platforms. */
const pageSize = 4096;
/** How long the reading may take, in milliseconds; it takes well below a second. */
const patience = 60_000;

/**
 * Whether a database can be read and written. lmdb trusts its file: a damaged one ends the process that opens it, without
 * an error that could be caught. So it is opened in another process first.
 */
export async function isSound(options: { readonly path: string }, names: readonly string[]): Promise<boolean> {
    if (statSync(options.path).size % pageSize !== 0) {
        return false;
    }
    const { ended } = await startProcess(process.execPath, ["-e", probe], {
        // The key goes where no list of processes shows it.
        input: JSON.stringify({ lmdb: require.resolve("lmdb"), options, names }),
        // What an environment has Node load is not for this.
        env: { NODE_OPTIONS: "" },
        timeout: patience,
        forceKillAfterDelay: 1000,
    });
    return (await ended).stdout === "sound";
}
