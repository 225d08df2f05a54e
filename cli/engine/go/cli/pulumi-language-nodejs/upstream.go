package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// upstream is a running upstream language host.
type upstream struct {
	connection *grpc.ClientConn
	process    *exec.Cmd
	// copied is closed when all that the host and its program wrote has been passed on.
	copied chan struct{}
}

// startUpstream starts the host that lies in the folder libexec beside this program's own, where the engine does not
// take it for a plugin.
func startUpstream(ctx context.Context, engine string, options options) (*upstream, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(filepath.Dir(filepath.Dir(self)), "libexec", filepath.Base(self))
	process := exec.CommandContext(ctx, path, append(options.flags(), engine)...)
	process.Stderr = os.Stderr
	stdout, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}

	output := bufio.NewReader(stdout)
	port, err := output.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("reading the port of %s: %w", path, err)
	}
	connection, err := grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port),
		grpc.WithTransportCredentials(insecure.NewCredentials()), rpcutil.GrpcChannelOptions())
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", path, err)
	}

	started := &upstream{connection: connection, process: process, copied: make(chan struct{})}
	go func() {
		defer close(started.copied)
		_, _ = io.Copy(os.Stdout, output)
	}()
	return started, nil
}

// stop ends the host, after which everything that it wrote has been passed on.
func (u *upstream) stop() {
	_ = u.connection.Close()
	_ = u.process.Process.Kill()
	<-u.copied
	_ = u.process.Wait()
}
