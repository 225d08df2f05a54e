"use strict";

// Runs Actions in a process of its own, which runActions.ts starts: with an empty environment, without the right to read
// or write files or to start processes, and with a limit to its memory. Each Action gets a realm of its own that has the
// language and nothing of Node. Only strings pass between that realm and this one.

const { readFileSync } = require("node:fs");
const { createContext, runInContext } = require("node:vm");

/**
 * What is evaluated in the realm of an Action before the Action. It gives back two functions: one that runs a handler, and
 * one that says as JSON what came of it.
 */
function realm() {
    const { parse, stringify } = JSON;
    const calls = [];
    let state = "pending";
    let message = "";

    const fail = (error) => {
        state = "failed";
        message = String(error?.message ?? error);
    };
    const quiet = () => undefined;
    globalThis.console = { debug: quiet, error: quiet, info: quiet, log: quiet, warn: quiet };

    const api = {};
    const record =
        (...name) =>
        (...values) => {
            calls.push([...name, ...values.map((value) => (value === undefined ? null : value))]);
            return api;
        };
    Object.assign(api, {
        access: { deny: (...reasons) => record("deny")(String(reasons.at(-1) ?? "")) },
        multifactor: { enable: record("multifactor") },
        idToken: { setCustomClaim: record("claim", "idToken") },
        accessToken: { setCustomClaim: record("claim", "accessToken") },
        user: {
            setAppMetadata: record("metadata", "app_metadata"),
            setUserMetadata: record("metadata", "user_metadata"),
        },
    });

    const require = (name) => {
        throw new Error(`Cannot find module '${name}': the sandbox runs Actions without modules`);
    };
    const run = (event, load) => {
        const module = { exports: {} };
        try {
            load(module.exports, require, module);
            const handler = module.exports.onExecutePostLogin;
            if (handler === undefined) {
                state = "done";
                return;
            }
            Promise.resolve(handler(parse(event), api)).then(() => {
                state = "done";
            }, fail);
        } catch (error) {
            fail(error);
        }
    };
    return { run, result: () => stringify({ state, message, calls }) };
}

/** Runs one Action, for at most as long as it may take. */
function runAction({ name, code, secrets }, event, timeout) {
    const context = createContext(Object.create(null), {
        codeGeneration: { strings: false, wasm: false },
        // What the handler awaits happens within the time limit too.
        microtaskMode: "afterEvaluate",
    });
    const { run, result } = runInContext(`"use strict";(${realm})()`, context);
    context.run = run;
    try {
        const input = JSON.stringify(JSON.stringify({ ...event, secrets }));
        runInContext(
            `((run) => (delete globalThis.run, run))(run)(${input}, function (exports, require, module) {${code}\n})`,
            context,
            { timeout, filename: name },
        );
    } catch (error) {
        const timedOut = error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
        return { name, calls: [], error: timedOut ? tooLong(timeout) : `${error.name}: ${error.message}` };
    }
    const { state, message, calls } = JSON.parse(result());
    if (state === "failed") return { name, calls, error: message };
    return { name, calls, ...(state === "pending" && { error: tooLong(timeout) }) };
}

function tooLong(timeout) {
    return `The Action did not end within ${timeout / 1000} seconds`;
}

const { actions, event, timeLimit } = JSON.parse(readFileSync(0, "utf8"));
const runs = [];
const end = Date.now() + timeLimit;
for (const action of actions) {
    const run = runAction(action, event, Math.max(1, end - Date.now()));
    runs.push(run);
    // What denies or fails ends the sign-in: no further Action runs.
    if (run.error !== undefined || run.calls.some(([call]) => call === "deny")) break;
}
process.stdout.write(JSON.stringify(runs));
