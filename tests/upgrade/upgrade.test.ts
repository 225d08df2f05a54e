import { deepEqual, equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { changesInStacksSince } from "../../tools/release/changelog";
import { changesOf, resourceOf } from "../engine/deployment";
import type { Step } from "../engine/pulumiStack";
import { linesOf } from "../engine/secrets";
import { type Recording, recordings } from "./recording";
import { type Restored, restore } from "./restored";

const changelog = readFileSync(join(projectFolder, "CHANGELOG.md"), "utf8");

interface Outputs {
    readonly clientId: string;
    readonly clientSecret?: string;
    readonly keyId: string;
    readonly privateKeyDer: string;
    readonly retiredKeys?: unknown;
    readonly fernetKey?: string;
}

/** What people and servers go on using: the application, the keys, and the secrets of both. */
function identity({ clientId, clientSecret, keyId, privateKeyDer, retiredKeys, fernetKey }: Outputs): Outputs {
    return { clientId, clientSecret, keyId, privateKeyDer, retiredKeys, fernetKey };
}

/** What the tenant has: the applications, by client ID, with their secrets. */
async function applicationsOf({ api }: Restored): Promise<Record<string, string>> {
    const clients = await api.request<{ client_id: string; client_secret: string }[]>("GET", "clients");
    return Object.fromEntries(clients.map(({ client_id, client_secret }) => [client_id, client_secret]));
}

/** What a step does, as the changelog names it: operation and type, and of an update each setting. */
function changesIn(step: Step): string[] {
    const what = `${step.op} ${resourceOf(step).split(" ", 1)[0] ?? ""}`;
    if (step.op !== "update") {
        return [what];
    }
    // Beside what the program changes, the provider lists what it will only know afterwards.
    const byProgram = changesOf({ ...step, detailedDiff: null });
    const paths = byProgram.length > 0 ? byProgram : changesOf(step);
    return [...new Set(paths.map((path) => `${what} ${path.split(/[.[]/, 1)[0] ?? ""}`))];
}

/** What a preview does to a stack of an earlier version that the changelog does not name. */
async function unnamedChanges({ deployment }: Restored, version: string): Promise<string[]> {
    const named = changesInStacksSince(changelog, version);
    return (await deployment.preview()).flatMap(changesIn).filter((change) => !named.includes(change));
}

const whatToDo =
    "An upgrade may replace and delete nothing. Keep types, names and parents, or add aliases; what else it changes belongs " +
    "under `### In existing stacks` in CHANGELOG.md (docs/versions.md).";

for (const recording of recordings()) {
    const { version, name } = recording;
    describe(`Upgrade of ${name} from ${version}`, function () {
        let restored: Restored;
        let recorded: Outputs;
        let applications: Record<string, string>;

        before(async () => {
            restored = await restore(recording);
            recorded = await restored.deployment.outputs();
            applications = await applicationsOf(restored);
        });
        after(async () => {
            await restored.remove();
        });

        it(`The recording of ${name} ${version} contains no plain-text secret`, () => {
            const secrets = [recorded.clientSecret, recorded.fernetKey, ...linesOf(recorded.privateKeyDer)];
            const found = readdirSync(recording.folder).filter((file) => {
                const text = readFileSync(join(recording.folder, file), "utf8");
                return secrets.some((secret) => secret !== undefined && text.includes(secret));
            });
            deepEqual(found, []);
        });

        it(`Upgrading ${name} from ${version} shows only changes named in the changelog`, async () => {
            deepEqual(await unnamedChanges(restored, version), [], whatToDo);
        });

        it(`Upgrading ${name} from ${version} keeps client ID, secrets and keys`, async () => {
            await restored.deployment.up();
            deepEqual(identity(await restored.deployment.outputs()), identity(recorded));
            deepEqual(await applicationsOf(restored), applications);
        });

        it(`A preview after upgrading ${name} from ${version} shows no change`, async () => {
            await restored.deployment.ok(["preview", "--expect-no-changes"]);
        });
    });
}

describe("Upgrade of the Pulumi auth0 provider", function () {
    it("A newer auth0 provider causes only changes named in the changelog", async () => {
        const recording = recordings().find(({ name }) => name === "web") as Recording;
        const restored = await restore(recording, (state) => {
            const older = state
                .replaceAll(/(?<=:auth0::default_)\d+_\d+_\d+/g, "3_0_0")
                .replace(/(?<="type": "pulumi:providers:auth0",[^]*?"version": ")[^"]+/, "3.0.0");
            ok(older.includes("default_3_0_0::") && older.includes('"3.0.0"'));
            return older;
        });
        try {
            deepEqual(await unnamedChanges(restored, recording.version), []);
            await restored.deployment.up();
            const { deployment } = restored;
            equal((await deployment.state()).includes("default_3_0_0"), false);
        } finally {
            await restored.remove();
        }
    });
});
