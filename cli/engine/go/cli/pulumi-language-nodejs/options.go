package main

import (
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// options are what a project says under `runtime.options` for Node.
type options struct {
	// typescript says whether the SDK compiles TypeScript on the fly. It does unless the project says no.
	typescript bool
	// tsconfig is the path of the tsconfig.json to use, or empty for the default one.
	tsconfig string
	// nodeArguments are arguments for node itself, as a shell would take them.
	nodeArguments string
	// packageManager is what dependencies are installed with, or empty for what the lock file is of.
	packageManager npm.PackageManagerType
}

func optionsOf(program *pulumirpc.ProgramInfo) options {
	fields := program.GetOptions().GetFields()
	typescript, said := fields["typescript"]
	return options{
		typescript:     !said || typescript.GetBoolValue(),
		tsconfig:       fields["tsconfig"].GetStringValue(),
		nodeArguments:  fields["nodeargs"].GetStringValue(),
		packageManager: npm.PackageManagerType(fields["packagemanager"].GetStringValue()),
	}
}

// flags are the options as upstream's language host takes them.
func (o options) flags() []string {
	var flags []string
	if !o.typescript {
		flags = append(flags, "-typescript=false")
	}
	if o.tsconfig != "" {
		flags = append(flags, "-tsconfig="+o.tsconfig)
	}
	if o.nodeArguments != "" {
		flags = append(flags, "-nodeargs="+o.nodeArguments)
	}
	return flags
}

// environment is the options as the Node SDK takes them.
func (o options) environment() []string {
	var environment []string
	if o.typescript {
		environment = append(environment, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if o.tsconfig != "" {
		environment = append(environment, "PULUMI_NODEJS_TSCONFIG_PATH="+o.tsconfig)
	}
	return environment
}
