import { ensureEngine } from "../../toolchain/engine";
import { FakeSource, Sayings } from "./support";

// A run of its own, for tests of what several processes do: engineRun CACHE LOG [forever]
const [, , cache = "", log = "", forever] = process.argv;
const wait = forever === undefined ? {} : { wait: new Promise(() => setInterval(() => undefined, 1000)) };
void ensureEngine({ cache, sources: [new FakeSource("fake", log, wait)], progress: new Sayings() }).then((engine) => {
    process.stdout.write(engine.pulumi);
});
