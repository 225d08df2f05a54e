"use strict";

// What Node loads first in the processes below a command (NODE_OPTIONS): where one runs the policies or a plugin of this
// checkout, it gets ready for them before Pulumi's SDK is loaded, and not after. By itself, the SDK loads what they never use.

const { realpathSync } = require("node:fs");
const { join } = require("node:path");

const own = ["policies", "plugins/server/checkout", "plugins/components"].map((folder) =>
    join(__dirname, "..", folder),
);
const [, program = "", ...folders] = process.argv;
if (/[\\/]run-(policy-pack|plugin)[\\/]/.test(program) && folders.some((folder) => own.includes(placeOf(folder)))) {
    require("./compile.cjs");
}

/** Where a folder is, whatever links lead to it; empty for an argument that is none. */
function placeOf(folder) {
    try {
        return realpathSync(folder);
    } catch {
        return "";
    }
}
