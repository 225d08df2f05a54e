import { endWith } from "../../../cli/commands/ending";
import { ensureEngine } from "../../../cli/engine/engine";
import { killAt } from "./killAt";
import { FakeSource, Sayings } from "./support";

// A run of its own, for tests of what several processes do. It says on standard output, as JSON, what it shows to a
// person, a line each, and at last the path of the engine.
//
//     engineRun CACHE LOG [forever | slow | large | kill N]
//
// With `forever`, making an engine never ends; with `slow`, it takes 3 seconds; with `large`, its pulumi takes a megabyte;
// with `kill`, the run is killed before the N-th time that it changes something in the cache.
const [, , cache = "", log = "", behaviour, point] = process.argv;
const milliseconds = { forever: 2 ** 31 - 1, slow: 3000 }[behaviour ?? ""];
if (behaviour === "kill") {
    killAt(Number(point), cache);
}
const say = (text: string): void => void process.stdout.write(`${JSON.stringify(text)}\n`);
const source = new FakeSource("fake", log, {
    ...(milliseconds === undefined ? {} : { wait: new Promise((resolve) => setTimeout(resolve, milliseconds)) }),
    size: behaviour === "large" ? 1_000_000 : 0,
});

ensureEngine({ cache, sources: [source], progress: new Sayings(say) }).then(
    ({ pulumi }) => {
        say(pulumi);
    },
    (error: unknown) => {
        endWith(1, error instanceof Error ? error.message : String(error));
    },
);
