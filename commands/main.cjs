"use strict";

// What npm's scripts start: the commands, from their sources.
require("../toolchain/compile.cjs");
require("./main.ts");
