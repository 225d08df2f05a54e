"use strict";

// What Node loads first in the processes below a command (NODE_OPTIONS): where one runs the policies of this checkout, it gets
// ready for them before Pulumi's SDK is loaded, and not after. By itself, the SDK would load TypeScript for them.

const { join, resolve } = require("node:path");

const [, program = "", , pack = ""] = process.argv;
if (/[\\/]run-policy-pack[\\/]/.test(program) && [__dirname, join(__dirname, "main.cjs")].includes(resolve(pack))) {
    require("../tools/compile.cjs");
}
