#!/usr/bin/env bash
# Two interfaces of one name are one type in the schema of a Pulumi component, and a comment with a link is "[object Object]".
#
# @pulumi/pulumi 3.248.0 makes the schema of a component from its TypeScript. Expected: two types or an error; the words of the comment.
#   - `Options` of one file and `Options` of another, each imported under a name of its own: both inputs have the type of the first.
#     The SDKs of other languages have no place for the properties of the second
#   - a comment with {@link …} in it, on the class, an input or an output, is "[object Object],[object Object],[object Object]" in each
#     language's SDK and documentation
#   - @deprecated is dropped: nothing in the schema says so, although it has a place for it
#   - a protected field of the class is an output of the component
# None of these is an error or a warning.
#
# Needs: npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 typescript@5.9.3 >/dev/null
echo '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "commonjs" }, "files": ["index.ts"] }' > tsconfig.json
echo 'export interface Options { region: string }' > storage.ts
echo 'export interface Options { port: number }' > network.ts
cat > index.ts <<'TS'
import * as pulumi from "@pulumi/pulumi";
import { Options as NetworkOptions } from "./network";
import { Options as StorageOptions } from "./storage";
export interface ServerArgs {
    storage?: StorageOptions;
    network?: NetworkOptions;
    /** How many of {@link Server} there are. */
    count?: number;
    /**
     * The old name.
     * @deprecated Use count.
     */
    size?: number;
}
export class Server extends pulumi.ComponentResource {
    public readonly address: pulumi.Output<string>;
    protected readonly started: pulumi.Output<boolean>;
    constructor(name: string, args: ServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("shelf:index:Server", name, args, opts);
        this.address = pulumi.output("");
        this.started = pulumi.output(true);
    }
}
TS
cat > schema.js <<'JS'
const { Analyzer } = require("@pulumi/pulumi/provider/experimental/analyzer");
const { components, typeDefinitions } = new Analyzer(__dirname, "shelf", {}, new Set(["Server"])).analyze();
const { inputs, outputs } = components.Server;
for (const name of ["storage", "network"]) console.log(name, inputs[name].$ref);
for (const { name, properties } of Object.values(typeDefinitions)) console.log(name, "has", Object.keys(properties).join(", "));
console.log("count:", inputs.count.description);
console.log("size:", JSON.stringify(inputs.size));
console.log("outputs:", Object.keys(outputs).join(", "));
JS
node schema.js > seen

diff - seen <<'SEEN'
storage #/types/shelf:index:Options
network #/types/shelf:index:Options
Options has region
count: [object Object],[object Object],[object Object]
size: {"type":"number","optional":true,"plain":true,"description":"The old name."}
outputs: address, started
SEEN
echo "As recorded."
