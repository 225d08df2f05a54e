#!/usr/bin/env bash
# A JSON Web Token with "exp": null: its maker takes it, and nearly nobody else does.
#
# java-jwt 4.5.0 (Maven Central) writes "exp": null where withExpiresAt is given no date, and verifies that token itself.
# RFC 7519 has exp as a NumericDate, so a token that never expires has no exp at all. What others say to the same token:
#   jose 6.2.18          "exp" claim must be a number
#   jsonwebtoken 9.0.3   invalid exp value
#   fast-jwt 6.3.6       The exp claim must be a number.
#   PyJWT 2.15.1         DecodeError: Expiration Time claim (exp) must be an integer.
#   joserfc 1.8.0        InvalidClaimError: invalid_claim: Claim 'exp' must be a NumericDate value
#   python-jose 3.5.0    TypeError, and not one of its own errors, so that `except JWTError` does not catch it
#   jwcrypto 1.6.1       TypeError, likewise
# It matters because OpenMetadata writes its bots' unlimited tokens with java-jwt.
#
# Needs: Java 11 or later, Maven, Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.auth0</groupId><artifactId>java-jwt</artifactId><version>4.5.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Make.java <<'JAVA'
import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.nio.file.*;
import java.security.*;
import java.security.interfaces.*;
import java.util.*;

class Make {
    public static void main(String[] args) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Algorithm algorithm = Algorithm.RSA256((RSAPublicKey) pair.getPublic(), (RSAPrivateKey) pair.getPrivate());
        String token = JWT.create().withSubject("ingestion-bot").withExpiresAt((Date) null).sign(algorithm);
        System.out.println("payload " + new String(Base64.getUrlDecoder().decode(token.split("\\.")[1])));
        System.out.println("java-jwt takes it: " + JWT.require(algorithm).build().verify(token).getSubject());
        Files.writeString(Path.of("token"), token);
        Files.writeString(Path.of("key.pem"), "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    }
}
JAVA
java -cp 'lib/*' Make.java > seen

npm init -y >/dev/null
npm install --silent --no-audit --no-fund jose@6.2.18 jsonwebtoken@9.0.3 fast-jwt@6.3.6 >/dev/null
cat > verify.mjs <<'JS'
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createVerifier } from "fast-jwt";
import { jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";

const [token, pem] = [readFileSync("token", "utf8"), readFileSync("key.pem", "utf8")];
for (const [name, verify] of [
    ["jose", () => jwtVerify(token, createPublicKey(pem))],
    ["jsonwebtoken", () => jsonwebtoken.verify(token, pem)],
    ["fast-jwt", () => createVerifier({ key: pem })(token)],
]) {
    try {
        await verify();
        console.log(`${name} takes it`);
    } catch (error) {
        console.log(`${name}: ${error.message}`);
    }
}
JS
node verify.mjs >> seen

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check \
    PyJWT==2.15.1 joserfc==1.8.0 python-jose==3.5.0 jwcrypto==1.6.1 cryptography==50.0.2 2>/dev/null
cat > verify.py <<'PY'
import jwt
from jose import jwt as python_jose
from joserfc import jwt as joserfc
from joserfc.jwk import RSAKey
from jwcrypto import jwk, jwt as jwcrypto

token, pem = open("token").read(), open("key.pem").read()


def with_joserfc():
    claims = joserfc.decode(token, RSAKey.import_key(pem), algorithms=["RS256"]).claims
    joserfc.JWTClaimsRegistry().validate(claims)


for name, verify in {
    "PyJWT": lambda: jwt.decode(token, pem, algorithms=["RS256"]),
    "joserfc": with_joserfc,
    "python-jose": lambda: python_jose.decode(token, pem, algorithms=["RS256"]),
    "jwcrypto": lambda: jwcrypto.JWT(jwt=token, key=jwk.JWK.from_pem(pem.encode())),
}.items():
    try:
        verify()
        print(name, "takes it")
    except Exception as error:
        words = "" if isinstance(error, TypeError) else f": {error}"
        print(f"{name}: {type(error).__name__}{words}")
PY
python/bin/python verify.py >> seen

diff - seen <<'SEEN'
payload {"sub":"ingestion-bot","exp":null}
java-jwt takes it: ingestion-bot
jose: "exp" claim must be a number
jsonwebtoken: invalid exp value
fast-jwt: The exp claim must be a number.
PyJWT: DecodeError: Expiration Time claim (exp) must be an integer.
joserfc: InvalidClaimError: invalid_claim: Claim 'exp' must be a NumericDate value
python-jose: TypeError
jwcrypto: TypeError
SEEN
echo "As recorded."
