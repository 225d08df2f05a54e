"use strict";

// Where Pulumi starts the pack in a checkout; the package has it compiled.
const { keepCode } = require("../tools/compile.cjs");
require("./index.ts");
keepCode();
