import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { linesOf } from "../engine/secrets";
import { onApplicationMade } from "./applicationMade";
import { documentedSteps } from "./documentedSteps";
import { killOnceMade } from "./killedEngine";
import { config, killed, type Outputs, StatesInPostgres } from "./statesInPostgres";

const up = ["up", "--yes", "--skip-preview"];
/** What a run is told that loses: of the lock, or that a lock that it had found was gone when it read it. */
const refusal = /the stack is currently locked by|key not found: sql: no rows in result set/;

describe("State in PostgreSQL", function () {
    let states: StatesInPostgres;

    before(async function () {
        const started = await StatesInPostgres.start();
        if (started === undefined) {
            this.skip();
        }
        states = started;
    });
    after(async () => {
        await (states as StatesInPostgres | undefined)?.close();
    });

    it("A concurrent up fails, names the lock holder and overwrites nothing", async () => {
        await states.withProd(async (prod) => {
            const first = await prod.start(up);
            await new Promise<void>((resolve) => {
                const unwatch = onApplicationMade(() => {
                    process.kill(first.pid, "SIGSTOP");
                    unwatch();
                    resolve();
                });
            });
            const second = await prod.run(up);
            process.kill(first.pid, "SIGCONT");

            notEqual(second.exitCode, 0);
            match(second.stderr, /the stack is currently locked by 1 lock\(s\)[^]*`pulumi cancel`/);
            ok(second.stderr.includes(`created by ${userInfo().username}@${hostname()} (pid ${first.pid}) at `));
            ok(!second.stderr.includes(states.postgres.password));
            equal((await first.ended).exitCode, 0);
            await states.nothingLostOrDoubled(prod);
            await prod.ok(["preview", "--expect-no-changes"]);
        });
    });

    it("At most one of two simultaneous ups succeeds", async () => {
        await states.withProd(async (prod) => {
            const runs = await Promise.all([prod.run(up), prod.run(up)]);
            const refused = runs.filter(({ exitCode }) => exitCode !== 0);
            ok(refused.length >= 1);
            // Whoever is refused has made nothing.
            equal((await states.applications()).length, runs.length - refused.length);
            for (const { stderr } of refused) {
                match(stderr, refusal);
            }
            await prod.up();
            await states.nothingLostOrDoubled(prod);
        });
    });

    it("The documented steps import an application that a killed up has created", async () => {
        await states.withProd(async (prod) => {
            await killOnceMade(prod);
            const [made] = await states.applications();
            ok(made);
            const [, show = ""] = documentedSteps(killed);
            equal((await prod.script(show)).stdout, "none");
            await states.recover(prod);
            await states.nothingLostOrDoubled(prod);
            equal((await prod.outputs<Outputs>()).clientId, made.client_id);
        });
    });

    it("A backup restores a damaged state with the same keys and secrets", async () => {
        await states.withProd(async (prod) => {
            await prod.up();
            const [saveKey = "", saveState = ""] = documentedSteps("Keep a copy");
            const before = await prod.outputs<Outputs>();
            await prod.script(saveKey + saveState);
            const copy = await readFile(join(prod.folder, "prod.json"), "utf8");
            for (const secret of [before.clientSecret, ...linesOf(before.privateKeyDer)]) {
                ok(!copy.includes(secret));
            }

            await prod.ok(["stack", "rm", "prod", "--force", "--yes", "--preserve-config"]);
            await prod.ok(["stack", "init", "prod", "--no-select"]);
            await prod.script(documentedSteps("The state is damaged, and there is a copy").join(""));
            deepEqual(await prod.outputs<Outputs>(), before);
            await states.nothingLostOrDoubled(prod);
        });
    });

    it("A lost state is rebuilt from Auth0 and the current key with the same outputs, but for retired keys", async () => {
        await states.withProd(async (prod) => {
            await prod.configure({ ...config, keyRotations: ["initial", "2027-01"] });
            await prod.up();
            const before = await prod.outputs<Outputs>();
            const [saveKey = ""] = documentedSteps("Keep a copy");
            await prod.script(saveKey);
            await prod.ok(["stack", "rm", "prod", "--force", "--yes", "--preserve-config"]);

            await prod.configure({ ...config, keyRotations: ["2027-01"] });
            await prod.script(documentedSteps("The state is lost").join(""), { CLIENT_ID: before.clientId });
            equal(Object.keys(before.retiredKeys).join(), "initial");
            deepEqual(await prod.outputs<Outputs>(), { ...before, retiredKeys: {} });
            await states.nothingLostOrDoubled(prod);
        });
    });
});
