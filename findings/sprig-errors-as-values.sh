#!/usr/bin/env bash
# Template functions of Helm and of External Secrets give the text of their error as the value.
#
# github.com/Masterminds/sprig/v3 v3.3.0 (Go), the functions of Helm's charts and of External Secrets' templates. Rendering succeeds:
#   "ZWZnaD4_" | b64dec    illegal base64 data at input byte 7     (base64url, as a JWK and a token have it)
#   "YWI" | b64dec         illegal base64 data at input byte 0     (without padding)
#   bcrypt of 80 letters   failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes
#   htpasswd "a:b" "c"     invalid username: a:b
#   genPrivateKey "RSA"    Unknown type RSA                        (it wants "rsa")
# and is base64 in a Secret then, where nobody reads it. Where a number is wanted, a mistake is 0, and a leading zero octal:
#   int: "30d", "3.7", "1e3" and "08" are 0, "0123" is 83, "1_000" is 1000; atoi: "08" is 8, "30d" is 0
#   dateModify "30d" leaves the date as it is
# Only functions whose name begins with must, and few others, fail: b64dec has no such twin.
#
# Needs: Go 1.24 or later.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

func main() {
	for _, expression := range []string{
		`"ZWZnaD4/" | b64dec`, `"ZWZnaD4_" | b64dec`, `"YWI" | b64dec`, `repeat 80 "x" | bcrypt`, `htpasswd "a:b" "c"`,
		`genPrivateKey "RSA"`, `"30d" | int`, `"3.7" | int`, `"1e3" | int`, `"08" | int`, `"0123" | int`, `"1_000" | int`,
		`"08" | atoi`, `"30d" | atoi`, `toDate "2006-01-02" "2027-01-01" | dateModify "30d" | date "2006-01-02"`,
	} {
		fmt.Print(expression, " => ")
		parsed := template.Must(template.New("").Option("missingkey=error").Funcs(sprig.TxtFuncMap()).Parse("{{ " + expression + " }}"))
		if err := parsed.Execute(os.Stdout, nil); err != nil {
			fmt.Print("error")
		}
		fmt.Println()
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/Masterminds/sprig/v3@v3.3.0 2>/dev/null
go run . > seen

diff - seen <<'SEEN'
"ZWZnaD4/" | b64dec => efgh>?
"ZWZnaD4_" | b64dec => illegal base64 data at input byte 7
"YWI" | b64dec => illegal base64 data at input byte 0
repeat 80 "x" | bcrypt => failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes
htpasswd "a:b" "c" => invalid username: a:b
genPrivateKey "RSA" => Unknown type RSA
"30d" | int => 0
"3.7" | int => 0
"1e3" | int => 0
"08" | int => 0
"0123" | int => 83
"1_000" | int => 1000
"08" | atoi => 8
"30d" | atoi => 0
toDate "2006-01-02" "2027-01-01" | dateModify "30d" | date "2006-01-02" => 2027-01-01
SEEN
echo "As recorded."
