#!/usr/bin/env bash
# A pattern of OpenMetadata's JSON Schemas is an error to some validators, and refuses "müller" with others.
#
# The pattern of a type's name is (?U)^[\w]+$: for java.util.regex, where the flag U has \w take the letters of all alphabets. JSON Schema
# asks for the expressions of ECMAScript, which have no such flag. Of "anna" and "müller", which are both meant, valid are with
#   java.util.regex, json-schema-validator 1.5.6 (Java)        both
#   pydantic 2.12.5 (PyPI)                                     both, by chance: in Rust's regex, U is about greed, and \w takes all letters
#   santhosh-tekuri/jsonschema 6.0.2, as in kubeconform (Go)   "anna" only: U is about greed, and \w takes a to z
#   google/jsonschema-go 0.3.0 (Go)                            "anna" only
#   jsonschema-rs 0.61.2 (PyPI)                                "anna" only
#   ajv 8.20.0 (npm), jsonschema 4.25.1 (PyPI)                 none: the schema is an error
# Where "anna" only is valid, nothing tells before the first document with another letter. The same flag stands in the patterns of a
# webhook's name and of links to entities.
#
# Needs: Java 11 or later, Maven, Go 1.24 or later, Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

export LC_ALL=C.UTF-8
printf '%s' '{"type":"string","pattern":"(?U)^[\\w]+$"}' > schema.json
printf '%s' '["anna","müller"]' > values.json

npm init -y >/dev/null
npm install --silent --no-audit --no-fund ajv@8.20.0 >/dev/null
cat > check.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

const [schema, values] = ["schema", "values"].map((name) => JSON.parse(readFileSync(`${name}.json`, "utf8")));
try {
    const validate = new Ajv().compile(schema);
    console.log("ajv:", values.filter(validate).join(" "));
} catch (error) {
    console.log("ajv:", error.message);
}
JS
node check.mjs > seen

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jsonschema==4.25.1 jsonschema-rs==0.61.2 pydantic==2.12.5 2>/dev/null
cat > check.py <<'PY'
import json
from typing import Annotated

import jsonschema
import jsonschema_rs
from pydantic import Field, TypeAdapter, ValidationError

schema, values = json.load(open("schema.json")), json.load(open("values.json"))


def with_pydantic(value):
    try:
        return TypeAdapter(Annotated[str, Field(pattern=schema["pattern"])]).validate_python(value) == value
    except ValidationError:
        return False


for name, valid in {
    "jsonschema": lambda value: jsonschema.validate(value, schema) is None,
    "jsonschema-rs": lambda value: jsonschema_rs.is_valid(schema, value),
    "pydantic": with_pydantic,
}.items():
    try:
        print(f"{name}:", *filter(valid, values))
    except jsonschema.SchemaError:
        print(f"{name}: SchemaError")
PY
python/bin/python check.py >> seen

cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	google "github.com/google/jsonschema-go/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func read(name string, into any) {
	content, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(content, into)
	}
	if err != nil {
		panic(err)
	}
}

func main() {
	var values []string
	read("values.json", &values)
	tekuri := jsonschema.NewCompiler().MustCompile("schema.json")
	var schema google.Schema
	read("schema.json", &schema)
	resolved, err := schema.Resolve(nil)
	if err != nil {
		panic(err)
	}
	var byTekuri, byGoogle string
	for _, value := range values {
		if tekuri.Validate(value) == nil {
			byTekuri += " " + value
		}
		if resolved.Validate(value) == nil {
			byGoogle += " " + value
		}
	}
	fmt.Printf("santhosh-tekuri:%s\ngoogle:%s\n", byTekuri, byGoogle)
}
GO
go mod init finding 2>/dev/null
go get github.com/google/jsonschema-go@v0.3.0 github.com/santhosh-tekuri/jsonschema/v6@v6.0.2 2>/dev/null
go run . >> seen

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.networknt</groupId><artifactId>json-schema-validator</artifactId><version>1.5.6</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Check.java <<'JAVA'
import com.fasterxml.jackson.databind.*;
import com.networknt.schema.*;
import java.io.*;

class Check {
    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode schema = mapper.readTree(new File("schema.json"));
        StringBuilder byRegex = new StringBuilder("java.util.regex:");
        StringBuilder byNetworknt = new StringBuilder("networknt:");
        for (JsonNode value : mapper.readTree(new File("values.json"))) {
            if (value.asText().matches(schema.get("pattern").asText())) byRegex.append(" ").append(value.asText());
            if (JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema).validate(value).isEmpty()) {
                byNetworknt.append(" ").append(value.asText());
            }
        }
        new PrintStream(System.out, true, "UTF-8").printf("%s%n%s%n", byRegex, byNetworknt);
    }
}
JAVA
java -cp 'lib/*' Check.java >> seen

diff - seen <<'SEEN'
ajv: Invalid regular expression: /(?U)^[\w]+$/u: Invalid group
jsonschema: SchemaError
jsonschema-rs: anna
pydantic: anna müller
santhosh-tekuri: anna
google: anna
java.util.regex: anna müller
networknt: anna müller
SEEN
echo "As recorded."
