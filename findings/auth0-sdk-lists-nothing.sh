#!/usr/bin/env bash
# Auth0's Node SDK finds no applications at all where a caller says `include_totals: false`.
#
# auth0 7.1.0 (npm), a tenant with 7 applications. The Management API answers with a list where include_totals is false or not
# given, and with an object that has the list in it where it is true. The SDK's lists read the object only, and say nothing about
# the other form, although the type has the parameter as boolean, its comment says that false is the default:
#   clients.list()                            7 applications
#   clients.list({ include_totals: false })   0 applications, no error
#   clients.list({ include_totals: null })    0 applications, no error: null leaves the parameter out
# The same with users and roles. A program that creates what it does not find creates it again.
# Each list ends with one request more than there are pages, even where the first page was not full: it counts towards the rate limit.
#
# The tenant is played by the SDK's own option `fetch`. Needs: Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund auth0@7.1.0 >/dev/null
cat > list.mjs <<'JS'
import { ManagementClient } from "auth0";

let requests;
const tenant = async (address) => {
    requests += 1;
    const { pathname, searchParams } = new URL(address);
    const kind = pathname.split("/").at(-1);
    const [page, size] = [Number(searchParams.get("page") ?? 0), Number(searchParams.get("per_page") ?? 50)];
    const all = Array.from({ length: 7 }, (_, index) => ({ name: `${kind} ${index}` }));
    const part = all.slice(page * size, (page + 1) * size);
    const answer = { start: page * size, limit: size, length: part.length, total: all.length, [kind]: part };
    return Response.json(searchParams.get("include_totals") === "true" ? answer : part);
};
const { clients, users, roles } = new ManagementClient({ domain: "example.eu.auth0.com", token: "not used", fetch: tenant });
const found = async (name, list) => {
    requests = 0;
    let count = 0;
    for await (const _ of await list) count += 1;
    console.log(`${name}: ${count} found, ${requests} requests`);
};
await found("clients", clients.list());
await found("clients, include_totals false", clients.list({ include_totals: false }));
await found("clients, include_totals null", clients.list({ include_totals: null }));
await found("users, include_totals false", users.list({ include_totals: false }));
await found("roles, include_totals false", roles.list({ include_totals: false }));
JS
node list.mjs > seen

diff - seen <<'SEEN'
clients: 7 found, 2 requests
clients, include_totals false: 0 found, 1 requests
clients, include_totals null: 0 found, 1 requests
users, include_totals false: 0 found, 1 requests
roles, include_totals false: 0 found, 1 requests
SEEN
echo "As recorded."
