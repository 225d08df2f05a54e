import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../commands/project";
import type { RunningTenant } from "../sandbox/tenant";

/** Makes a folder for one section, and removes it afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-bench-"));
    try {
        return await work(folder);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/** Makes a folder for one section, with a new Auth0 tenant that runs in a process of its own. */
export async function withTenant<T>(work: (tenant: RunningTenant, folder: string) => Promise<T>): Promise<T> {
    return inFolder(async (folder) => {
        const child = fork(join(projectFolder, "tests", "sandbox", "tenantProcess.ts"), {
            execArgv: ["--import", "tsx"],
        });
        try {
            child.send({ state: join(folder, "tenant"), port: 0 });
            return await work(await answerOf(child), folder);
        } finally {
            const ended = once(child, "exit");
            child.kill();
            await ended;
        }
    });
}

async function answerOf(child: ChildProcess): Promise<RunningTenant> {
    const [answer] = (await Promise.race([once(child, "message"), once(child, "exit")])) as [RunningTenant | number];
    if (typeof answer !== "object") {
        throw new Error("The tenant's process ended before it answered.");
    }
    return answer;
}
