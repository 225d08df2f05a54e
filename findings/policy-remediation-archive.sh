#!/usr/bin/env bash
# A remediation of a Pulumi policy that touches nothing but a flag empties the archives of the resource.
#
# @pulumi/policy 1.21.0 (npm): in the answer to the engine, an AssetArchive is the list of its files' names; what was in them, and
# the archive's hash, are gone. Expected: what the remediation does not touch comes back as it was, as a single asset does.
# It concerns each resource with code or templates in an archive, such as a function, that a remediation for all types returns.
#
# The policy pack is served as the engine has it served, and asked over gRPC; no engine is needed. Needs: Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/policy@1.21.0 @pulumi/pulumi@3.248.0 >/dev/null
cat > remediate.js <<'JS'
const grpc = require("@grpc/grpc-js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const { AnalyzeRequest, AnalyzerResourceOptions } = require("@pulumi/pulumi/proto/analyzer_pb");
const { AnalyzerClient } = require("@pulumi/pulumi/proto/analyzer_grpc_pb");
const { specialArchiveSig, specialAssetSig, specialSigKey } = require("@pulumi/pulumi/runtime/rpc");
const { PolicyPack } = require("@pulumi/policy");

const print = console.log;
console.log = (port) => {
    const asset = (text) => ({ [specialSigKey]: specialAssetSig, text });
    const code = { [specialSigKey]: specialArchiveSig, assets: { "index.js": asset("exports.handler = 1;") } };
    const request = new AnalyzeRequest();
    request.setType("shelf:index:Function");
    request.setOptions(new AnalyzerResourceOptions());
    request.setProperties(Struct.fromJavaScript({ code, page: asset("<p>"), logging: false }));
    new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()).remediate(request, (error, answer) => {
        if (error) throw error;
        const { code, page, logging } = answer.getRemediationsList()[0].getProperties().toJavaScript();
        print("logging", logging);
        print("page", JSON.stringify(page.text));
        print("code", JSON.stringify(code.assets));
        process.exit();
    });
};
new PolicyPack("pack", {
    policies: [
        {
            name: "logging",
            description: "-",
            enforcementLevel: "remediate",
            remediateResource: ({ props }) => Object.assign(props, { logging: true }),
        },
    ],
});
JS
node remediate.js > seen

diff - seen <<'SEEN'
logging true
page "<p>"
code ["index.js"]
SEEN
echo "As recorded."
