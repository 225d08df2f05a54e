#!/usr/bin/env bash
# Loading @pulumi/pulumi 3.248.0 loads the TypeScript compiler and npm's dependency resolver, Arborist, into every program.
#
# A program in plain JavaScript with `typescript: false` that only declares resources gets both, before its first line. They are for
# functions that the engine is to run later (dynamic providers, callbacks of cloud libraries): without one, nothing of them is ever
# called. They are 7 of 10 files that a `require("@pulumi/pulumi")` reads, and most of the time that it takes.
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
for (const name of ["typescript/lib/typescript.js", "@npmcli/arborist/lib/index.js", "pacote/lib/index.js"]) {
    console.log(name, files.some((file) => file.endsWith(`node_modules/${name}`)) ? "loaded" : "not loaded");
}
JS
node load.js > seen

diff - seen <<'SEEN'
typescript/lib/typescript.js loaded
@npmcli/arborist/lib/index.js loaded
pacote/lib/index.js loaded
SEEN
echo "As recorded."
