#!/usr/bin/env bash
# A remediation of a Pulumi policy that returns `{ ...args.props, enabled: true }` takes the mark "secret" off the properties.
#
# @pulumi/policy 1.21.0 (npm) hands a remediation its properties without the marks, so that a secret is a plain string there, and puts
# the marks back in its answer to the engine. It knows them by the object: where that very object comes back, changed or not, they
# are there again; a copy has none. Lost without a warning by
#   { ...args.props } and Object.assign({}, args.props)   all marks of the first level; deeper ones are kept
#   JSON.parse(JSON.stringify(args.props))                all marks
#   a property under a new name                           its mark
# Expected: a secret stays one, as in a program, whose Outputs carry the mark through every copy.
# map on a list of the properties, such as the callback URLs, is a TypeError; the same in validateResource works.
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
const { specialSecretSig, specialSigKey } = require("@pulumi/pulumi/runtime/rpc");
const { PolicyPack } = require("@pulumi/policy");

const remediations = {
    "the same object": ({ props }) => Object.assign(props, { enabled: true }),
    "spread": ({ props }) => ({ ...props, enabled: true }),
    "Object.assign": ({ props }) => Object.assign({}, props),
    "by way of JSON": ({ props }) => JSON.parse(JSON.stringify(props)),
    "renamed": ({ props }) => {
        props.pass = props.password;
        delete props.password;
        return props;
    },
    "a list": ({ props }) => Object.assign(props, { urls: props.urls.map((url) => url.trim()) }),
};
const name = process.argv[2];

const print = console.log;
console.log = (port) => {
    const secret = (value) => ({ [specialSigKey]: specialSecretSig, value });
    const request = new AnalyzeRequest();
    request.setType("shelf:index:Book");
    request.setOptions(new AnalyzerResourceOptions());
    request.setProperties(
        Struct.fromJavaScript({ password: secret("p"), deep: { token: secret("t") }, urls: ["https://a.example "] }),
    );
    new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()).remediate(request, (error, answer) => {
        if (error) print(`${name}: ${error.details.match(/\w+Error: 'get' on proxy/)?.[0]}`);
        else {
            const props = answer.getRemediationsList()[0].getProperties().toJavaScript();
            const shown = (value) => (value?.[specialSigKey] === specialSecretSig ? "secret" : JSON.stringify(value));
            print(`${name}: password ${shown(props.password ?? props.pass)}, deep.token ${shown(props.deep.token)}`);
        }
        process.exit();
    });
};
new PolicyPack("pack", {
    policies: [{ name: "enabled", description: "-", enforcementLevel: "remediate", remediateResource: remediations[name] }],
});
JS
for name in "the same object" spread Object.assign "by way of JSON" renamed "a list"; do node remediate.js "$name"; done > seen

diff - seen <<'SEEN'
the same object: password secret, deep.token secret
spread: password "p", deep.token secret
Object.assign: password "p", deep.token secret
by way of JSON: password "p", deep.token "t"
renamed: password "p", deep.token secret
a list: TypeError: 'get' on proxy
SEEN
echo "As recorded."
