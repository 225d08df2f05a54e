import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTenant } from "../../sandbox/tenant";
import { inFolder, withTenant } from "./newTenant";
import { TenantClient } from "../../tools/tenant/tenantClient";

/** What can happen to a file, by name. */
type Damage = (content: Buffer) => Buffer;

const filled = (at: number, length: number, by: (length: number) => Buffer): Damage => {
    return (content) => {
        const start = Math.floor((content.length - length) * at);
        return Buffer.concat([content.subarray(0, start), by(length), content.subarray(start + length)]);
    };
};
const databases: Readonly<Record<string, Damage>> = {
    "cut off after its first page": (content) => content.subarray(0, 4096),
    "cut off in its first page": (content) => content.subarray(0, 100),
    "cut off in the middle": (content) => content.subarray(0, content.length / 2),
    "cut off within a page": (content) => content.subarray(0, content.length - 1000),
    "all zeros": (content) => Buffer.alloc(content.length),
    "all noise": (content) => randomBytes(content.length),
    "zeroed at its beginning": filled(0, 8192, (length) => Buffer.alloc(length)),
    "zeroed after its beginning": (content) =>
        Buffer.concat([content.subarray(0, 8192), Buffer.alloc(content.length - 8192)]),
    "overwritten with noise after its beginning": (content) =>
        Buffer.concat([content.subarray(0, 8192), randomBytes(content.length - 8192)]),
    "not a database": () => Buffer.from("Not a database.\n".repeat(1000)),
};

describe("Damaged state of the sandbox", function () {
    for (const [name, damage] of Object.entries(databases)) {
        it(`The sandbox refuses to start when its database is ${name}`, () =>
            inFolder(async (state) => {
                await withTenant({ state }, () => Promise.resolve());
                const file = join(state, "tenant.mdb");
                const damaged = damage(await readFile(file));
                await writeFile(file, damaged);
                await rejects(startTenant({ state }), (error: Error) => {
                    equal(error.name, "SandboxError");
                    match(error.message, /tenant\.mdb cannot be read: it, or its key .*tenant\.key, is damaged/);
                    match(error.message, /remove .* to start with a new tenant/);
                    return true;
                });
                deepEqual(await readFile(file), damaged);
            }));
    }

    for (const [name, key] of [
        ["empty", ""],
        ["another tenant's", randomBytes(24).toString("base64url")],
        ["cut off", "abc"],
        ["not text", randomBytes(32)],
    ] as const) {
        it(`The sandbox refuses to start when its database key is ${name}`, () =>
            inFolder(async (state) => {
                await withTenant({ state }, () => Promise.resolve());
                await writeFile(join(state, "tenant.key"), key);
                await rejects(startTenant({ state }), /tenant\.key, is damaged/);
            }));
    }

    /** Starts the sandbox with each damage, which it has to refuse, unless all records are there; gives how many it refuses. */
    async function refusals(state: string, damages: (content: Buffer) => Iterable<Buffer>): Promise<number> {
        const records = (client: TenantClient): Promise<unknown[]> =>
            Promise.all(
                ["/clients", "/connections", "/users", "/resource-servers", "/client-grants"].map(
                    async (path) => (await client.call("GET", path)).body,
                ),
            );
        const all = await withTenant({ state }, records);
        const file = join(state, "tenant.mdb");
        let refused = 0;
        for (const damaged of damages(await readFile(file))) {
            await writeFile(file, damaged);
            const found = await withTenant({ state, port: undefined }, records).catch((error: unknown) => {
                match(String(error), /SandboxError: .*is damaged/);
                refused += 1;
                return all;
            });
            deepEqual(found, all);
        }
        return refused;
    }

    it("No damaged part of the database crashes the sandbox", () =>
        inFolder(async (state) => {
            await refusals(state, function* (content) {
                for (let trial = 0; trial < 12; trial += 1) {
                    yield filled(trial / 12, 512, randomBytes)(content);
                }
            });
        }));

    it("The sandbox refuses to start when a damaged page of the database hides records", () =>
        inFolder(async (state) => {
            const refused = await refusals(state, function* (content) {
                for (let page = 0; page < content.length; page += 4096) {
                    // How many records are on it, times two. The cipher of lmdb lets a single bit be changed.
                    const damaged = Buffer.from(content);
                    damaged.writeUInt8(damaged.readUInt8(page + 20) ^ 2, page + 20);
                    yield damaged;
                }
            });
            ok(refused > 0);
        }));

    for (const text of ["", "null", "{", '{"pid":"x"}', "\u0000\u0000"]) {
        it(`The sandbox starts when running.json contains ${JSON.stringify(text)}`, () =>
            inFolder(async (state) => {
                await withTenant({ state }, () => Promise.resolve());
                await writeFile(join(state, "running.json"), text);
                await withTenant({ state }, () => Promise.resolve());
            }));
    }

    it("The sandbox starts when the database's lock file is damaged", () =>
        inFolder(async (state) => {
            await withTenant({ state }, () => Promise.resolve());
            await truncate(join(state, "tenant.mdb-lock"), 10);
            await withTenant({ state }, () => Promise.resolve());
            await writeFile(join(state, "tenant.mdb-lock"), randomBytes(8192));
            await withTenant({ state }, () => Promise.resolve());
        }));
});
