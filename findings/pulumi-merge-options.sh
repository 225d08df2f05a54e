#!/usr/bin/env bash
# Pulumi's mergeOptions cannot take a list away, and joins replacement triggers that are lists.
#
# @pulumi/pulumi 3.248.0 (npm). The comment of mergeOptions says: what the second options name with `undefined` or `null` is so in the
# result. It holds for single values only:
#   { protect: true }         with { protect: undefined }          not protected: so says the comment
#   { ignoreChanges: ["a"] }  with { ignoreChanges: undefined }    still ignores a; likewise with null and with []
# and the same of additionalSecretOutputs, dependsOn, aliases, hideDiffs. A component that hands on `{ protect: opts?.protect }` takes
# protection away without meaning to, and one that hands on `ignoreChanges: undefined` does not take ignoring away.
# replacementTrigger is one value, of which any change replaces the resource, but two that are lists are joined: ["v1"] with ["v2"] is
# neither of them. Two records or strings are not: the second one stands. customTimeouts is a record too: no timeout of the first is left.
#
# Needs: Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 >/dev/null
cat > merge.js <<'JS'
const { mergeOptions } = require("@pulumi/pulumi");
for (const [name, first, second] of [
    ["protect", true, undefined],
    ["ignoreChanges", ["a"], undefined],
    ["ignoreChanges", ["a"], null],
    ["ignoreChanges", ["a"], []],
    ["additionalSecretOutputs", ["a"], undefined],
    ["hideDiffs", ["a"], undefined],
    ["replacementTrigger", ["v1"], ["v2"]],
    ["replacementTrigger", { of: "v1" }, { of: "v2" }],
    ["customTimeouts", { create: "1h" }, { update: "2h" }],
]) {
    const shown = (value) => JSON.stringify(value) ?? "undefined";
    console.log(name, shown(first), "with", shown(second), "is", shown(mergeOptions({ [name]: first }, { [name]: second })[name]));
}
JS
node merge.js > seen

diff - seen <<'SEEN'
protect true with undefined is undefined
ignoreChanges ["a"] with undefined is ["a"]
ignoreChanges ["a"] with null is ["a"]
ignoreChanges ["a"] with [] is ["a"]
additionalSecretOutputs ["a"] with undefined is ["a"]
hideDiffs ["a"] with undefined is ["a"]
replacementTrigger ["v1"] with ["v2"] is ["v1","v2"]
replacementTrigger {"of":"v1"} with {"of":"v2"} is {"of":"v2"}
customTimeouts {"create":"1h"} with {"update":"2h"} is {"update":"2h"}
SEEN
echo "As recorded."
