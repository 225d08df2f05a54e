// Command readers reads texts in the way in which Docker, Docker Compose, kubectl and other programs in Go do, by their
// own libraries.
//
// It takes a JSON list of {reader, text} from standard input, and writes a list of what each is read as, or of the reasons
// why it is not.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/docker/cli/pkg/kvfile"
	yamlv3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

type question struct {
	Reader string `json:"reader"`
	Text   string `json:"text"`
}

type answer struct {
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	folder, err := os.MkdirTemp("", "readers")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer os.RemoveAll(folder)
	answers := make([]answer, len(questions))
	for i, q := range questions {
		value, err := read(q, folder)
		if err != nil {
			answers[i].Error = err.Error()
		} else {
			answers[i].Value = value
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(q question, folder string) (any, error) {
	file := filepath.Join(folder, "text")
	if err := os.WriteFile(file, []byte(q.Text), 0o600); err != nil {
		return nil, err
	}
	switch q.Reader {
	case "docker run":
		// As `docker run --env-file` does; without a value, a name stands for a variable of the shell.
		return kvfile.Parse(file, func(string) (string, bool) { return "", false })
	case "compose":
		return dotenv.GetEnvFromFile(map[string]string{}, []string{file})
	case "kubectl":
		var value any
		err := yaml.Unmarshal([]byte(q.Text), &value)
		return value, err
	case "yaml":
		var value any
		err := yamlv3.Unmarshal([]byte(q.Text), &value)
		return value, err
	}
	return nil, fmt.Errorf("there is no reader %q", q.Reader)
}
