#!/usr/bin/env bash
# One key that a library does not know takes all the others of a JWKS with it, in seven of fourteen libraries.
#
# RFC 7517, section 5, has readers ignore such a key. Each set here has the RSA key that a token was signed with, and before it one more, as
# while an issuer changes to another kind of key. Who fails has no RSA key either, although the token names its kid:
#   before the RSA key                  fail
#   Ed25519                             node-jose, python-jose
#   X25519, for encryption              node-jose, python-jose, go-jose
#   secp256k1                           python-jose, go-jose, jwx, jwkset
#   brainpoolP256r1, as BP-256          python-jose, joserfc, nimbus, go-jose, jwx, jwkset
#   ML-DSA-44 (kty AKP)                 node-jose, python-jose, go-jose, jwx, jwkset
#   RSA with key_ops ["other"]          joserfc, nimbus
# These are node-jose 2.2.0 (npm), python-jose 3.5.0, joserfc 1.8.0 (PyPI), nimbus-jose-jwt 10.5 (Java), go-jose 4.1.3, jwx 3.0.12, jwkset 0.11.0
# (Go). None of the six sets troubles jose 6.2.18, jwks-rsa 4.1.0 (npm), PyJWT 2.15.1, jwcrypto 1.6.1 (PyPI), jwks-rsa 0.22.1, jose4j 0.9.6,
# jjwt 0.12.6 (Java). python-jose does not look for the kid: it tries the keys in turn, and the first of another kind is an error.
#
# Needs: Java 11 or later, Maven, Go 1.25 or later, Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund jose@6.2.18 jwks-rsa@4.1.0 node-jose@2.2.0 >/dev/null
cat > read.mjs <<'JS'
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createLocalJWKSet, jwtVerify, SignJWT } from "jose";
import jwksRsa from "jwks-rsa";
import nodeJose from "node-jose";

const made = (type, options) => generateKeyPairSync(type, options).publicKey.export({ format: "jwk" });
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const known = { ...publicKey.export({ format: "jwk" }), kid: "known", use: "sig", alg: "RS256" };
// Node has no JWK of this curve: the coordinates are the end of the key's DER.
const brainpool = generateKeyPairSync("ec", { namedCurve: "brainpoolP256r1" }).publicKey.export({ type: "spki", format: "der" });
const [x, y] = [brainpool.subarray(-64, -32), brainpool.subarray(-32)].map((part) => part.toString("base64url"));
const sets = Object.fromEntries(
    Object.entries({
        Ed25519: { ...made("ed25519"), use: "sig", alg: "EdDSA" },
        X25519: { ...made("x25519"), use: "enc" },
        secp256k1: { ...made("ec", { namedCurve: "secp256k1" }), use: "sig", alg: "ES256K" },
        "BP-256": { kty: "EC", crv: "BP-256", x, y, use: "sig" },
        "ML-DSA-44": { kty: "AKP", alg: "ML-DSA-44", pub: Buffer.alloc(1312, 1).toString("base64url"), use: "sig" },
        key_ops: { ...made("rsa", { modulusLength: 2048 }), key_ops: ["other"] },
    }).map(([name, key]) => [name, { keys: [{ ...key, kid: "other" }, known] }]),
);
writeFileSync("sets.json", JSON.stringify(sets));
const token = await new SignJWT({}).setProtectedHeader({ alg: "RS256", kid: "known" }).sign(privateKey);
writeFileSync("token", token);

const server = createServer((request, response) => response.end(JSON.stringify(sets[request.url.slice(1)])));
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
for (const [name, set] of Object.entries(sets)) {
    for (const [library, read] of [
        ["jose", () => jwtVerify(token, createLocalJWKSet(set))],
        ["jwks-rsa (npm)", () => jwksRsa({ jwksUri: `http://127.0.0.1:${server.address().port}/${name}` }).getSigningKey("known")],
        ["node-jose", () => nodeJose.JWK.asKeyStore(set)],
    ]) {
        await read().catch(() => console.log(`${name}\t${library}`));
    }
}
server.close();
server.closeAllConnections();
JS
node read.mjs > failed

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check \
    PyJWT==2.15.1 joserfc==1.8.0 python-jose==3.5.0 jwcrypto==1.6.1 cryptography==50.0.2 2>/dev/null
cat > read.py <<'PY'
import json

import jwt
from jose import jwt as python_jose
from joserfc.jwk import KeySet
from jwcrypto.jwk import JWKSet

