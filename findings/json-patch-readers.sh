#!/usr/bin/env bash
# The same valid JSON Patch gives different documents, or none, depending on the library that applies it.
#
# Seven patches of RFC 6902, each applied to one document. What differs from the RFC:
#   test of 1 against 1.0           Parsson 1.1.7, Johnzon 2.0.1, zjsonpatch 0.4.16 (Java) and evanphx/json-patch 5.9.11 (Go): not the same;
#                                   section 4.6 of the RFC compares numbers by their value
#   remove /a~01b                   zjsonpatch removes "a/b" instead of "a~1b", without an error: it reads ~0 before ~1, which section 4
#                                   of RFC 6901 warns of
#   replace the whole document      Johnzon and rfc6902 5.4.0 (npm) refuse it; Johnzon does the same with add
#   add, move onto the whole        rfc6902 refuses both; evanphx moves it below the key "", without an error
#   copy the whole into itself      jsonpatch 1.33 (Python) refuses it
#   replace the key "-"             jsonpatch takes it for the end of a list, in an object too
# All seven as in the RFC: fast-json-patch 3.1.1 (npm) and json-patch 1.13 (Java).
#
# Needs: Java 11 or later, Maven, Go 1.24 or later, Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The document, the patch, the result, a tab between.
cat > cases.txt <<'CASES'
{"a":1}	[{"op":"test","path":"/a","value":1.0}]	{"a":1}
{"a/b":1,"a~1b":2}	[{"op":"remove","path":"/a~01b"}]	{"a/b":1}
{"a":1}	[{"op":"replace","path":"","value":{"b":2}}]	{"b":2}
{"a":1}	[{"op":"add","path":"","value":{"b":2}}]	{"b":2}
{"a":{"b":1}}	[{"op":"move","from":"/a","path":""}]	{"b":1}
{"a":1}	[{"op":"copy","from":"","path":"/b"}]	{"a":1,"b":{"a":1}}
{"-":1}	[{"op":"replace","path":"/-","value":2}]	{"-":2}
CASES

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jsonpatch==1.33 2>/dev/null
cat > apply.py <<'PY'
import json

import jsonpatch

for line in open("cases.txt"):
    document, patch, right = line.rstrip("\n").split("\t")
    try:
        result = json.dumps(jsonpatch.apply_patch(json.loads(document), json.loads(patch)), separators=(",", ":"))
    except jsonpatch.JsonPatchException:
        result = "refused"
    if result != right:
        print("jsonpatch", patch, result)
PY
python/bin/python apply.py > seen

npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-json-patch@3.1.1 rfc6902@5.4.0 >/dev/null
cat > apply.mjs <<'JS'
import { readFileSync } from "node:fs";
import fastJsonPatch from "fast-json-patch";
import { applyPatch } from "rfc6902";

const withRfc6902 = (document, patch) => {
    const error = applyPatch(document, patch).find(Boolean);
    if (error) throw error;
    return document;
};
for (const line of readFileSync("cases.txt", "utf8").trim().split("\n")) {
    const [document, patch, right] = line.split("\t");
    for (const [name, apply] of [
        ["fast-json-patch", (from, by) => fastJsonPatch.applyPatch(from, by, true).newDocument],
        ["rfc6902", withRfc6902],
    ]) {
        let result;
        try {
            result = JSON.stringify(apply(JSON.parse(document), JSON.parse(patch)));
        } catch {
            result = "refused";
        }
        if (result !== right) console.log(name, patch, result);
    }
}
JS
node apply.mjs >> seen

cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/evanphx/json-patch/v5"
)

func main() {
	content, _ := os.ReadFile("cases.txt")
	for _, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		parts := strings.Split(line, "\t")
		patch, err := jsonpatch.DecodePatch([]byte(parts[1]))
		if err != nil {
			panic(err)
		}
		result, err := patch.Apply([]byte(parts[0]))
		if err != nil {
			result = []byte("refused")
		}
		if string(result) != parts[2] {
			fmt.Println("evanphx", parts[1], string(result))
		}
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/evanphx/json-patch/v5@v5.9.11 2>/dev/null
go run . >> seen

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-core</artifactId><version>2.18.2</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.18.2</version></dependency>
    <dependency><groupId>com.flipkart.zjsonpatch</groupId><artifactId>zjsonpatch</artifactId><version>0.4.16</version></dependency>
    <dependency><groupId>com.github.java-json-tools</groupId><artifactId>json-patch</artifactId><version>1.13</version></dependency>
    <dependency><groupId>org.apache.johnzon</groupId><artifactId>johnzon-core</artifactId><version>2.0.1</version></dependency>
    <dependency><groupId>org.eclipse.parsson</groupId><artifactId>parsson</artifactId><version>1.1.7</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Apply.java <<'JAVA'
import com.fasterxml.jackson.databind.*;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.file.*;
import java.util.*;

class Apply {
    interface Reader {
        String apply(String document, String patch) throws Exception;
    }

    static String byProvider(JsonProvider provider, String document, String patch) {
        return provider.createPatch(provider.createReader(new StringReader(patch)).readArray())
            .apply(provider.createReader(new StringReader(document)).read()).toString();
    }

    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("Parsson", (document, patch) -> byProvider(new org.eclipse.parsson.JsonProviderImpl(), document, patch));
        readers.put("Johnzon", (document, patch) -> byProvider(new org.apache.johnzon.core.JsonProviderImpl(), document, patch));
        readers.put("zjsonpatch", (document, patch) ->
            com.flipkart.zjsonpatch.JsonPatch.apply(mapper.readTree(patch), mapper.readTree(document)).toString());
        readers.put("json-patch", (document, patch) ->
            com.github.fge.jsonpatch.JsonPatch.fromJson(mapper.readTree(patch)).apply(mapper.readTree(document)).toString());
        for (String line : Files.readAllLines(Path.of("cases.txt"))) {
            String[] parts = line.split("\t");
            for (var reader : readers.entrySet()) {
                String result;
                try {
                    result = reader.getValue().apply(parts[0], parts[1]);
                } catch (Exception refused) {
                    result = "refused";
                }
                if (!result.equals(parts[2])) System.out.println(reader.getKey() + " " + parts[1] + " " + result);
            }
        }
    }
}
JAVA
java -cp 'lib/*' Apply.java >> seen

diff - seen <<'SEEN'
jsonpatch [{"op":"copy","from":"","path":"/b"}] refused
jsonpatch [{"op":"replace","path":"/-","value":2}] refused
rfc6902 [{"op":"replace","path":"","value":{"b":2}}] refused
rfc6902 [{"op":"add","path":"","value":{"b":2}}] refused
rfc6902 [{"op":"move","from":"/a","path":""}] refused
evanphx [{"op":"test","path":"/a","value":1.0}] refused
evanphx [{"op":"move","from":"/a","path":""}] {"":{"b":1}}
Parsson [{"op":"test","path":"/a","value":1.0}] refused
Johnzon [{"op":"test","path":"/a","value":1.0}] refused
zjsonpatch [{"op":"test","path":"/a","value":1.0}] refused
zjsonpatch [{"op":"remove","path":"/a~01b"}] {"a~1b":2}
Johnzon [{"op":"replace","path":"","value":{"b":2}}] refused
SEEN
echo "As recorded."
