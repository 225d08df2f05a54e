"use strict";

// Where Pulumi starts the program: index.ts of the project's folder, in which Pulumi runs it.
require("./tools/compile.cjs");
module.exports = require(require("node:path").resolve("index.ts"));
