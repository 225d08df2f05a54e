#!/usr/bin/env bash
# Loading @pulumi/pulumi 3.248.0 loads the TypeScript compiler and npm's dependency resolver, Arborist, into every program.
#
# A program in plain JavaScript with `typescript: false` that only declares resources gets both before its first line; where the
# project has no compiler of its own, it is the one of version 3.8.3 that the package carries. They serve functions that the engine
# is to run later (dynamic providers, callbacks): without one, nothing of them is ever called. They and what they load are more
# than half of the files that `require("@pulumi/pulumi")` reads.
#
# Needs: npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 >/dev/null
cat > load.js <<'JS'
require("@pulumi/pulumi");
const files = Object.keys(require.cache).map((file) => file.replaceAll("\\", "/"));
for (const name of ["@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js", "@npmcli/arborist/lib/index.js"]) {
    console.log(name, files.some((file) => file.endsWith(`node_modules/${name}`)) ? "loaded" : "not loaded");
}
JS
cat > without.js <<'JS'
const Module = require("node:module");
const load = Module._load;
Module._load = function (request, ...rest) {
    return /^@npmcli\/arborist$|typescript-shim$/.test(request) ? {} : load.call(this, request, ...rest);
};
require("@pulumi/pulumi");
JS
count() { node -p "require('./$1'); Object.keys(require.cache).length"; }
{
    node load.js
    [ $(($(count without.js) * 2)) -lt "$(count load.js | tail -1)" ] && echo "more than half of the files"
} > seen

diff - seen <<'SEEN'
@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js loaded
@npmcli/arborist/lib/index.js loaded
more than half of the files
SEEN
echo "As recorded."
