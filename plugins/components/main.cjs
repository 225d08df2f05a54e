"use strict";

// Where Pulumi starts the plugin in a checkout; the package has it compiled.
const { keepCode } = require("../../tools/compile.cjs");
require("./index.ts");
keepCode();
