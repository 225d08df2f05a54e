import { equal, ok } from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { WebClient } from "../browser/standIns/webClient";
import { webApplication } from "./declaredApplication";
import { Person } from "./person";
import { newTenant } from "./newTenant";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("Sandbox under load", function () {
    const api = newTenant();

    it("The sandbox serves 200 sign-ins from 8 clients without an error or a memory leak", async () => {
        const { settings } = await webApplication(api());
        const client = await WebClient.discover(settings, api().tenant.certificateBundle);
        /** Signs in anew each time, as people with browsers of their own do. */
        const signIn = async (): Promise<void> => {
            const person = new Person(api().tenant);
            const begun = client.start();
            const tokens = await client.redeem((await person.signIn(begun.url)).url, begun);
            equal(tokens.claims()?.["email"], person.email);
            await client.refresh(tokens.refresh_token ?? "");
            await person.close();
        };
        const signIns = async (count: number): Promise<number> => {
            let left = count;
            await Promise.all(
                Array.from({ length: 8 }, async () => {
                    while (left-- > 0) await signIn();
                }),
            );
            collectGarbage();
            return process.memoryUsage().heapUsed;
        };

        // What is loaded and compiled on first use is no leak.
        const before = await signIns(50);
        const after = await signIns(200);
        const growth = (after - before) / 1_048_576;
        ok(growth < 4, `The memory in use grew by ${growth.toFixed(1)} MiB.`);
    });
});
