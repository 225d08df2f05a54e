package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/google/shlex"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// host answers the calls that upstream's language host does not know, or answers without a project's options.
type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine string
}

// Run runs a program in an upstream host of its own, started with the options of the program's project. All that the
// program wrote has been passed on when the call returns.
func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	upstream, err := startUpstream(ctx, h.engine, optionsOf(request.GetInfo()))
	if err != nil {
		return nil, err
	}
	defer upstream.stop()
	return pulumirpc.NewLanguageRuntimeClient(upstream.connection).Run(ctx, request)
}

// RunPlugin runs a policy pack or a component's provider that is written for Node.
func (h *host) RunPlugin(request *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer) error {
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return err
	}
	defer closer.Close()

	ctx := stream.Context()
	folder := request.GetInfo().GetProgramDirectory()
	options := optionsOf(request.GetInfo())
	arguments, err := shlex.Split(options.nodeArguments)
	if err != nil {
		return fmt.Errorf("the runtime option nodeargs, %q: %w", options.nodeArguments, err)
	}

	// The two programs of the Node SDK take the same arguments in different order.
	module, programArguments := "@pulumi/pulumi/cmd/run-plugin", append([]string{folder}, request.GetArgs()...)
	if request.GetKind() == "analyzer" {
		module, programArguments = "@pulumi/pulumi/cmd/run-policy-pack", append(request.GetArgs(), folder)
	}
	script, err := locate(ctx, folder, module)
	if err != nil {
		return err
	}

	command := exec.CommandContext(ctx, "node", append(append(arguments, script), programArguments...)...)
	command.Dir = request.GetPwd()
	if request.GetKind() == "analyzer" {
		command.Dir = folder
	}
	command.Env = append(append(os.Environ(), request.GetEnv()...), options.environment()...)
	command.Stdout, command.Stderr = stdout, stderr
	if err := command.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			return fmt.Errorf("starting node: %w", err)
		}
	}
	// What was written has to arrive before the exit code.
	if err := closer.Close(); err != nil {
		return err
	}
	return stream.Send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(command.ProcessState.ExitCode())},
	})
}

// InstallDependencies installs what a program or a plugin needs. Upstream's host wants `node_modules` in the very folder,
// while a plugin that came in an npm package uses those of the program around it.
func (h *host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(stream, request.GetIsTerminal())
	if err != nil {
		return err
	}
	defer closer.Close()

	folder, manager := request.GetInfo().GetProgramDirectory(), optionsOf(request.GetInfo()).packageManager
	if _, err := npm.Install(stream.Context(), manager, folder, request.GetIsPlugin(), stdout, stderr); err != nil {
		return err
	}
	return closer.Close()
}

// locate finds a module of the Node SDK as a program in the folder would.
func locate(ctx context.Context, folder, module string) (string, error) {
	command := exec.CommandContext(ctx, "node", "-p", fmt.Sprintf("require.resolve('%s')", module))
	command.Dir = folder
	path, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s is not installed where %s finds it; run `npm install` there: %w", module, folder, err)
	}
	return strings.TrimSpace(string(path)), nil
}
