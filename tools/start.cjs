"use strict";

// What Node loads first in the processes below a command (NODE_OPTIONS): where one runs the policies or a plugin of this
// checkout, it gets ready for them before Pulumi's SDK is loaded, and not after. By itself, the SDK loads what they never use.

const { join, resolve } = require("node:path");

const own = ["policies", "plugins/server/checkout", "plugins/components"].map((folder) =>
    join(__dirname, "..", folder),
);
const [, program = "", ...folders] = process.argv;
if (/[\\/]run-(policy-pack|plugin)[\\/]/.test(program) && folders.some((folder) => own.includes(resolve(folder)))) {
    require("./compile.cjs");
}