token = open("token").read()
for name, keys in json.load(open("sets.json")).items():
    for library, read in {
        "PyJWT": lambda: jwt.decode(token, jwt.PyJWKSet.from_dict(keys)["known"], algorithms=["RS256"]),
        "joserfc": lambda: KeySet.import_key_set(keys).get_by_kid("known"),
        "jwcrypto": lambda: JWKSet.from_json(json.dumps(keys)).get_key("known"),
        "python-jose": lambda: python_jose.decode(token, keys, algorithms=["RS256"]),
    }.items():
        try:
            read()
        except Exception:
            print(f"{name}\t{library}")
PY
python/bin/python read.py >> failed

cat > main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/MicahParks/jwkset"
	"github.com/go-jose/go-jose/v4"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

func main() {
	content, _ := os.ReadFile("sets.json")
	var sets map[string]json.RawMessage
	if err := json.Unmarshal(content, &sets); err != nil {
		panic(err)
	}
	for name, text := range sets {
		var byJose jose.JSONWebKeySet
		if err := json.Unmarshal(text, &byJose); err != nil || len(byJose.Key("known")) == 0 {
			fmt.Printf("%s\tgo-jose\n", name)
		}
		if byJwx, err := jwk.Parse(text); err != nil || byJwx.Len() == 0 {
			fmt.Printf("%s\tjwx\n", name)
		}
		var marshalled jwkset.JWKSMarshal
		if err := json.Unmarshal(text, &marshalled); err != nil {
			panic(err)
		}
		stored, err := marshalled.ToStorage()
		if err == nil {
			_, err = stored.KeyRead(context.Background(), "known")
		}
		if err != nil {
			fmt.Printf("%s\tjwkset\n", name)
		}
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/MicahParks/jwkset@v0.11.0 github.com/go-jose/go-jose/v4@v4.1.3 github.com/lestrrat-go/jwx/v3@v3.0.12 2>/dev/null
go mod tidy 2>/dev/null
go run . >> failed

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.nimbusds</groupId><artifactId>nimbus-jose-jwt</artifactId><version>10.5</version></dependency>
    <dependency><groupId>com.auth0</groupId><artifactId>jwks-rsa</artifactId><version>0.22.1</version></dependency>
    <dependency><groupId>org.bitbucket.b_c</groupId><artifactId>jose4j</artifactId><version>0.9.6</version></dependency>
    <dependency><groupId>io.jsonwebtoken</groupId><artifactId>jjwt-impl</artifactId><version>0.12.6</version></dependency>
    <dependency><groupId>io.jsonwebtoken</groupId><artifactId>jjwt-jackson</artifactId><version>0.12.6</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Read.java <<'JAVA'
import com.auth0.jwk.UrlJwkProvider;
import com.fasterxml.jackson.databind.*;
import com.nimbusds.jose.jwk.JWKSet;
import io.jsonwebtoken.security.Jwks;
import java.io.File;
import java.nio.file.*;
import java.util.*;
import org.jose4j.jwk.JsonWebKeySet;

class Read {
    interface Reader {
        Object known(String set) throws Exception;
    }

    static Object byUrl(String set) throws Exception {
        Path file = Files.writeString(Path.of("set.json"), set);
        return new UrlJwkProvider(file.toUri().toURL()).get("known").getPublicKey();
    }

    public static void main(String[] args) throws Exception {
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("nimbus", set -> JWKSet.parse(set).getKeyByKeyId("known"));
        readers.put("jwks-rsa (Java)", Read::byUrl);
        readers.put("jose4j", set -> new JsonWebKeySet(set).findJsonWebKey("known", null, null, null).getKey());
        readers.put("jjwt", set -> Jwks.setParser().build().parse(set).getKeys().stream()
            .filter(key -> "known".equals(key.getId())).findFirst().orElseThrow());
        for (var set : new ObjectMapper().readTree(new File("sets.json")).properties()) {
            for (var reader : readers.entrySet()) {
                try {
                    if (reader.getValue().known(set.getValue().toString()) != null) continue;
                } catch (Exception failed) {
                    // Printed below.
                }
                System.out.println(set.getKey() + "\t" + reader.getKey());
            }
        }
    }
}
JAVA
java -cp 'lib/*' Read.java 2>/dev/null >> failed
LC_ALL=C sort failed | awk -F'\t' '{ libraries[$1] = libraries[$1] ", " $2 } END { for (name in libraries) print name ":" substr(libraries[name], 2) }' |
    LC_ALL=C sort > seen

diff - seen <<'SEEN'
BP-256: go-jose, joserfc, jwkset, jwx, nimbus, python-jose
Ed25519: node-jose, python-jose
ML-DSA-44: go-jose, jwkset, jwx, node-jose, python-jose
X25519: go-jose, node-jose, python-jose
key_ops: joserfc, nimbus
secp256k1: go-jose, jwkset, jwx, python-jose
SEEN
echo "As recorded."
