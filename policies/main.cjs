"use strict";

// Where Pulumi starts the pack in a checkout; the package has it compiled.
require("../toolchain/compile.cjs");
require("./index.ts");
