import { equal, match } from "node:assert/strict";
import { createRequire } from "node:module";
import * as random from "@pulumi/random";
import { skipPromiseTraces } from "../../components";
import { declaredBy } from "./mocks";

describe("Stack traces of promises in Pulumi's SDK", () => {
    const hook: { prepareStackTrace?: (error: Error, frames: NodeJS.CallSite[]) => unknown } = Error;
    const original = hook.prepareStackTrace;
    const debuggable = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as object;
    const sdk = { ...debuggable };
    /** How many stack traces were made for a promise, as the SDK does it: with a look at source maps. */
    let made = 0;

    beforeEach(() => {
        made = 0;
        hook.prepareStackTrace = (error, frames) => {
            made += frames[0]?.getFunctionName() === "debuggablePromise" ? 1 : 0;
            return `${String(error)}\n${frames.map((frame) => `    at ${frame.getFileName() ?? ""}`).join("\n")}`;
        };
    });
    afterEach(() => {
        hook.prepareStackTrace = original;
        Object.assign(debuggable, sdk);
        delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    });

    const declare = () =>
        declaredBy(() => {
            new random.RandomUuid("id");
        });

    it("skipPromiseTraces omits the traces of promises and keeps those of errors", async () => {
        skipPromiseTraces();
        await declare();
        equal(made, 0);
        equal(Error.stackTraceLimit > 0, true);
        match(new Error("wrong").stack ?? "", /^Error: wrong\n {4}at .*promiseTraces\.test\.ts/);
    });

    it("PULUMI_DEBUG_PROMISE_LEAKS keeps the traces of promises", async () => {
        process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "true";
        skipPromiseTraces();
        await declare();
        equal(made > 0, true);
    });
});
