#!/usr/bin/env bash
# Each start of `pulumi` reads the word lists of a password meter twice, before it looks at its arguments.
#
# github.com/pulumi/pulumi/pkg/v3 3.259.0 (Go) requires two forks of one library, with which it estimates whether a value of
# the configuration looks like a secret: nbutton23/zxcvbn-go v0.0.0-20180912185939-ae427f1e4c1d and ccojocar/zxcvbn-go 1.0.1.
# Both turn lists of common passwords and names into tables in init functions, which Go runs at each start, used or not. A
# program that imports both and does nothing allocates 37 MB; the init functions of `pulumi version` allocate 61 MB in all
# (GODEBUG=inittrace=1). Where this was measured, the empty program takes 0.09 s of CPU time, and `pulumi version` 0.15 s.
# A script that calls pulumi for many small things (`config get`, `stack ls`) pays this each time.
#
# Needs: Go 1.24 or later.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

go mod init finding 2>/dev/null
cat > main.go <<'GO'
package main

import (
	_ "github.com/ccojocar/zxcvbn-go"
	_ "github.com/nbutton23/zxcvbn-go"
)

func main() {}
GO
go get github.com/ccojocar/zxcvbn-go@v1.0.1 github.com/nbutton23/zxcvbn-go@v0.0.0-20180912185939-ae427f1e4c1d 2>/dev/null
go build -o program .
{
    manifest=$(go mod download -json github.com/pulumi/pulumi/pkg/v3@v3.259.0 | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
    sed -n 's/^\t\(github.com\/[a-z0-9]*\/zxcvbn-go\) .*/pulumi 3.259.0 requires \1/p' "$manifest" | sort
    # init PACKAGE @START ms, DURATION ms clock, NUMBER bytes, NUMBER allocs
    GODEBUG=inittrace=1 ./program 2>&1 | awk '
        /zxcvbn-go/ { split($2, part, "/"); bytes[part[2]] += $8 }
        END { for (fork in bytes) printf "%s/zxcvbn-go: %.0f MB at each start\n", fork, bytes[fork] / 1e6 }' | sort
} > seen

diff - seen <<'SEEN'
pulumi 3.259.0 requires github.com/ccojocar/zxcvbn-go
pulumi 3.259.0 requires github.com/nbutton23/zxcvbn-go
ccojocar/zxcvbn-go: 19 MB at each start
nbutton23/zxcvbn-go: 19 MB at each start
SEEN
echo "As recorded."
