// The auth0 plugin, built over the newest upstream provider that is published as a Go module.
package main

import (
	"context"
	"os"

	auth0 "github.com/auth0/terraform-provider-auth0/upstream"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

// Set when the plugin is built.
var (
	// auth0Version is the release that this plugin stands in for.
	auth0Version string
	// releasedUpstream is the version of the upstream provider that the release is made of.
	releasedUpstream string
)

func main() {
	upstream := auth0.New()
	guard(upstream)

	info := tfbridge.ProviderInfo{
		P:            shimv2.NewProvider(upstream),
		Name:         "auth0",
		Version:      auth0Version,
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}
	info.MustComputeTokens(tokens.SingleModule("auth0_", "index", tokens.MakeStandard("auth0")))
	info.SetAutonaming(255, "-")

	tfbridge.Main("auth0", auth0Version, info, []byte(`{"name":"auth0"}`))
}

// guard puts the check of the domain before upstream's own configuration, which every way to configure the provider
// passes, with the domain from the configuration or from AUTH0_DOMAIN.
func guard(provider *schema.Provider) {
	configure := provider.ConfigureContextFunc
	provider.ConfigureContextFunc = func(ctx context.Context, data *schema.ResourceData) (any, diag.Diagnostics) {
		domain, _ := data.Get("domain").(string)
		if domain != "" && !isLoopback(domain) && os.Getenv(allowVariable) != "1" {
			return nil, diag.Errorf("%s", refusal(domain))
		}
		return configure(ctx, data)
	}
}
