#!/usr/bin/env bash
# The Auth0 Deploy CLI puts the values of its keywords into the YAML text, not into the document.
#
# auth0-deploy-cli 8.44.0 (npm). With `client_secret: ##SECRET##` in tenant.yaml and the secret in
# AUTH0_KEYWORD_REPLACE_MAPPINGS, what is sent as the client secret is what YAML makes of the value:
#   "abc #def"     the string "abc": the rest counts as a comment
#   "0123456701"   the number 123456701
#   "1e5"          the number 100000
#   "0o17"         the number 15
#   "2027-01-01"   a date
#   "~"            null
#   "##OTHER##"    the value of the keyword OTHER, where that comes later in the mappings
# Nothing is said about any of them. `client_secret: "##SECRET##"`, in quotes, keeps these values as they are.
#
# Needs: Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund auth0-deploy-cli@8.44.0 >/dev/null
printf 'clients:\n  - name: OpenMetadata\n    app_type: regular_web\n    client_secret: ##SECRET##\n' > tenant.yaml
cat > read.cjs <<'JS'
const { setupContext } = require("auth0-deploy-cli/lib/context");

(async () => {
    for (const SECRET of ["abc #def", "0123456701", "1e5", "0o17", "2027-01-01", "~", "##OTHER##", "yes"]) {
        const context = await setupContext(
            {
                AUTH0_INPUT_FILE: "tenant.yaml",
                AUTH0_DOMAIN: "example.eu.auth0.com",
                AUTH0_ACCESS_TOKEN: "not used",
                AUTH0_KEYWORD_REPLACE_MAPPINGS: { SECRET, OTHER: "other" },
            },
            "import",
        );
        await context.loadAssetsFromLocal();
        const { client_secret: secret } = context.assets.clients[0];
        const kind = secret instanceof Date ? "date" : secret === null ? "null" : typeof secret;
        console.log(JSON.stringify(SECRET), "=>", kind, JSON.stringify(secret));
    }
})();
JS
node read.cjs 2>&1 | grep '=>' > seen

diff - seen <<'SEEN'
"abc #def" => string "abc"
"0123456701" => number 123456701
"1e5" => number 100000
"0o17" => number 15
"2027-01-01" => date "2027-01-01T00:00:00.000Z"
"~" => null null
"##OTHER##" => string "other"
"yes" => string "yes"
SEEN
echo "As recorded."
