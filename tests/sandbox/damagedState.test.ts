import { deepEqual, equal, match, rejects } from "node:assert/strict";
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

    it("No damaged part of the database crashes the sandbox", () =>
        inFolder(async (state) => {
            await withTenant({ state }, () => Promise.resolve());
            const file = join(state, "tenant.mdb");
            const content = await readFile(file);
            for (let trial = 0; trial < 12; trial += 1) {
                await writeFile(file, filled(trial / 12, 512, randomBytes)(content));
                try {
                    const tenant = await startTenant({ state });
                    // What was hit is used no more: all records are there.
                    try {
                        const { body } = await (await TenantClient.signIn(tenant)).call<unknown[]>("GET", "/clients");
                        equal(body.length, 2);
                    } finally {
                        await tenant.close();
                    }
                } catch (error) {
                    match(String(error), /SandboxError: .*is damaged/);
                }
            }
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
