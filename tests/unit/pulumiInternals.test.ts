import { equal, match, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { projectFolder } from "../../cli/commands/project";
import { runProcess } from "../../processes/childProcess";
import { declaredBy } from "./mocks";

/** What a program prints that has the SDK as it is, as `pulumi`. */
async function printedBy(program: string): Promise<string> {
    const source = `const pulumi = require("@pulumi/pulumi"); ${program}`;
    // The SDK ends a process with 1 that had a rejection, and prints what was wrong.
    return (await runProcess(process.execPath, ["--eval", source], { cwd: projectFolder })).stdout;
}

// Each test shows what Pulumi's SDK does without a file of components/pulumiInternals. One that fails after an upgrade of the
// SDK names a file that is not needed any more.
describe("Pulumi's SDK without components/pulumiInternals", () => {
    it("Without debugMessages.ts a debug message contains a secret", async () => {
        const messages: string[] = [];
        const { debug } = pulumi.log;
        Object.assign(pulumi.log, { debug: (message: string) => Promise.resolve(void messages.push(message)) });
        try {
            await declaredBy(() => {
                new random.RandomPassword("password", {
                    length: 16,
                    keepers: { secret: pulumi.secret("in plain text") },
                });
            });
        } finally {
            Object.assign(pulumi.log, { debug });
        }
        ok(messages.some((message) => message.includes("in plain text")));
    });

    it("Without promiseTraces.ts each promise of a resource gets a stack trace", async () => {
        const hook: { prepareStackTrace?: (error: Error, frames: NodeJS.CallSite[]) => unknown } = Error;
        const { prepareStackTrace } = hook;
        let made = 0;
        hook.prepareStackTrace = (error, frames) => {
            made += frames[0]?.getFunctionName() === "debuggablePromise" ? 1 : 0;
            return String(error);
        };
        try {
            await declaredBy(() => {
                new random.RandomUuid("id");
            });
        } finally {
            hook.prepareStackTrace = prepareStackTrace;
        }
        ok(made > 10, String(made));
    });

    it("Without engineLog.ts a provider of single resources has no connection to the engine's log", async () => {
        const connected = await printedBy(
            `pulumi.provider.main({ version: "1.0.0" }, ["127.0.0.1:1"]);
            console.log(pulumi.runtime.getEngine() === undefined ? "none" : "connected");
            process.exit(0);`,
        );
        equal(connected, "none");
    });

    it("Without answeredErrors.ts a component provider logs an error that is already answered", async () => {
        const logged = await printedBy(
            `pulumi.log.error = (message) => console.log("logged", message.split("\\n")[0]);
            pulumi.provider.main({ version: "1.0.0" }, ["127.0.0.1:1"]);
            Promise.reject(new Error("late"));
            setTimeout(() => process.exit(), 100);`,
        );
        match(logged, /^logged Error: late$/m);
    });

    it("Without output.ts the public types do not tell whether an output is known", () => {
        const output = pulumi.output("value");
        // @ts-expect-error It is there, and for Pulumi's own use.
        const known: unknown = output.isKnown;
        // @ts-expect-error It is there as well, and for Pulumi's own use.
        const resources: unknown = output.allResources;
        ok(known instanceof Promise);
        equal(typeof resources, "function");
    });

    it("Without lazySdk.cjs the SDK loads TypeScript, Arborist, the inspector, the Automation API and OpenTelemetry", async () => {
        const loaded = await printedBy(
            `require("@pulumi/pulumi/cmd/run/tracing"); console.log(Object.keys(require.cache).join("\\n"));`,
        );
        match(loaded, /node_modules\/typescript\//);
        match(loaded, /node_modules\/@npmcli\/arborist\//);
        match(await readFile(require.resolve("@pulumi/pulumi/cmd/run"), "utf8"), /v8Hooks\.isInitializedAsync\(\)/);
        match(loaded, /pulumi\/automation\/index\.js$/m);
        match(loaded, /node_modules\/@opentelemetry\/sdk-trace-node\//);
    });
});
