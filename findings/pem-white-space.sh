#!/usr/bin/env bash
# Where a line break or a blank stands in a PEM decides which libraries read the key: six of them, five opinions.
#
# RFC 7468 has parsers ignore white space, and allows text outside of the boundaries. A private key (PKCS #8), in seven ways that it comes:
#                                                               refused by
#   blanks for line breaks (a variable, a field of one line)    node:crypto 20, Go's encoding/pem, Nimbus 10.5
#   indented as a whole (pasted from YAML)                      node:crypto, Go, Nimbus, jose 6.2.18
#   indented but for the boundaries                             none
#   a line break before BEGIN (a template literal)              jose
#   text before BEGIN (as openssl pkcs12 writes it)             jose
#   a blank line after BEGIN                                    none
#   a blank line before END                                     node:crypto, Python's cryptography 50.0.2
# node-forge 1.4.3 takes all seven. jose is strict only about what stands before BEGIN, and says that the key is not PKCS #8,
# which it is; the error of node:crypto, OpenSSL's, is that the key is unsupported.
#
# Needs: Node 20, npm, Go 1.24 or later, Java 11 or later, Maven, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund jose@6.2.18 node-forge@1.4.3 >/dev/null
cat > read.mjs <<'JS'
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { importPKCS8 } from "jose";
import forge from "node-forge";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" });
const [begin, end] = [pem.indexOf("\n") + 1, pem.indexOf("-----END")];
const body = pem.slice(begin, end);
const around = (content) => pem.slice(0, begin) + content + pem.slice(end);
const ways = {
    blanks: pem.trim().replaceAll("\n", " "),
    indented: pem.replaceAll(/^/gm, "  "),
    "indented within": around(body.replaceAll(/^(?=.)/gm, "  ")),
    "line break before BEGIN": `\n${pem}`,
    "text before BEGIN": `Bag Attributes\n    friendlyName: openmetadata\nKey Attributes: <No Attributes>\n${pem}`,
    "blank line after BEGIN": around(`\n${body}`),
    "blank line before END": around(`${body}\n`),
};
writeFileSync("ways.json", JSON.stringify(ways));
for (const [way, text] of Object.entries(ways)) {
    for (const [name, read] of [
        ["node:crypto", () => createPrivateKey(text)],
        ["jose", () => importPKCS8(text, "RS256")],
        ["node-forge", () => forge.pki.privateKeyFromPem(text)],
    ]) {
        try {
            await read();
        } catch (error) {
            console.log(`${way}: ${name}, ${error.message}`);
        }
    }
}
JS
node read.mjs > refused

cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
)

func main() {
	content, _ := os.ReadFile("ways.json")
	var ways map[string]string
	if err := json.Unmarshal(content, &ways); err != nil {
		panic(err)
	}
	for way, text := range ways {
		if block, _ := pem.Decode([]byte(text)); block == nil {
			fmt.Printf("%s: Go, no block\n", way)
		}
	}
}
GO
go run main.go >> refused

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2 2>/dev/null
cat > read.py <<'PY'
import json

from cryptography.hazmat.primitives.serialization import load_pem_private_key

for way, text in json.load(open("ways.json")).items():
    try:
        load_pem_private_key(text.encode(), None)
    except ValueError as error:
        print(f"{way}: cryptography, {str(error).split('.')[0]}")
PY
python/bin/python read.py >> refused

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.bouncycastle</groupId><artifactId>bcpkix-jdk18on</artifactId><version>1.79</version></dependency>
    <dependency><groupId>com.nimbusds</groupId><artifactId>nimbus-jose-jwt</artifactId><version>10.5</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Read.java <<'JAVA'
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.*;

class Read {
    public static void main(String[] args) throws Exception {
        for (var way : JSONObjectUtils.parse(Files.readString(Path.of("ways.json"))).entrySet()) {
            try {
                JWK.parseFromPEMEncodedObjects((String) way.getValue());
            } catch (JOSEException error) {
                System.out.println(way.getKey() + ": Nimbus, " + error.getMessage());
            }
        }
    }
}
JAVA
java -cp 'lib/*' Read.java >> refused
LC_ALL=C sort refused > seen

diff - seen <<'SEEN'
blank line before END: cryptography, Unable to load PEM file
blank line before END: node:crypto, error:1E08010C:DECODER routines::unsupported
blanks: Go, no block
blanks: Nimbus, No PEM-encoded keys found
blanks: node:crypto, error:1E08010C:DECODER routines::unsupported
indented: Go, no block
indented: Nimbus, No PEM-encoded keys found
indented: jose, "pkcs8" must be PKCS#8 formatted string
indented: node:crypto, error:1E08010C:DECODER routines::unsupported
line break before BEGIN: jose, "pkcs8" must be PKCS#8 formatted string
text before BEGIN: jose, "pkcs8" must be PKCS#8 formatted string
SEEN
echo "As recorded."
