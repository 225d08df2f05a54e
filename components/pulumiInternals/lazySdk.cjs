"use strict";

// Saves each process that loads Pulumi's SDK most of the time that this takes. The SDK loads the TypeScript compiler and npm's
// own resolver of packages (Arborist, with some 500 modules) for what it does with functions that it puts into the state, as
// those of dynamic providers. Nothing here has any: so both are loaded when they are first used.

const Module = require("node:module");

const asked = /^@npmcli\/arborist$|\/typescript-shim$/;
const sdk = /[\\/]@pulumi[\\/]pulumi[\\/](?!node_modules[\\/])/;

const load = Module._load;
Module._load = function (request, parent, isMain) {
    return asked.test(request) && sdk.test(parent?.filename)
        ? onFirstUse(() => load.call(this, request, parent, isMain))
        : load.call(this, request, parent, isMain);
};

/** Stands for a module that is loaded when the first of its members is asked for. */
function onFirstUse(loadModule) {
    let loaded;
    const module = () => (loaded ??= loadModule());
    return new Proxy(
        {},
        {
            // With it, what TypeScript compiles an import to takes the module as it is, and does not copy its members.
            get: (_, name) => name === "__esModule" || module()[name],
            has: (_, name) => name in module(),
        },
    );
}
