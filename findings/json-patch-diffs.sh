#!/usr/bin/env bash
# Python's jsonpatch and Apache Johnzon make JSON Patches that lead to another document, or cannot be applied.
#
# Each makes the patch from one document to another, and applies it itself. Expected: the second document.
#   jsonpatch 1.33 (PyPI, in OpenMetadata's Python client)
#     - in a list, 1 and true, or 0 and false, are the same: the patch from [{"on":1}] to [{"on":true}] is empty; outside of lists it is right
#     - a value that goes from a list into one of the list's objects is moved after its place was taken:
#       ["a", {}] to ["c", {"n":"a"}] gives ["a", {"n":"c"}], without an error
#     - ["b", {"n":"c"}] to [[], {"t":"b"}]: a patch that the library itself cannot apply
#   Johnzon 2.0.1 (Maven Central; 1.2.21, which OpenMetadata's server depends on, does the same)
#     - a list with two elements less: it removes each by the place that it had at first, so that the last one is not there any more
#   jsondiff 0.6.1 (Go)
#     - 9007199254740993 and 9007199254740992 are the same: it reads both as float64
# Right in all of these: Parsson 1.1.7, zjsonpatch 0.4.16 and json-patch 1.13 (Java), gomodules.xyz/jsonpatch 2.5.0 (Go). Right but for the
# numbers, which JavaScript does not have: fast-json-patch 3.1.1 and rfc6902 5.4.0 (npm).
#
# Needs: Java 11 or later, Maven, Go 1.24 or later, Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > pairs.txt <<'PAIRS'
{"a":[{"on":1}]} {"a":[{"on":true}]}
{"a":{"on":1}} {"a":{"on":true}}
{"a":["a",{}]} {"a":["c",{"n":"a"}]}
{"a":["b",{"n":"c"}]} {"a":[[],{"t":"b"}]}
{"a":[1,2]} {"a":[1]}
{"a":[1,2,3]} {"a":[1]}
{"a":9007199254740993} {"a":9007199254740992}
PAIRS

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jsonpatch==1.33 2>/dev/null
cat > make.py <<'PY'
import json

import jsonpatch

for line in open("pairs.txt"):
    before, after = line.split()
    patch = jsonpatch.make_patch(json.loads(before), json.loads(after))
    try:
        result = json.dumps(patch.apply(json.loads(before)), separators=(",", ":"))
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException) as error:
        result = type(error).__name__
    if result != after:
        print(f"jsonpatch: {before} to {after}: {len(patch.patch)} operations, {result}")
PY
python/bin/python make.py > seen

npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-json-patch@3.1.1 rfc6902@5.4.0 >/dev/null
cat > make.mjs <<'JS'
import { readFileSync } from "node:fs";
import fastJsonPatch from "fast-json-patch";
import { applyPatch, createPatch } from "rfc6902";

for (const line of readFileSync("pairs.txt", "utf8").trim().split("\n")) {
    const [before, after] = line.split(" ").map((text) => JSON.parse(text));
    const fast = fastJsonPatch.applyPatch(structuredClone(before), fastJsonPatch.compare(before, after)).newDocument;
    const rfc = structuredClone(before);
    applyPatch(rfc, createPatch(before, after));
    for (const [name, result] of [["fast-json-patch", fast], ["rfc6902", rfc]]) {
        if (JSON.stringify(result) !== JSON.stringify(after)) console.log(`${name}: ${line.replace(" ", " to ")}: ${JSON.stringify(result)}`);
    }
}
JS
node make.mjs >> seen

cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/evanphx/json-patch/v5"
	"github.com/wI2L/jsondiff"
	gomodules "gomodules.xyz/jsonpatch/v2"
)

func main() {
	content, _ := os.ReadFile("pairs.txt")
	for _, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		before, after, _ := strings.Cut(line, " ")
		first, err := gomodules.CreatePatch([]byte(before), []byte(after))
		if err != nil {
			panic(err)
		}
		second, err := jsondiff.CompareJSON([]byte(before), []byte(after))
		if err != nil {
			panic(err)
		}
		for name, made := range map[string]any{"gomodules": first, "jsondiff": append(jsondiff.Patch{}, second...)} {
			text, _ := json.Marshal(made)
			patch, err := jsonpatch.DecodePatch(text)
			if err != nil {
				panic(err)
			}
			result, err := patch.Apply([]byte(before))
			if err != nil {
				panic(err)
			}
			if string(result) != after {
				fmt.Printf("%s: %s to %s: %d operations, %s\n", name, before, after, len(patch), result)
			}
		}
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/evanphx/json-patch/v5@v5.9.11 github.com/wI2L/jsondiff@v0.6.1 gomodules.xyz/jsonpatch/v2@v2.5.0 2>/dev/null
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
cat > Make.java <<'JAVA'
import com.fasterxml.jackson.databind.*;
import jakarta.json.*;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.file.*;

class Make {
    interface Maker {
        String result(String before, String after) throws Exception;
    }

    static String byProvider(JsonProvider provider, String before, String after) {
        JsonStructure from = provider.createReader(new StringReader(before)).read();
        JsonStructure to = provider.createReader(new StringReader(after)).read();
        return provider.createDiff(from, to).apply(from).toString();
    }

    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        String[] names = {"Parsson", "Johnzon", "zjsonpatch", "json-patch"};
        Maker[] makers = {
            (before, after) -> byProvider(new org.eclipse.parsson.JsonProviderImpl(), before, after),
            (before, after) -> byProvider(new org.apache.johnzon.core.JsonProviderImpl(), before, after),
            (before, after) -> com.flipkart.zjsonpatch.JsonPatch.apply(
                com.flipkart.zjsonpatch.JsonDiff.asJson(mapper.readTree(before), mapper.readTree(after)),
                mapper.readTree(before)).toString(),
            (before, after) -> com.github.fge.jsonpatch.diff.JsonDiff.asJsonPatch(mapper.readTree(before), mapper.readTree(after))
                .apply(mapper.readTree(before)).toString(),
        };
        for (String line : Files.readAllLines(Path.of("pairs.txt"))) {
            String[] pair = line.split(" ");
            for (int index = 0; index < makers.length; index += 1) {
                String result;
                try {
                    result = makers[index].result(pair[0], pair[1]);
                } catch (JsonException error) {
                    result = error.getMessage();
                }
                if (!result.equals(pair[1])) System.out.println(names[index] + ": " + pair[0] + " to " + pair[1] + ": " + result);
            }
        }
    }
}
JAVA
java -cp 'lib/*' Make.java >> seen

diff - seen <<'SEEN'
jsonpatch: {"a":[{"on":1}]} to {"a":[{"on":true}]}: 0 operations, {"a":[{"on":1}]}
jsonpatch: {"a":["a",{}]} to {"a":["c",{"n":"a"}]}: 2 operations, {"a":["a",{"n":"c"}]}
jsonpatch: {"a":["b",{"n":"c"}]} to {"a":[[],{"t":"b"}]}: 3 operations, JsonPointerException
jsondiff: {"a":9007199254740993} to {"a":9007199254740992}: 0 operations, {"a":9007199254740993}
Johnzon: {"a":[1,2,3]} to {"a":[1]}: '[1,3]' contains no element for index 2 and for '2'.
SEEN
echo "As recorded."
