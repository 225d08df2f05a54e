#!/usr/bin/env bash
# Auth0's Node SDK sends the creation of an application again after a 500, 502 or 408, up to three times in all.
#
# auth0 7.1.0 (npm): maxRetries is 2 by default and counts for POST as for GET. Where the first request was carried out and only
# its answer was lost, the tenant has two or three applications of one name, and the caller knows the client ID of the last.
# A 409 is not sent again. After a 429 with X-RateLimit-Reset it waits until then, but within the same two repetitions.
# `{ maxRetries: 0 }` in the options of a call turns it off.
#
# Needs: Node 20, npm, openssl.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund auth0@7.1.0 >/dev/null
cat > create.mjs <<'JS'
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { ManagementClient } from "auth0";

let status;
let requests;
const server = createServer({ key: readFileSync("key.pem"), cert: readFileSync("certificate.pem") }, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.writeHead(status, { "content-type": "application/json" }).end('{"message":"as planned"}');
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const client = new ManagementClient({ domain: `127.0.0.1:${server.address().port}`, token: "not used" });
for ([status] of [[500], [502], [408], [409]]) {
    requests = [];
    const error = await client.clients.create({ name: "OpenMetadata" }).catch((reason) => reason);
    console.log(`${status}: ${requests.length} x ${[...new Set(requests)]}, then ${error.name}`);
}
status = 500;
requests = [];
await client.clients.create({ name: "OpenMetadata" }, { maxRetries: 0 }).catch(() => undefined);
console.log(`maxRetries 0: ${requests.length}`);
server.close();
server.closeAllConnections();
JS
NODE_EXTRA_CA_CERTS=certificate.pem node create.mjs > seen

diff - seen <<'SEEN'
500: 3 x POST /api/v2/clients, then ManagementError
502: 3 x POST /api/v2/clients, then ManagementError
408: 3 x POST /api/v2/clients, then ManagementError
409: 1 x POST /api/v2/clients, then ConflictError
maxRetries 0: 1
SEEN
echo "As recorded."
