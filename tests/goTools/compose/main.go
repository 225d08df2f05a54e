// Command compose prints what Docker Compose makes of its files, as `docker compose config --format json` does, and by
// the same library.
//
//	compose ENVIRONMENT_FILE COMPOSE_FILE...
//
// An empty ENVIRONMENT_FILE stands for none.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(environment string, files []string) error {
	var environmentFiles []string
	if environment != "" {
		environmentFiles = append(environmentFiles, environment)
	}
	options, err := cli.NewProjectOptions(files,
		cli.WithEnvFiles(environmentFiles...),
		cli.WithDotEnv,
		cli.WithResolvedPaths(true),
	)
	if err != nil {
		return err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(project)
}
