#!/usr/bin/env bash
# One RSA key, published the way OpenMetadata's JWKS has it (the modulus with its leading zero byte, base64url with padding):
# every library that reads it verifies with it, but five of eight no longer know that it is the same key.
#
# RFC 7518, section 6.3.1.1, wants the modulus without the zero byte and without padding; RFC 7638 hashes the members of the
# key as they should be written. What was seen, beside the same key written correctly:
#   Node 20              reads it, 2048 bits, and writes it correctly again
#   jose 6.2.18          verifies with it; another thumbprint
#   node-jose 2.2.0      2056 bits; another thumbprint
#   nimbus 10.5          2056 bits; another thumbprint
#   jwcrypto 1.6.1       another thumbprint
#   joserfc 1.8.0        refuses it, with an error whose message is empty
#   PyJWT 2.15.1         reads it, 2048 bits
#   jwks-rsa 0.22.1      (Java) reads it as the same key
# Compare such keys by what they are (modulus as a number, or X.509 SubjectPublicKeyInfo), never by their thumbprint.
#
# Needs: Java 11 or later, Maven, Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund jose@6.2.18 node-jose@2.2.0 >/dev/null
cat > read.mjs <<'JS'
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { calculateJwkThumbprint, CompactSign, compactVerify, importJWK } from "jose";
import nodeJose from "node-jose";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const right = { ...publicKey.export({ format: "jwk" }), kid: "k" };
const withZero = Buffer.concat([Buffer.from([0]), Buffer.from(right.n, "base64url")]);
const padded = { ...right, n: withZero.toString("base64").replaceAll("+", "-").replaceAll("/", "_") };
writeFileSync("keys.json", JSON.stringify({ right, padded }));

const asNode = createPublicKey({ key: padded, format: "jwk" });
console.log(
    "Node:", asNode.asymmetricKeyDetails.modulusLength, "bits,",
    asNode.export({ format: "jwk" }).n === right.n ? "written correctly again" : "written as it was",
);
const signed = await new CompactSign(Buffer.from("x")).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
await compactVerify(signed, await importJWK(padded, "RS256"));
const same = (a, b) => (a === b ? "the same thumbprint" : "another thumbprint");
console.log("jose: verifies,", same(await calculateJwkThumbprint(right), await calculateJwkThumbprint(padded)));
const [a, b] = [await nodeJose.JWK.asKey(right), await nodeJose.JWK.asKey(padded)];
const print = async (key) => (await key.thumbprint()).toString("hex");
console.log("node-jose:", b.length, "bits,", same(await print(a), await print(b)));
JS
node read.mjs > seen

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.nimbusds</groupId><artifactId>nimbus-jose-jwt</artifactId><version>10.5</version></dependency>
    <dependency><groupId>com.auth0</groupId><artifactId>jwks-rsa</artifactId><version>0.22.1</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.18.2</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Read.java <<'JAVA'
import com.auth0.jwk.Jwk;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWK;
import java.io.File;
import java.util.*;

class Read {
    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        Map<String, Map<String, Object>> keys = new ObjectMapper().readValue(new File("keys.json"), Map.class);
        JWK right = JWK.parse(keys.get("right"));
        JWK padded = JWK.parse(keys.get("padded"));
        System.out.println("nimbus: " + padded.size() + " bits, "
            + (right.computeThumbprint().equals(padded.computeThumbprint()) ? "the same" : "another") + " thumbprint");
        System.out.println("jwks-rsa: "
            + (Jwk.fromValues(keys.get("padded")).getPublicKey().equals(right.toRSAKey().toPublicKey())
                ? "the same key" : "another key"));
    }
}
JAVA
java -cp 'lib/*' Read.java 2>/dev/null >> seen

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check \
    PyJWT==2.15.1 joserfc==1.8.0 jwcrypto==1.6.1 cryptography==50.0.2 2>/dev/null
cat > read.py <<'PY'
import json

from joserfc.jwk import RSAKey
from jwcrypto import jwk
from jwt.algorithms import RSAAlgorithm

keys = json.load(open("keys.json"))
right, padded = keys["right"], keys["padded"]
same = jwk.JWK(**right).thumbprint() == jwk.JWK(**padded).thumbprint()
print("jwcrypto:", "the same thumbprint" if same else "another thumbprint")
try:
    RSAKey.import_key(padded)
    print("joserfc: reads it")
except Exception as error:
    print(f"joserfc: {type(error).__name__} {str(error)!r}")
print("PyJWT:", RSAAlgorithm.from_jwk(padded).key_size, "bits")
PY
python/bin/python read.py >> seen

diff - seen <<'SEEN'
Node: 2048 bits, written correctly again
jose: verifies, another thumbprint
node-jose: 2056 bits, another thumbprint
nimbus: 2056 bits, another thumbprint
jwks-rsa: the same key
jwcrypto: another thumbprint
joserfc: Error ''
PyJWT: 2048 bits
SEEN
echo "As recorded."
