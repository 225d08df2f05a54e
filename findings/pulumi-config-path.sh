#!/usr/bin/env bash
# `pulumi config set --path` turns a phone number into a number without its plus, and a value into another type with --secret.
#
# github.com/pulumi/pulumi/sdk/v3 3.248.0 (Go), the package with which the CLI stores configuration; the same was seen with the CLI 3.259.0.
# Its help: true and false become booleans, integers numbers, all else stays a string, as everything without --path does. Read back:
#   set --path contact.phone +4930123456     {"phone":4930123456}: the plus is no part of a number
#   set --path contact.id 20260000000000001  a number, which a program in TypeScript reads as 20260000000000000
#   set --path limits.share 0.5              {"share":"0.5"}: a string, beside limits.count, a number
#   set --secret --path limits.count 5       {"count":"5"}: a string, and "true" likewise; without --secret a number and a boolean
# So that a program's getObject gives a value of another type once the value is made a secret.
# `--type string`, which newer CLIs have, keeps a value as it is.
#
# Needs: Go 1.25 or later.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

func stored(value config.Value) string {
	settings := config.Map{}
	if err := settings.Set(config.MustMakeKey("shelf", "object.key"), value, true); err != nil {
		panic(err)
	}
	object, _, err := settings.Get(config.MustMakeKey("shelf", "object"), false)
	if err != nil {
		panic(err)
	}
	// With the decrypter that leaves values as they are: what a program is given.
	text, err := object.Value(config.NopDecrypter)
	if err != nil {
		panic(err)
	}
	var read struct{ Key json.RawMessage }
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		panic(err)
	}
	var secret struct{ Secure json.RawMessage }
	if json.Unmarshal(read.Key, &secret) == nil && secret.Secure != nil {
		return string(secret.Secure)
	}
	return string(read.Key)
}

func main() {
	for _, value := range []string{"+4930123456", "004930123456", "20260000000000001", "-0", "5", "0.5", "1e3", "true", "True"} {
		fmt.Printf("%s: %s; as a secret %s\n", value, stored(config.NewValue(value)), stored(config.NewSecureValue(value)))
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/pulumi/pulumi/sdk/v3/go/common/resource/config@v3.248.0 2>/dev/null
go mod tidy 2>/dev/null
go run . > seen

diff - seen <<'SEEN'
+4930123456: 4930123456; as a secret "+4930123456"
004930123456: "004930123456"; as a secret "004930123456"
20260000000000001: 20260000000000001; as a secret "20260000000000001"
-0: 0; as a secret "-0"
5: 5; as a secret "5"
0.5: "0.5"; as a secret "0.5"
1e3: "1e3"; as a secret "1e3"
true: true; as a secret "true"
True: "True"; as a secret "True"
SEEN
echo "As recorded."
