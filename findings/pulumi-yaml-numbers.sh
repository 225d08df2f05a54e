#!/usr/bin/env bash
# A number of seven digits within a string of a Pulumi YAML program is in scientific notation, and null is "<nil>".
#
# github.com/pulumi/pulumi-yaml 1.30.1 (Go). It prints what ${…} stands for with Go's %v, and each number is a float64 there. Beside it, the
# same value in pulumi.interpolate of @pulumi/pulumi 3.248.0:
#   value           "id-${value}"            Node
#   999999          id-999999                id-999999
#   1000000         id-1e+06                 id-1000000
#   123456789012    id-1.23456789012e+11     id-123456789012
#   0.00001         id-1e-05                 id-0.00001
#   null            id-<nil>                 id-null
#   [a, b]          id-[a b]                 id-a,b
# 0123 is id-83. The number of an account in an ARN, or seconds in a setting: right as long as it is short, and where it stands alone.
# fn::toJSON writes these numbers as they are. Quotes around the number where it is declared help.
#
# The program's package of resources is stood in for, so that no engine is needed. Needs: Go 1.25 or later.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > Main.yaml <<'YAML'
name: shelf
runtime: yaml
variables:
  values: { short: 999999, million: 1000000, account: 123456789012, small: 0.00001, octal: 0123, none: null, list: [a, b] }
resources:
  book:
    type: shelf:Book
    properties:
      short: id-${values.short}
      million: id-${values.million}
      account: id-${values.account}
      small: id-${values.small}
      octal: id-${values.octal}
      none: id-${values.none}
      list: id-${values.list}
      json: { "fn::toJSON": "${values}" }
YAML
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi-yaml/pkg/pulumiyaml"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The engine: says which properties it is sent.
type engine struct{}

func (engine) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	for _, key := range args.Inputs.StableKeys() {
		fmt.Printf("%s: %v\n", key, args.Inputs[key].V)
	}
	return "1", args.Inputs, nil
}

func (engine) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) { return args.Args, nil }

// The package shelf: one resource, with properties of any type.
type shelf struct{ pulumiyaml.Package }

func (shelf) LoadPackage(context.Context, *schema.PackageDescriptor) (pulumiyaml.Package, error) {
	return shelf{}, nil
}
func (shelf) Close()                   {}
func (shelf) Name() string             { return "shelf" }
func (shelf) Version() *semver.Version { return nil }
func (shelf) ResolveResource(string) (pulumiyaml.ResourceTypeToken, error) {
	return "shelf:index:Book", nil
}
func (shelf) IsComponent(pulumiyaml.ResourceTypeToken) (bool, error) { return false, nil }
func (shelf) IsResourcePropertySecret(pulumiyaml.ResourceTypeToken, string) (bool, error) {
	return false, nil
}
func (shelf) ResourceConstants(pulumiyaml.ResourceTypeToken) map[string]any { return nil }
func (shelf) ResourceTypeHint(pulumiyaml.ResourceTypeToken) *schema.ResourceType {
	book := &schema.Resource{}
	for _, name := range []string{"short", "million", "account", "small", "octal", "none", "list", "json"} {
		book.InputProperties = append(book.InputProperties, &schema.Property{Name: name, Type: schema.AnyType})
	}
	return &schema.ResourceType{Resource: book}
}

func main() {
	content, err := os.ReadFile("Main.yaml")
	if err != nil {
		panic(err)
	}
	program, faults, err := pulumiyaml.LoadYAMLBytes("Main.yaml", content)
	if err != nil || faults.HasErrors() {
		panic(fmt.Sprint(err, faults))
	}
	run := func(ctx *pulumi.Context) error { return pulumiyaml.RunTemplate(ctx, program, nil, shelf{}) }
	if err := pulumi.RunErr(run, pulumi.WithMocks("shelf", "dev", engine{})); err != nil {
		panic(err)
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/pulumi/pulumi-yaml@v1.30.1 2>/dev/null
go mod tidy 2>/dev/null
go run . > seen

diff - seen <<'SEEN'
account: id-1.23456789012e+11
json: {"account":123456789012,"list":["a","b"],"million":1000000,"none":null,"octal":83,"short":999999,"small":0.00001}
list: id-[a b]
million: id-1e+06
none: id-<nil>
octal: id-83
short: id-999999
small: id-1e-05
SEEN
echo "As recorded."
