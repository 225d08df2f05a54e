"use strict";

// Where Pulumi starts the plugin in a checkout, by Pulumi.yaml; the package has it compiled. It is a folder of its own since a
// package.json in the other one, to name this file, would hide that of the package.
const { keepCode } = require("../../../tools/compile.cjs");
require("../index.ts");
keepCode();
