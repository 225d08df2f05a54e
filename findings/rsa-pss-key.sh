#!/usr/bin/env bash
# A key that OpenSSL makes for PS256, with `-algorithm RSA-PSS`, is of no use to the JWT libraries of Node, and an RS256 key to Python's.
#
# Such a PEM says in its algorithm identifier that the key is for RSA-PSS only (RFC 4055), which is what PS256 of RFC 7518 does. Auth0
# takes PS256 for the keys of an application, so that it looks like the right key. Of this one, without further parameters:
#   node:crypto 20       signs with it; exports no JWK of it
#   jose 6.2.18          Invalid key type, with "PS256" given
#   jsonwebtoken 9.0.3   its RSA-PSS parameters do not meet the requirements of "alg" PS256, although the key restricts nothing
#   fast-jwt 6.3.6       Unsupported PEM PCKS8 private key with OID 1.2.840.113549.1.1.10 (its own spelling)
#   node-forge 1.4.3     reads the private key as any RSA key, and writes it so; its public key: Unknown OID
#   PyJWT 2.15.1         signs and verifies PS256, and RS256 as well, which the key rules out
#   joserfc 1.8.0        signs PS256, and RS256 as well
#   python-jose 3.5.0    signs RS256
# `openssl genpkey -algorithm RSA` makes the key that all of them use for PS256.
#
# Needs: Node 20, npm, OpenSSL 3, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out key.pem 2>/dev/null
openssl pkey -in key.pem -pubout -out public.pem
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jose@6.2.18 jsonwebtoken@9.0.3 fast-jwt@6.3.6 node-forge@1.4.3 >/dev/null
cat > use.mjs <<'JS'
import { constants, createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSigner } from "fast-jwt";
import { importPKCS8 } from "jose";
import jsonwebtoken from "jsonwebtoken";
import forge from "node-forge";

const [key, publicKey] = [readFileSync("key.pem", "utf8"), readFileSync("public.pem", "utf8")];
for (const [name, use] of [
    ["node:crypto", () => sign("sha256", "x", { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })],
    ["node:crypto, JWK", () => createPrivateKey(key).export({ format: "jwk" })],
    ["jose", () => importPKCS8(key, "PS256")],
    ["jsonwebtoken", () => jsonwebtoken.sign({}, key, { algorithm: "PS256" })],
    ["fast-jwt", () => createSigner({ key, algorithm: "PS256" })({})],
    ["node-forge, private", () => forge.pki.privateKeyToPem(forge.pki.privateKeyFromPem(key))],
    ["node-forge, public", () => forge.pki.publicKeyFromPem(publicKey)],
]) {
    try {
        const made = await use();
        const written = typeof made === "string" && made.startsWith("-----");
        console.log(`${name}: ${written ? `written as ${createPrivateKey(made).asymmetricKeyType}` : "uses it"}`);
    } catch (error) {
        console.log(`${name}: ${error.message}`);
    }
}
JS
node use.mjs > seen

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check \
    PyJWT==2.15.1 joserfc==1.8.0 python-jose==3.5.0 cryptography==50.0.2 2>/dev/null
cat > use.py <<'PY'
import jwt
from jose import jwt as python_jose
from joserfc import jwt as joserfc
from joserfc.jwk import RSAKey

key, public_key = open("key.pem").read(), open("public.pem").read()
for algorithm in ["PS256", "RS256"]:
    jwt.decode(jwt.encode({}, key, algorithm=algorithm), public_key, algorithms=[algorithm])
    print("PyJWT signs and verifies", algorithm)
    joserfc.encode({"alg": algorithm}, {}, RSAKey.import_key(key), algorithms=[algorithm])
    print("joserfc signs", algorithm)
python_jose.encode({}, key, algorithm="RS256")
print("python-jose signs RS256")
PY
python/bin/python use.py >> seen

diff - seen <<'SEEN'
node:crypto: uses it
node:crypto, JWK: Unsupported JWK Key Type.
jose: Invalid key type
jsonwebtoken: Invalid key for this operation, its RSA-PSS parameters do not meet the requirements of "alg" PS256.
fast-jwt: Unsupported PEM PCKS8 private key with OID 1.2.840.113549.1.1.10.
node-forge, private: written as rsa
node-forge, public: Cannot read public key. Unknown OID.
PyJWT signs and verifies PS256
joserfc signs PS256
PyJWT signs and verifies RS256
joserfc signs RS256
python-jose signs RS256
SEEN
echo "As recorded."
