#!/usr/bin/env bash
# Arguments of a Pulumi component that come to its interface through Pick<> are of the type Any in every other language.
#
# @pulumi/pulumi 3.248.0 makes the schema of a component from its TypeScript. Properties of an interface that is extended as a
# whole keep their types; the same properties taken with Pick<> become `pulumi.json#/Any`, strings and numbers among them, without
# an error or a warning. A Python or YAML program then has no check of them, and nothing says that they are optional records or
# lists. An interface of their own, which both extend, keeps the types.
#
# Needs: npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 typescript@5.9.3 >/dev/null
echo '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "commonjs" }, "files": ["index.ts"] }' > tsconfig.json
cat > index.ts <<'TS'
import * as pulumi from "@pulumi/pulumi";
interface Sizes {
    label?: string;
    limits?: Record<string, number>;
}
export interface WholeArgs extends Sizes {
    owner?: pulumi.Input<string>;
}
export interface PickedArgs extends Pick<Sizes, "label" | "limits"> {
    owner?: pulumi.Input<string>;
}
export class Whole extends pulumi.ComponentResource {
    constructor(name: string, args: WholeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("shelf:index:Whole", name, args, opts);
    }
}
export class Picked extends pulumi.ComponentResource {
    constructor(name: string, args: PickedArgs, opts?: pulumi.ComponentResourceOptions) {
        super("shelf:index:Picked", name, args, opts);
    }
}
TS
cat > schema.js <<'JS'
const { Analyzer } = require("@pulumi/pulumi/provider/experimental/analyzer");
const names = ["Whole", "Picked"];
const { components } = new Analyzer(__dirname, "shelf", {}, new Set(names)).analyze();
for (const name of names) {
    for (const property of ["label", "limits", "owner"]) {
        const { type, $ref } = components[name].inputs[property];
        console.log(name, property, type ?? $ref);
    }
}
JS
node schema.js > seen

diff - seen <<'SEEN'
Whole label string
Whole limits object
Whole owner string
Picked label pulumi.json#/Any
Picked limits pulumi.json#/Any
Picked owner string
SEEN
echo "As recorded."
