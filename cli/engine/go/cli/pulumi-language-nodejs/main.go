// The language host for Node programs. The newest one that is published as a Go module does not know how to run policy
// packs and components (RunPlugin) nor how to install what they need, and takes a project's runtime options as flags, which the
// engine no longer passes. This program stands in front of it: it answers those calls and forwards all others.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/mwitkow/grpc-proxy/proxy"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The engine passes its address, and nothing else.
	if len(os.Args) != 2 {
		cmdutil.ExitError("usage: pulumi-language-nodejs ENGINE_ADDRESS")
	}
	if err := serve(ctx, os.Args[1]); err != nil {
		cmdutil.ExitError(err.Error())
	}
}

func serve(ctx context.Context, engine string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := rpcutil.Healthcheck(ctx, engine, 5*time.Minute, cancel); err != nil {
		return fmt.Errorf("watching the engine: %w", err)
	}

	upstream, err := startUpstream(ctx, engine, options{typescript: true})
	if err != nil {
		return err
	}
	defer upstream.stop()

	done := make(chan bool)
	go func() {
		<-ctx.Done()
		close(done)
	}()
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel:  done,
		Options: []grpc.ServerOption{proxy.DefaultProxyOpt(upstream.connection)},
		Init: func(server *grpc.Server) error {
			server.RegisterService(answered(), &host{engine: engine})
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("serving: %w", err)
	}
	fmt.Printf("%d\n", server.Port)
	return <-server.Done
}

// answered is the part of the language host's service that this program answers itself. What is not in it goes to the
// server's handler for unknown calls, which is the proxy.
func answered() *grpc.ServiceDesc {
	service := pulumirpc.LanguageRuntime_ServiceDesc
	service.Methods = nil
	for _, method := range pulumirpc.LanguageRuntime_ServiceDesc.Methods {
		if method.MethodName == "Run" {
			service.Methods = append(service.Methods, method)
		}
	}
	service.Streams = nil
	for _, stream := range pulumirpc.LanguageRuntime_ServiceDesc.Streams {
		if stream.StreamName == "RunPlugin" || stream.StreamName == "InstallDependencies" {
			service.Streams = append(service.Streams, stream)
		}
	}
	return &service
}
