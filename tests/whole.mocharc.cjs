// All tests, as `npm test` runs them: the files beside each other, in as many processes as the machine has cores and one
// more, as each of them waits at times.
const { readdirSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join } = require("node:path");

/** The folders whose files take longest, longest first: begun last, such a file would be waited for alone. */
const longest = ["documents", "backend", "engine", "upgrade", "workflows", "package", "cli", "plugins"];

function place(file) {
    const index = longest.indexOf(file.split(/[\\/]/)[0]);
    return index < 0 ? longest.length : index;
}

module.exports = {
    ...require("../.mocharc.json"),
    require: ["tests/engineReady.ts", "tests/toolsReady.ts"],
    spec: readdirSync(__dirname, { recursive: true })
        .filter((file) => file.endsWith(".test.ts"))
        .sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1))
        .map((file) => join("tests", file)),
    parallel: true,
    jobs: availableParallelism() + 1,
};
