import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { tryFileLock } from "../../processes/fileLock";
import { findRunningTenant, type RunningTenant, startTenant } from "../../sandbox/tenant";
import { TenantChild } from "../../tools/tenant/tenantChild";
import { lastingPort } from "../ports";
import { inFolder } from "./newTenant";
import { type Fields, TenantClient } from "../../tools/tenant/tenantClient";

const kills = 50;
const writers = 4;

/**
 * Creates one API after another, changes and deletes them, and remembers what the tenant has confirmed. APIs stand for
 * all that a tenant keeps: it writes everything in the same way, and has them ready the soonest after a start.
 */
class Writer {
    /** How many changes the tenant has confirmed. */
    changes = 0;
    /** What the tenant has confirmed last of each API: its name, or that it is deleted. */
    private readonly confirmed = new Map<string, string | undefined>();
    /** What the request that has had no answer would make of an API. */
    private pending: { readonly id: string; readonly name: string | undefined } | undefined;

    constructor(private readonly title: string) {}

    /** Writes until the tenant no longer answers. */
    async write(client: TenantClient): Promise<never> {
        for (let number = 0; ; number += 1) {
            const name = `${this.title} ${number}`;
            const created = await client.call("POST", "/resource-servers", { identifier: name, name });
            equal(created.status, 201);
            const id = String(created.body["id"]);
            this.confirm(id, name);
            await this.change(client, id, `${name} changed`);
            if (number % 2 === 1) {
                await this.change(client, id, undefined);
            }
        }
    }

    /** What the tenant has confirmed and does not keep, by the names of the APIs that it keeps. */
    lost(kept: ReadonlyMap<string, string>): unknown[] {
        const { pending } = this;
        return [...this.confirmed]
            .filter(([id, name]) => kept.get(id) !== name && !(pending?.id === id && kept.get(id) === pending.name))
            .map(([id, name]) => ({ id, confirmed: name, kept: kept.get(id) }));
    }

    private async change(client: TenantClient, id: string, name: string | undefined): Promise<void> {
        this.pending = { id, name };
        const path = `/resource-servers/${id}`;
        const { status } = await (name === undefined
            ? client.call("DELETE", path)
            : client.call("PATCH", path, { name }));
        equal(status, name === undefined ? 204 : 200);
        this.pending = undefined;
        this.confirm(id, name);
    }

    private confirm(id: string, name: string | undefined): void {
        this.confirmed.set(id, name);
        this.changes += 1;
    }
}

/** Lets writers write, and kills the tenant at some moment after the first change. */
async function writeAndKill(tenant: RunningTenant, child: TenantChild, title: string): Promise<Writer[]> {
    const client = await TenantClient.signIn(tenant);
    const writing = Array.from({ length: writers }, (_, number) => new Writer(`${title}.${number}`));
    let refusal: unknown;
    const ended = Promise.all(
        writing.map((writer) =>
            writer.write(client).catch((error: unknown) => {
                // That the tenant went away is what is tested; that it refuses something is not.
                refusal ??= error instanceof TypeError ? undefined : error;
            }),
        ),
    );
    while (refusal === undefined && writing.every(({ changes }) => changes === 0)) {
        await wait(1);
    }
    await wait(Math.random() * 100);
    await child.kill();
    await ended;
    await client.close();
    if (refusal !== undefined) {
        throw refusal as Error;
    }
    return writing;
}

describe("Sandbox killed during changes", function () {
    it(`The sandbox keeps every confirmed change, killed ${kills} times in a row`, () =>
        inFolder(async (state) => {
            let [child, next] = await Promise.all([TenantChild.load(), TenantChild.load()]);
            try {
                let tenant = await child.start({ state, port: await lastingPort() });
                for (let round = 0; round < kills; round += 1) {
                    const writing = await writeAndKill(tenant, child, `API ${round}`);
                    const { domain } = tenant;
                    [child, next] = [next, await TenantChild.load()];
                    tenant = await child.start({ state });
                    equal(tenant.domain, domain);

                    const client = await TenantClient.signIn(tenant);
                    const kept = new Map<string, string>();
                    for (let page = 0, full = true; full; page += 1) {
                        const path = `/resource-servers?page=${page}&per_page=100`;
                        const { body } = await client.call<Fields[]>("GET", path);
                        body.forEach(({ id, name }) => kept.set(String(id), String(name)));
                        full = body.length === 100;
                    }
                    deepEqual(
                        writing.flatMap((writer) => writer.lost(kept)),
                        [],
                    );
                    await client.close();
                }
            } finally {
                await Promise.all([child.kill(), next.kill()]);
            }
        }));

    it("A suspended sandbox still holds its state folder", () =>
        inFolder(async (state) => {
            const child = await TenantChild.load();
            try {
                const tenant = await child.start({ state, port: await lastingPort() });
                child.suspend();
                // Longer than any lock file would count as fresh.
                await wait(12_000);
                deepEqual((await findRunningTenant(state))?.environment, tenant.environment);
                await rejects(startTenant({ state }), /runs the sandbox tenant of/);
            } finally {
                await child.kill();
            }
        }));

    it("A killed sandbox is not found as running and can be restarted at once", () =>
        inFolder(async (state) => {
            const [first, second] = await Promise.all([TenantChild.load(), TenantChild.load()]);
            try {
                const tenant = await first.start({ state, port: await lastingPort() });
                deepEqual((await findRunningTenant(state))?.environment, tenant.environment);
                await first.kill();
                equal(await findRunningTenant(state), undefined);
                // Nothing has to be waited for, however long a start takes on this machine.
                const lock = tryFileLock(join(state, "running.lock"));
                ok(lock);
                lock.release();
                deepEqual((await second.start({ state })).environment, tenant.environment);
            } finally {
                await Promise.all([first.kill(), second.kill()]);
            }
        }));
});
