import { killAfter } from "./killedEngine";
import { StatesInPostgres } from "./statesInPostgres";

const kills = 20;

/** How many files of tests share the points, so that several processes kill at a time. */
export const parts = 2;

/** Describes the tests of a part of the points: of every second, from the one of its number on. */
export function killAtPoints(part: number): void {
    describe(`Recovery of a killed up, part ${part} of ${parts}`, () => {
        let states: StatesInPostgres;
        let duration: number;

        before(async function () {
            const started = await StatesInPostgres.start();
            if (started === undefined) {
                this.skip();
            }
            states = started;
            await states.withProd(async (prod) => {
                const start = Date.now();
                await prod.up();
                duration = Date.now() - start;
            });
        });
        after(async () => {
            await (states as StatesInPostgres | undefined)?.close();
        });

        for (let point = part; point <= kills; point += parts) {
            it(`The documented steps recover an up killed at point ${point} of ${kills} without loss or duplicates`, async () => {
                await states.withProd(async (prod) => {
                    await killAfter(prod, ((point - 0.5) / kills) * duration);
                    await states.recover(prod, false);
                    await states.nothingLostOrDoubled(prod);
                });
            });
        }
    });
}
