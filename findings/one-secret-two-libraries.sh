#!/usr/bin/env bash
# An Express application that uses Auth0's library for sign-in does not start once it uses Auth0's library for APIs as well.
#
# express-openid-connect 3.4.0 and express-oauth2-jwt-bearer 1.10.0 (npm) read their settings from the environment, without a prefix, and
# SECRET is one of both. For the first it is what session cookies are encrypted with; for the second, the key of tokens that are signed
# with HS256. With both in one process and the .env of the first, auth() of the second throws:
#   without tokenSigningAlg   You must provide a 'tokenSigningAlg' for validating symmetric algorithms
#   with "RS256" for it       You must supply one of HS256, HS384, HS512 for 'tokenSigningAlg' …
# Neither message names the variable. `secret: undefined` does not help, `secret: ""` does: then the keys of
# ISSUER_BASE_URL are used, a variable that both read alike.
#
# Needs: Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund express@5.3.0 express-openid-connect@3.4.0 express-oauth2-jwt-bearer@1.10.0 >/dev/null
cat > start.mjs <<'JS'
import { auth as protectApi } from "express-oauth2-jwt-bearer";
import { auth as signIn } from "express-openid-connect";

const audience = "https://api.example.com";
for (const [name, start] of [
    ["sign-in", () => signIn()],
    ["API", () => protectApi({ audience })],
    ["API, RS256", () => protectApi({ audience, tokenSigningAlg: "RS256" })],
    ["API, secret undefined", () => protectApi({ audience, secret: undefined })],
    ["API, secret empty", () => protectApi({ audience, secret: "" })],
]) {
    try {
        start();
        console.log(`${name}: starts`);
    } catch (error) {
        console.log(`${name}: ${error.message}`);
    }
}
JS
export ISSUER_BASE_URL=https://example.eu.auth0.com BASE_URL=https://app.example.com CLIENT_ID=not-used
export SECRET=a-secret-of-the-session-cookies-only
node start.mjs > seen

diff - seen <<'SEEN'
sign-in: starts
API: You must provide a 'tokenSigningAlg' for validating symmetric algorithms
API, RS256: You must supply one of HS256, HS384, HS512 for 'tokenSigningAlg' to validate symmetrically signed tokens
API, secret undefined: You must provide a 'tokenSigningAlg' for validating symmetric algorithms
API, secret empty: starts
SEEN
echo "As recorded."
