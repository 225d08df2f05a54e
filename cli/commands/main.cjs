"use strict";

// What npm's scripts start: the commands, from their sources.
require("../../tools/compile.cjs");
require("./main.ts");
