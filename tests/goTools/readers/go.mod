module openmetadata-auth0/readers

go 1.24.0

require (
	github.com/compose-spec/compose-go/v2 v2.9.0
	github.com/docker/cli v28.5.2+incompatible
	go.yaml.in/yaml/v3 v3.0.4
	sigs.k8s.io/yaml v1.6.0
)

require (
	github.com/sirupsen/logrus v1.9.0 // indirect
	go.yaml.in/yaml/v2 v2.4.2 // indirect
	golang.org/x/sys v0.5.0 // indirect
)
