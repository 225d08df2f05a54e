import { deepEqual, equal, ok } from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findRunningTenant, type RunningTenant } from "../../sandbox/tenant";
import { type Application, inFolder, TenantClient } from "./tenantClient";

const kills = 50;
const writers = 4;

/** A process that runs a tenant as soon as it is told to. */
function loadProcess(): ChildProcess {
    return fork(join(__dirname, "tenantProcess.ts"), { execArgv: ["--import", "tsx"] });
}

/** Starts the tenant of a folder. */
async function start(child: ChildProcess, state: string): Promise<RunningTenant> {
    const died = once(child, "exit").then(() => {
        throw new Error("The tenant's process ended before it answered.");
    });
    child.send(state);
    const [tenant] = (await Promise.race([once(child, "message"), died])) as [RunningTenant];
    died.catch(() => undefined);
    return tenant;
}

/** Kills a process as the kernel does when memory is short: without a chance to do anything more. */
async function kill(child: ChildProcess): Promise<void> {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
}

/** Changes one application after another, and remembers what the tenant has confirmed. */
class Writer {
    /** Applications that the tenant has confirmed, with the last text that it confirmed for each. */
    readonly confirmed = new Map<string, string>();
    /** Applications of which the tenant has confirmed that they are deleted. */
    readonly deleted = new Set<string>();
    /** How many changes the tenant has confirmed. */
    changes = 0;
    /** The application that a request without an answer is about, and what that request would make of it. */
    private pending: { readonly id: string; readonly text: string | undefined } | undefined;

    constructor(private readonly name: string) {}

    /** Creates, changes and deletes until the tenant no longer answers. */
    async write(client: TenantClient): Promise<void> {
        for (let number = 0; ; number += 1) {
            const text = `${this.name} ${number}`;
            const created = await client.call<Application>("POST", "/clients", { name: "Kept", description: text });
            equal(created.status, 201);
            this.confirmed.set(created.body.client_id, text);
            this.changes += 1;
            await this.change(client, created.body.client_id, `${text} changed`);
            if (number % 2 === 1) {
                await this.change(client, created.body.client_id, undefined);
            }
        }
    }

    /** Says what is missing or different from what the tenant has confirmed. */
    lost(kept: ReadonlyMap<string, string>): string[] {
        const { pending } = this;
        this.pending = undefined;
        const isAsConfirmed = (id: string, text: string | undefined): boolean =>
            kept.get(id) === text || (pending?.id === id && kept.get(id) === pending.text);
        return [
            ...[...this.confirmed].filter(([id, text]) => !isAsConfirmed(id, text)).map(([, text]) => text),
            ...[...this.deleted].filter((id) => kept.has(id)).map((id) => `${id} is back`),
        ];
    }

    private async change(client: TenantClient, id: string, text: string | undefined): Promise<void> {
        this.pending = { id, text };
        const path = `/clients/${id}`;
        if (text === undefined) {
            equal((await client.call("DELETE", path)).status, 204);
            this.confirmed.delete(id);
            this.deleted.add(id);
        } else {
            equal((await client.call("PATCH", path, { description: text })).status, 200);
            this.confirmed.set(id, text);
        }
        this.pending = undefined;
        this.changes += 1;
    }
}

/** The texts of all the applications that writers made, by their ids. */
async function keptBy(client: TenantClient): Promise<Map<string, string>> {
    const kept = new Map<string, string>();
    for (let page = 0; ; page += 1) {
        const { body } = await client.call<Application[]>("GET", `/clients?page=${page}&per_page=100`);
        for (const { client_id, name, description } of body) {
            if (name === "Kept") {
                kept.set(client_id, String(description));
            }
        }
        if (body.length < 100) {
            return kept;
        }
    }
}

describe("The sandbox, killed in the middle of changes", function () {
    this.timeout(300_000);

    it(`keeps each change that it confirmed, ${kills} times in a row`, () =>
        inFolder(async (folder) => {
            const state = join(folder, "state");
            await mkdir(state);
            let [child, next] = [loadProcess(), loadProcess()];
            try {
                let tenant = await start(child, state);
                let changes = 0;
                for (let round = 0; round < kills; round += 1) {
                    const client = await TenantClient.signIn(tenant);
                    const writing = Array.from({ length: writers }, (_, number) => new Writer(`${round}.${number}`));
                    const stopped = Promise.allSettled(writing.map((writer) => writer.write(client)));
                    while (writing.every((writer) => writer.changes === 0)) {
                        await wait(1);
                    }
                    await wait(Math.random() * 100);
                    await kill(child);
                    for (const outcome of await stopped) {
                        // The tenant went away; it did not refuse anything.
                        ok(outcome.status === "rejected" && !String(outcome.reason).includes("AssertionError"));
                    }
                    await client.close();

                    [child, next] = [next, loadProcess()];
                    const domain = tenant.domain;
                    tenant = await start(child, state);
                    equal(tenant.domain, domain);
                    const reader = await TenantClient.signIn(tenant);
                    const kept = await keptBy(reader);
                    deepEqual(
                        writing.flatMap((writer) => writer.lost(kept)),
                        [],
                    );
                    changes += writing.reduce((sum, writer) => sum + writer.changes, 0);
                    await Promise.all([...kept.keys()].map((id) => reader.call("DELETE", `/clients/${id}`)));
                    await reader.close();
                }
                ok(changes >= kills, `${changes} changes`);
            } finally {
                await Promise.all([kill(child), kill(next)]);
            }
        }));

    it("is not taken for running, and can be started again at once", () =>
        inFolder(async (state) => {
            const [first, second] = [loadProcess(), loadProcess()];
            try {
                const tenant = await start(first, state);
                deepEqual((await findRunningTenant(state))?.environment, tenant.environment);
                await kill(first);
                equal(await findRunningTenant(state), undefined);
                deepEqual((await start(second, state)).environment, tenant.environment);
            } finally {
                await kill(second);
            }
        }));
});
