// Package upstream opens the Auth0 provider, which upstream keeps internal. The path of this module, below upstream's
// own, is what allows the import.
package upstream

import (
	"context"

	"github.com/auth0/go-auth0/management"
	"github.com/auth0/terraform-provider-auth0/internal/config"
	"github.com/auth0/terraform-provider-auth0/internal/provider"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

// New returns upstream's provider, with two things that later versions do: they know the confirmation of sign-ins on
// loopback; and when they create a public application, they say that it authenticates with nothing. Auth0 would ask it
// for a secret otherwise.
func New() *schema.Provider {
	provider := provider.New()
	client := provider.ResourcesMap["auth0_client"]
	addConfirmation(client)
	create := client.CreateContext
	client.CreateContext = func(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
		diagnostics := create(ctx, data, meta)
		if diagnostics.HasError() || !isPublic(data) {
			return diagnostics
		}
		method := "none"
		api := meta.(*config.Config).GetAPI()
		err := api.Client.Update(ctx, data.Id(), &management.Client{TokenEndpointAuthMethod: &method})
		return append(diagnostics, diag.FromErr(err)...)
	}
	return provider
}

func isPublic(data *schema.ResourceData) bool {
	appType := data.Get("app_type")
	return appType == "spa" || appType == "native"
}
