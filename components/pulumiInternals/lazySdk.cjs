"use strict";

// Saves each process that loads Pulumi's SDK most of the time that this takes. The SDK loads the TypeScript compiler, npm's own
// resolver of packages (Arborist, with some 500 modules) and V8's inspector for what it does with functions that it puts into
// the state, as those of dynamic providers; its Automation API; and OpenTelemetry for runs that are traced. Nothing here has
// any: so all of them are loaded when they are first used.

const Module = require("node:module");

const asked = /^@npmcli\/arborist$|^@opentelemetry\/(?!api$)|\/typescript-shim$|^\.\/(automation|v8)$|\/v8Hooks$/;
const sdk = /[\\/]@pulumi[\\/]pulumi[\\/](?!node_modules[\\/])/;
const runner = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run-(policy-pack|plugin)[\\/]run\.js$/;

const load = Module._load;
Module._load = function (request, parent, isMain) {
    const loaded = () => load.call(this, request, parent, isMain);
    if (!sdk.test(parent?.filename)) {
        return loaded();
    }
    if (request === "../../tsutils" && runner.test(parent.filename)) {
        return noTypeScript;
    }
    return asked.test(request) ? onFirstUse(loaded) : loaded();
};

/** Stands for a module that is loaded when the first of its members is asked for. */
function onFirstUse(loadModule) {
    let loaded;
    const module = () => (loaded ??= loadModule());
    return new Proxy(
        {},
        {
            get(_, name) {
                // With it, what TypeScript compiles an import to takes the module as it is, and does not copy its members.
                if (name === "__esModule") {
                    return true;
                }
                // Each process waits for the inspector before it begins, whether it will use it or not.
                return name === "isInitializedAsync" ? () => Promise.resolve() : module()[name];
            },
            has: (_, name) => name in module(),
        },
    );
}

// Pulumi's runners of policy packs and plugins get TypeScript ready, whatever those say of themselves: for them, this stands for
// the module that finds TypeScript and ts-node, and this file for both. Those of this project are compiled, or compile
// themselves; what they have compiled, ts-node would compile again, and refuse.
const noTypeScript = {
    typeScriptRequireStrings: () => ({ tsnodeRequire: __filename, typescriptRequire: __filename }),
    loadTypeScriptCompilerOptions: () => ({}),
};
module.exports = { version: "0.0.0", register() {} };
