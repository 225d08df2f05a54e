package main

import (
	"fmt"
	"net"
	"net/url"
	"runtime/debug"
	"strings"
)

// allowVariable is the environment variable that lets this plugin work on a tenant outside this machine.
const allowVariable = "OPENMETADATA_AUTH0_ALLOW_BUILT_PROVIDER"

// isLoopback says whether an Auth0 domain, with or without scheme and port, is this machine.
func isLoopback(domain string) bool {
	// Upstream takes what follows the first "//" for the host.
	if _, after, found := strings.Cut(domain, "//"); found {
		domain = after
	}
	address, err := url.Parse("https://" + domain)
	if err != nil {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(address.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// refusal is what the user reads when the domain is a tenant outside this machine.
func refusal(domain string) string {
	return fmt.Sprintf(
		"this auth0 plugin was built from terraform-provider-auth0 %s, which is older than release %s of the plugin "+
			"(terraform-provider-auth0 %s). It is for a tenant on this machine, the sandbox or a test, and does not "+
			"touch %s. Use the released plugin instead: let this machine reach get.pulumi.com, or put a released "+
			"pulumi on PATH, and run `npm run engine` again. To use this plugin all the same, set %s=1",
		upstreamVersion(), auth0Version, releasedUpstream, domain, allowVariable)
}

func upstreamVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == "github.com/auth0/terraform-provider-auth0" {
				return module.Version
			}
		}
	}
	return "of an unknown version"
}
