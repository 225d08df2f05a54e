#!/usr/bin/env bash
# A value without quotes in Pulumi.<stack>.yaml is one thing to Pulumi's CLI, another to the Automation API, and saved as a third.
#
# Pulumi 3.248.0: the Go package that the CLI reads its configuration with, and stackSettings of the Automation API of Node
# (@pulumi/pulumi) and of Python (pulumi), which read the file themselves. Pulumi itself quotes what it writes; of what people write:
#   in the file            CLI, a string                    Node                       Python
#   0123                   83                               123                        TypeError
#   1_000                  1000                             "1_000"                    TypeError
#   12345678901234567890   12345678901234567890             12345678901234567000       TypeError
#   2027-01-01             2027-01-01 00:00:00 +0000 UTC    a Date                     TypeError
#   1.10                   1.1                              1.1                        TypeError
#   12:30                  12:30                            "12:30"                    TypeError
#   yes                    yes                              "yes"                      TypeError
# stackSettings followed by saveStackSettings, as a program does that changes the secrets provider, leaves Node's reading in the file:
# 0123 is 123 for good, and the date 2027-01-01T00:00:00.000Z. Python's error, "argument of type 'int' is not iterable", names no key.
#
# Needs: Go 1.25 or later, Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pulumi==3.248.0 2>/dev/null
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"gopkg.in/yaml.v3"
)

func main() {
	content, _ := os.ReadFile("Pulumi.dev.yaml")
	var stack struct{ Config config.Map }
	if err := yaml.Unmarshal(content, &stack); err != nil {
		panic(err)
	}
	value := stack.Config[config.MustMakeKey("shelf", "key")]
	fmt.Println(value.Value(config.NopDecrypter))
}
GO
go mod init finding 2>/dev/null
go get github.com/pulumi/pulumi/sdk/v3/go/common/resource/config@v3.248.0 gopkg.in/yaml.v3@v3.0.1 2>/dev/null
go mod tidy 2>/dev/null
go build -o cli main.go
# Neither reads settings by way of the CLI: it is stood in for by a command that does nothing.
cat > settings.js <<'JS'
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { readFileSync } = require("node:fs");
(async () => {
    const workspace = await LocalWorkspace.create({ workDir: ".", pulumiCommand: { command: "", version: null, run() {} } });
    const settings = await workspace.stackSettings("dev");
    const value = settings.config["shelf:key"];
    await workspace.saveStackSettings("dev", settings);
    const saved = readFileSync("Pulumi.dev.yaml", "utf8").match(/shelf:key: (.*)/)[1];
    console.log(`${value instanceof Date ? "Date" : JSON.stringify(value)}, saved as ${saved}`);
})();
JS
cat > settings.py <<'PY'
from types import SimpleNamespace

from pulumi.automation import LocalWorkspace

command = SimpleNamespace(command="", version=None, run=lambda *_: None)
try:
    print(LocalWorkspace(work_dir=".", pulumi_command=command).stack_settings("dev").config)
except TypeError as error:
    print(f"TypeError: {error}")
PY
printf 'name: shelf\nruntime: nodejs\n' > Pulumi.yaml
for value in '"0123"' 0123 1_000 12345678901234567890 2027-01-01 1.10 12:30 yes; do
    printf 'config:\n  shelf:key: %s\n' "$value" > Pulumi.dev.yaml
    echo "$value: CLI $(./cli | sed 's/ <nil>$//'); Python $(python/bin/python settings.py); Node $(node settings.js)"
done > seen

diff - seen <<'SEEN'
"0123": CLI 0123; Python {'shelf:key': '0123'}; Node "0123", saved as '0123'
0123: CLI 83; Python TypeError: argument of type 'int' is not iterable; Node 123, saved as 123
1_000: CLI 1000; Python TypeError: argument of type 'int' is not iterable; Node "1_000", saved as 1_000
12345678901234567890: CLI 12345678901234567890; Python TypeError: argument of type 'int' is not iterable; Node 12345678901234567000, saved as 12345678901234567000
2027-01-01: CLI 2027-01-01 00:00:00 +0000 UTC; Python TypeError: argument of type 'datetime.date' is not iterable; Node Date, saved as 2027-01-01T00:00:00.000Z
1.10: CLI 1.1; Python TypeError: argument of type 'float' is not iterable; Node 1.1, saved as 1.1
12:30: CLI 12:30; Python TypeError: argument of type 'int' is not iterable; Node "12:30", saved as '12:30'
yes: CLI yes; Python TypeError: argument of type 'bool' is not iterable; Node "yes", saved as 'yes'
SEEN
echo "As recorded."
