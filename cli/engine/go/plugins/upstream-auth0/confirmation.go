package upstream

import (
	"context"
	"net/http"

	"github.com/auth0/terraform-provider-auth0/internal/config"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

// confirmation is the setting of an application that says whether users confirm a sign-in to a callback on loopback.
const confirmation = "skip_non_verifiable_callback_uri_confirmation_prompt"

// addConfirmation teaches the resource of applications the setting, which upstream knows from v1.31.0 on. Its values are
// those of later versions: "true", "false" and "null", the last for none.
func addConfirmation(client *schema.Resource) {
	client.Schema[confirmation] = &schema.Schema{
		Type:     schema.TypeString,
		Optional: true,
		DiffSuppressFunc: func(_, before, after string, _ *schema.ResourceData) bool {
			return before == "null" && after == ""
		},
	}

	create := client.CreateContext
	client.CreateContext = func(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
		wanted := data.Get(confirmation)
		diagnostics := create(ctx, data, meta)
		if diagnostics.HasError() || wanted == "" {
			return diagnostics
		}
		return append(diagnostics, writeConfirmation(ctx, data, meta)...)
	}

	update := client.UpdateContext
	client.UpdateContext = func(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
		changes := data.HasChange(confirmation)
		diagnostics := update(ctx, data, meta)
		if diagnostics.HasError() || !changes {
			return diagnostics
		}
		return append(diagnostics, writeConfirmation(ctx, data, meta)...)
	}

	read := client.ReadContext
	client.ReadContext = func(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
		diagnostics := read(ctx, data, meta)
		if diagnostics.HasError() || data.Id() == "" {
			return diagnostics
		}
		return append(diagnostics, readConfirmation(ctx, data, meta)...)
	}
}

func writeConfirmation(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
	value := map[string]any{"true": true, "false": false}[data.Get(confirmation).(string)]
	payload := map[string]any{confirmation: value}
	api := meta.(*config.Config).GetAPI()
	return diag.FromErr(api.Request(ctx, http.MethodPatch, api.URI("clients", data.Id()), &payload))
}

func readConfirmation(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
	var application map[string]any
	api := meta.(*config.Config).GetAPI()
	if err := api.Request(ctx, http.MethodGet, api.URI("clients", data.Id()), &application); err != nil {
		return diag.FromErr(err)
	}
	value := map[any]string{true: "true", false: "false"}[application[confirmation]]
	if value == "" {
		value = "null"
	}
	return diag.FromErr(data.Set(confirmation, value))
}
