#!/usr/bin/env bash
# Strings that npm's YAML libraries write without quotes are numbers, dates or other strings to Go's.
#
# Each library writes { value: <string> }; Kubernetes (sigs.k8s.io/yaml 1.6.0), yaml.v3 3.0.1, yaml/v4 4.0.0 and goccy/go-yaml 1.19.2
# read it. Expected: the same string.
#   - yaml 2.9.1 (npm) has YAML 1.2 in mind: 1_000, 0b11 and 1_0.5 go out plain and are numbers to all four. 2027-01-01 is a date to
#     two, on is true to one
#   - js-yaml 5.5.0 (npm) quotes all of these, but not 0X1f, 0O17 and 0B1, which no version of YAML has as numbers: to three they are
#   - goccy/go-yaml drops the tab within a string without quotes
#   - yaml/v4 makes null of the string <<
# In a Secret's stringData, Kubernetes refuses a number; an environment variable in a Compose file is changed without a word.
#
# Needs: Go 1.24 or later, Node 20, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund yaml@2.9.1 js-yaml@5.5.0 >/dev/null
cat > write.mjs <<'JS'
import { dump } from "js-yaml";
import { stringify } from "yaml";

const values = ["1_000", "1_0.5", "0b11", "0x1f", "0X1f", "0O17", "0B1", "0123", "2027-01-01", "on", "12:30", "a\tb", "<<"];
const written = Object.entries({ yaml: stringify, "js-yaml": dump }).flatMap(([library, write]) =>
    values.map((value) => ({ library, value, text: write({ value }) })),
);
console.log(JSON.stringify(written));
JS
node write.mjs > written.json
cat > read.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/goccy/go-yaml"
	v4 "go.yaml.in/yaml/v4"
	v3 "gopkg.in/yaml.v3"
	kubernetes "sigs.k8s.io/yaml"
)

func main() {
	var written []struct{ Library, Value, Text string }
	content, _ := os.ReadFile("written.json")
	if err := json.Unmarshal(content, &written); err != nil {
		panic(err)
	}
	readers := []struct {
		name string
		read func([]byte, any) error
	}{
		{"Kubernetes", func(text []byte, into any) error { return kubernetes.Unmarshal(text, into) }},
		{"v3", v3.Unmarshal},
		{"v4", func(text []byte, into any) error { return v4.Unmarshal(text, into) }},
		{"goccy", func(text []byte, into any) error { return yaml.Unmarshal(text, into) }},
	}
	for _, one := range written {
		others := ""
		for _, reader := range readers {
			var read map[string]any
			if err := reader.read([]byte(one.Text), &read); err != nil {
				panic(err)
			}
			if value := read["value"]; value != one.Value {
				others += fmt.Sprintf(", %s %T %v", reader.name, value, value)
			}
		}
		if others != "" {
			fmt.Printf("%s %q%s\n", one.Library, one.Value, others)
		}
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/goccy/go-yaml@v1.19.2 go.yaml.in/yaml/v4@v4.0.0 gopkg.in/yaml.v3@v3.0.1 sigs.k8s.io/yaml@v1.6.0 2>/dev/null
go run read.go > seen

diff - seen <<'SEEN'
yaml "1_000", Kubernetes float64 1000, v3 int 1000, v4 int 1000, goccy uint64 1000
yaml "1_0.5", Kubernetes float64 10.5, v3 float64 10.5, v4 float64 10.5, goccy float64 10.5
yaml "0b11", Kubernetes float64 3, v3 int 3, v4 int 3, goccy uint64 3
yaml "0X1f", Kubernetes float64 31, v3 int 31, v4 int 31
yaml "0O17", Kubernetes float64 15, v3 int 15, v4 int 15
yaml "0B1", Kubernetes float64 1, v3 int 1, v4 int 1
yaml "2027-01-01", v3 time.Time 2027-01-01 00:00:00 +0000 UTC, v4 time.Time 2027-01-01 00:00:00 +0000 UTC
yaml "on", Kubernetes bool true
yaml "a\tb", goccy string ab
yaml "<<", v4 <nil> <nil>
js-yaml "0X1f", Kubernetes float64 31, v3 int 31, v4 int 31
js-yaml "0O17", Kubernetes float64 15, v3 int 15, v4 int 15
js-yaml "0B1", Kubernetes float64 1, v3 int 1, v4 int 1
SEEN
echo "As recorded."
