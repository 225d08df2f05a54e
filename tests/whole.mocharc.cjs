// All tests, as `npm test` runs them: the files beside each other, in as many processes as the machine has cores and one
// more, as each of them waits at times.
const { readdirSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join } = require("node:path");

/**
 * What takes longest, longest first: begun last, such a file would be waited for alone. Paths below this folder, or their
 * beginnings.
 */
const longest = [
    "engine/runningServer",
    "documents/commands",
    "backend/estate",
    "sandbox/kill",
    "engine/import",
    "backend/killed",
    "backend/postgres",
    "engine/life",
    "engine/signOn",
    "cli/commands/commands",
    "workflows",
    "engine/faults",
    "package",
    "plugins/components/yaml",
    "policies/engine",
    "upgrade",
    "sandbox/load",
    "cli/engine/turns",
    "cli/engine",
    "engine",
    "deployment",
    "cli",
    "documents",
];

function place(file) {
    const path = file.replaceAll("\\", "/");
    const index = longest.findIndex((start) => path.startsWith(start));
    return index < 0 ? longest.length : index;
}

module.exports = {
    ...require("../.mocharc.json"),
    require: ["tests/engineReady.ts", "tests/toolsReady.ts"],
    spec: readdirSync(__dirname, { recursive: true })
        .filter((file) => file.endsWith(".test.ts") && !/^node_modules[\\/]/.test(file))
        .sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1))
        .map((file) => join("tests", file)),
    parallel: true,
    jobs: availableParallelism() + 1,
};
