#!/usr/bin/env bash
# A Date or a URL that goes through a Pulumi Output is {}, also in pulumi.jsonStringify.
#
# @pulumi/pulumi 3.248.0 (npm). pulumi.jsonStringify calls JSON.stringify, but on a copy that an Output has made of the value first, and
# the copy has the object's own properties only: what has none is {}. Expected: what JSON.stringify gives, or an error. The types allow
# all of it, wherever an input is of the type any. The same in a resource's inputs, where NaN is null besides:
#   value             JSON.stringify                    pulumi.jsonStringify      input of a resource
#   a Date            "1970-01-01T00:00:00.000Z"        {}                        {}
#   a URL             "https://a.example/"              {}                        {}
#   a Buffer          {"type":"Buffer","data":[97]}     {"0":97}                  {"0":97}
#   a BigInt          an error                          an error                  {}
#   new String("a")   "a"                               {"0":"a"}                 {"0":"a"}
# Every date is the same {}, so that another date in the program is no change in a preview.
#
# Needs: Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 >/dev/null
cat > values.js <<'JS'
const pulumi = require("@pulumi/pulumi");
let sent;
pulumi.runtime.setMocks({
    newResource: ({ inputs }) => {
        sent = inputs;
        return { id: "1", state: {} };
    },
    call: ({ inputs }) => inputs,
});
(async () => {
    for (const [name, value] of [
        ["Date", new Date(0)],
        ["URL", new URL("https://a.example")],
        ["Buffer", Buffer.from("a")],
        ["BigInt", 1n],
        ["String", new String("a")],
        ["NaN", NaN],
    ]) {
        const trigger = new pulumi.Stash(`stash-${name}`, { input: value });
        await trigger.urn.promise();
        const plain = value === 1n ? "error" : JSON.stringify(value);
        const output = value === 1n ? "error" : await pulumi.jsonStringify(value).promise();
        console.log(name, plain, output, JSON.stringify(sent.input));
    }
})();
JS
node values.js > seen

diff - seen <<'SEEN'
Date "1970-01-01T00:00:00.000Z" {} {}
URL "https://a.example/" {} {}
Buffer {"type":"Buffer","data":[97]} {"0":97} {"0":97}
BigInt error error {}
String "a" {"0":"a"} {"0":"a"}
NaN null null null
SEEN
echo "As recorded."
