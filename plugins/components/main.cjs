"use strict";

// Where Pulumi starts the plugin in a checkout; the package has it compiled.
require("../../tools/compile.cjs");
require("./index.ts");
