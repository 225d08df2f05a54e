#!/usr/bin/env bash
# The same stack configuration is another number in a TypeScript program than in a Python one.
#
# @pulumi/pulumi 3.248.0 (npm) reads a number with parseFloat, which stops at the first character that it does not know and says
# nothing; pulumi 3.248.0 (PyPI) reads it with int() or float(), which know other forms and refuse the rest:
#   value     Config.getNumber (Node)   Config.get_int (Python)
#   1_000     1                         1000
#   0x10      0                         error
#   30d       30                        error
#   1e3       1000                      error (get_float: 1000.0)
#   Infinity  Infinity                  error (get_float: inf)
# Of truth values, Python takes "True" as well as "true"; Node takes "true" only.
#
# Needs: Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pulumi==3.248.0 2>/dev/null
printf '["1_000", "0x10", "30d", "1e3", "Infinity", "True", "true"]' > values.json

cat > read.cjs <<'JS'
const pulumi = require("@pulumi/pulumi");
const values = require("./values.json");
pulumi.runtime.setAllConfig(Object.fromEntries(values.map((value, index) => [`project:key${index}`, value])));
const config = new pulumi.Config("project");
const tried = (read) => { try { return String(read()); } catch { return "error"; } };
values.forEach((value, index) => {
    const key = `key${index}`;
    console.log("Node", value, tried(() => config.getNumber(key)), tried(() => config.getBoolean(key)));
});
JS
node read.cjs > seen
cat > read.py <<'PY'
import json

import pulumi

values = json.load(open("values.json"))
pulumi.runtime.set_all_config({f"project:key{index}": value for index, value in enumerate(values)})
config = pulumi.Config("project")


def tried(read, key):
    try:
        return read(key)
    except Exception:
        return "error"


for index, value in enumerate(values):
    key = f"key{index}"
    print("Python", value, tried(config.get_int, key), tried(config.get_float, key), tried(config.get_bool, key))
PY
python/bin/python read.py >> seen

diff - seen <<'SEEN'
Node 1_000 1 error
Node 0x10 0 error
Node 30d 30 error
Node 1e3 1000 error
Node Infinity Infinity error
Node True error error
Node true error true
Python 1_000 1000 1000.0 error
Python 0x10 error error error
Python 30d error error error
Python 1e3 error 1000.0 error
Python Infinity error inf error
Python True error error True
Python true error error True
SEEN
echo "As recorded."
