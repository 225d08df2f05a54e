#!/usr/bin/env bash
# The Auth0 Deploy CLI leaves an application out because its name is a part of one that is excluded.
#
# auth0-deploy-cli 8.44.0 (npm). Lists in its environment variables are JSON. AUTH0_EXCLUDED_CLIENTS="OpenMetadata Staging", without
# brackets and quotes, is taken as well, and leaves out each application whose name occurs in the string: "OpenMetadata" too. The
# production application is neither created nor updated, and the import says that it was successful. The same in config.json, where
# the value is a string instead of a list, and with AUTH0_EXCLUDED_CONNECTIONS and the like.
# A kind that does not exist in AUTH0_INCLUDED_ONLY, such as "client" for "clients", imports nothing, successfully as well; in
# tenant.yaml, the same mistake is an error.
#
# The tenant is a server on this machine. Takes a minute. Needs: Node 20, npm, openssl.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund auth0-deploy-cli@8.44.0 >/dev/null
printf 'clients:\n' > tenant.yaml
for name in OpenMetadata "OpenMetadata Staging" Grafana; do
    printf '  - name: %s\n    app_type: regular_web\n' "$name" >> tenant.yaml
done
cat > import.mjs <<'JS'
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import cli from "auth0-deploy-cli";

const created = [];
const server = createServer({ key: readFileSync("key.pem"), cert: readFileSync("certificate.pem") }, async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const none = { start: 0, limit: 50, length: 0, total: 0, clients: [] };
    if (request.method === "POST") created.push(JSON.parse(body).name);
    response.writeHead(200, { "content-type": "application/json" }).end(request.method === "POST" ? body : JSON.stringify(none));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
process.env.AUTH0_DOMAIN = `127.0.0.1:${server.address().port}`;
process.env.AUTH0_ACCESS_TOKEN = "not used";
await cli.deploy({ input_file: "tenant.yaml", env: true });
console.log("created:", created.join(", ") || "nothing");
process.exit();
JS
import() {
    echo "$*"
    env AUTH0_INCLUDED_ONLY='["clients"]' "$@" NODE_EXTRA_CA_CERTS=certificate.pem node import.mjs 2>/dev/null |
        sed -n 's/.*\(Import Successful\).*/\1/p; /^created/p'
}
{
    import AUTH0_EXCLUDED_CLIENTS='["OpenMetadata Staging"]'
    import AUTH0_EXCLUDED_CLIENTS='OpenMetadata Staging'
    import AUTH0_INCLUDED_ONLY='["client"]'
} > seen

diff - seen <<'SEEN'
AUTH0_EXCLUDED_CLIENTS=["OpenMetadata Staging"]
Import Successful
created: OpenMetadata, Grafana
AUTH0_EXCLUDED_CLIENTS=OpenMetadata Staging
Import Successful
created: Grafana
AUTH0_INCLUDED_ONLY=["client"]
Import Successful
created: nothing
SEEN
echo "As recorded."
