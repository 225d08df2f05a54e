#!/usr/bin/env bash
# A test with Pulumi's mocks says nothing about what is secret in the state.
#
# @pulumi/pulumi 3.248.0 (npm), pulumi.runtime.setMocks:
#   - additionalSecretOutputs has no effect: an output that it names is not secret, where the engine makes it so. The password of a
#     RandomPassword, which its SDK lists there, is plain in every test, so that a test cannot tell a lost mark from a kept one
#   - a secret input is no string in newResource, and no Output: it is the object that the engine's protocol has for it. A test that
#     compares the input with the string fails, and one that looks for a property of it finds nothing
#   - one secret within an object makes the whole object one secret there. What the engine is sent has the mark on the one value, and
#     shows the rest in a preview
#
# Needs: Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 @pulumi/random@4.21.2 >/dev/null
cat > mocks.js <<'JS'
const pulumi = require("@pulumi/pulumi");
const random = require("@pulumi/random");
const { serializeProperties, specialSecretSig, specialSigKey } = require("@pulumi/pulumi/runtime/rpc");

const shown = (value) =>
    JSON.stringify(value, (_, part) => (part?.[specialSigKey] === specialSecretSig ? { secret: part.value } : part));
pulumi.runtime.setMocks({
    newResource: ({ type, inputs }) => {
        if (type === "shelf:index:Book") console.log("newResource is given", shown(inputs));
        return { id: "1", state: { ...inputs, result: "generated" } };
    },
    call: ({ inputs }) => inputs,
});
class Book extends pulumi.CustomResource {
    constructor(name, props) {
        super("shelf:index:Book", name, props, { additionalSecretOutputs: ["result"] });
    }
}
(async () => {
    const inputs = () => ({ password: pulumi.secret("p"), options: { id: "i", token: pulumi.secret("t") } });
    console.log("the engine is sent", shown(await serializeProperties("book", inputs())));
    const book = new Book("book", { ...inputs(), result: undefined });
    const { result } = new random.RandomPassword("password", { length: 20 });
    console.log("Book.result secret:", await pulumi.isSecret(book.result));
    console.log("RandomPassword.result secret:", await pulumi.isSecret(result));
})();
JS
node mocks.js > seen

diff - seen <<'SEEN'
the engine is sent {"password":{"secret":"p"},"options":{"id":"i","token":{"secret":"t"}}}
newResource is given {"options":{"secret":{"id":"i","token":"t"}},"password":{"secret":"p"}}
Book.result secret: false
RandomPassword.result secret: false
SEEN
echo "As recorded."
