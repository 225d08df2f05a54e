#!/usr/bin/env bash
# With yargs, SHELF_DRY_RUN=1 is false, and a variable of which the program knows nothing is an "Unknown argument".
#
# yargs 18.2.0 (npm), `.env("SHELF")` with `.strict()`. A boolean with a value is true for "true", and false for all else: 1, yes, TRUE and on
# are false, without a word, so that what was meant as a dry run changes things. The same on the command line: --dry-run=1 is false.
# An empty variable is 0 for a number. SHELF_COLOR=red, perhaps of another program, ends the command as if it had been typed, with
# "Unknown argument: color", which names no variable. A list takes one element from the environment: "a,b" and "a b" are one each.
#
# Needs: Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund yargs@18.2.0 >/dev/null
cat > shelf.mjs <<'JS'
import yargs from "yargs";

const { dryRun, size, tags } = await yargs(process.argv.slice(2))
    .env("SHELF")
    .options({ "dry-run": { type: "boolean" }, size: { type: "number" }, tags: { type: "array" } })
    .strict()
    .fail((message) => {
        console.log(message);
        process.exit();
    })
    .parse();
console.log(JSON.stringify({ dryRun, size, tags }));
JS
{
    for variable in SHELF_DRY_RUN={true,1,yes,TRUE,on} SHELF_SIZE= SHELF_TAGS=a,b 'SHELF_TAGS=a b' SHELF_COLOR=red; do
        echo "$variable: $(env "$variable" node shelf.mjs)"
    done
    echo "--dry-run=1: $(node shelf.mjs --dry-run=1)"
} > seen

diff - seen <<'SEEN'
SHELF_DRY_RUN=true: {"dryRun":true}
SHELF_DRY_RUN=1: {"dryRun":false}
SHELF_DRY_RUN=yes: {"dryRun":false}
SHELF_DRY_RUN=TRUE: {"dryRun":false}
SHELF_DRY_RUN=on: {"dryRun":false}
SHELF_SIZE=: {"size":0}
SHELF_TAGS=a,b: {"tags":["a,b"]}
SHELF_TAGS=a b: {"tags":["a b"]}
SHELF_COLOR=red: Unknown argument: color
--dry-run=1: {"dryRun":false}
SEEN
echo "As recorded."
